-- a case with its owner and participants
/* Query.case */ select (select (select row_to_json(o)
  from (select 'Case'::text as "@type", t0."id" as "@id", t0."id" as "id", t0."reference" as "reference", t0."title" as "title", t0."state" as "state", t0."severity" as "severity", (select (select row_to_json(o)
  from (select 'Organization'::text as "@type", t1."id" as "@id", t1."id" as "id", t1."name" as "name") o)
  from "organizations" t1
  where (true)
  and (t1."id" = t0."owner_id") limit 1) as "owner", (select row_to_json(o)
  from (select coalesce(json_agg((select row_to_json(o)
  from (select (select row_to_json(o)
  from (select 'CaseParticipant'::text as "@type", t2."id" as "@id", t2."role" as "role", t2."state" as "state", (select (select row_to_json(o)
  from (select 'Organization'::text as "@type", t3."id" as "@id", t3."id" as "id", t3."name" as "name") o)
  from "organizations" t3
  where (true)
  and (t3."id" = t2."organization_id") limit 1) as "organization") o) as "node") o)
  order by t2."#") filter (where t2."#" <= $1::integer), '[]') as "edges"
  from (select t2.*, row_number() over (order by t2."joined_at" asc, t2."id" asc) as "#"
  from "case_participants" t2
  where ((select true
  from "cases" t4
  where ( (select true
  from case_participants p
  where p.case_id = t4."id"
  and p.organization_id = $2::text
  and p.state in ('INVITED', 'ACTIVE') limit 1)
  and (not (t4."restricted"
  or t4."tlp" = 'RED')
  or (select true
  from case_members m
  where m.case_id = t4."id"
  and m.account_id = $3::text
  and m.removed_at is null limit 1)))
  and (t4."id" = t2."case_id") limit 1))
  and ((t2."case_id" = t0."id")
  and true
  and true)
  order by t2."joined_at" asc, t2."id" asc limit $1::integer + 1) t2 group by ()) o) as "participants") o)
  from "cases" t0
  where ( (select true
  from case_participants p
  where p.case_id = t0."id"
  and p.organization_id = $2::text
  and p.state in ('INVITED', 'ACTIVE') limit 1)
  and (not (t0."restricted"
  or t0."tlp" = 'RED')
  or (select true
  from case_members m
  where m.case_id = t0."id"
  and m.account_id = $3::text
  and m.removed_at is null limit 1)))
  and (t0."id" = $4::text) limit 1) as value;

-- my cases, with whose turn it is
/* Query.cases */ select (select row_to_json(o)
  from (select (select row_to_json(o)
  from (select least(c.n, $1::integer) as "value", c.n <= $1::integer as "isExact"
  from (select count(*) as n
  from (select 1
  from "cases" t0
  where ( (select true
  from case_participants p
  where p.case_id = t0."id"
  and p.organization_id = $2::text
  and p.state in ('INVITED', 'ACTIVE') limit 1)
  and (not (t0."restricted"
  or t0."tlp" = 'RED')
  or (select true
  from case_members m
  where m.case_id = t0."id"
  and m.account_id = $3::text
  and m.removed_at is null limit 1)))
  and ((true)
  and true
  and (t0."state" = any($4::text[]))
  and ($5::boolean = coalesce((select true
  from (select null::text as id, null::text as case_id, null::text as organization_id, null::text as kind, null::timestamptz as since, null::timestamptz as due_at, null::text[] as seen_by, null::text[] as named
  where false
  union all select id, case_id, addressee_id as organization_id, 'ANSWER' as kind, asked_at as since, due_at, case when addressee_masked then array[addressee_id] when case_id is null
  or named_only then array[asker_id, addressee_id] end as seen_by, case when named_only then array(select p.account_id
  from share_persons p
  where p.share_id = share_id) end as named
  from information_requests
  where state = 'OPEN'
  union all select id, case_id, receiver_id as organization_id, case state when 'OFFERED' then 'ACKNOWLEDGEMENT' when 'ACKNOWLEDGED' then 'ACCEPTANCE' else 'COMPLETION' end as kind, state_since as since, case state when 'OFFERED' then least(acknowledge_by, due_at) when 'ACKNOWLEDGED' then due_at end as due_at, null::text[] as seen_by, null::text[] as named
  from handoffs
  where state = 'ACCEPTED'
  and kind = 'ENGAGEMENT'
  or state in ('OFFERED', 'ACKNOWLEDGED')
  and (select c.state
  from cases c
  where c.id = handoffs.case_id) <> 'CLOSED'
  union all select id, case_id, addressee_id as organization_id, 'FEEDBACK' as kind, filed_at as since, (feedback."filed_at" + make_interval(days => $6::integer)) as due_at, case when addressee_masked then array[addressee_id] else array_remove( array[addressee_id, via_id, case when not anonymous then author_organization_id end], null) end as seen_by, case when named_only then array(select p.account_id
  from share_persons p
  where p.share_id = share_id) end as named
  from feedback
  where feedback."state" in ('OPEN', 'ACKNOWLEDGED', 'UNDER_REVIEW')
  union all select id, null::text as case_id, originator_id as organization_id, 'PERMISSION' as kind, requested_at as since, due_at, array[originator_id] as seen_by, null::text[] as named
  from share_forwards
  where state = 'REQUESTED'
  union all select id, case_id, organization_id, 'TASK' as kind, assigned_at as since, due_at, null::text[] as seen_by, null::text[] as named
  from tasks
  where state = 'OPEN') t1
  where ((t1."named" is null
  or $3::text = any(t1."named"))
  and case when t1."seen_by" is null then (select true
  from "cases" t2
  where ( (select true
  from case_participants p
  where p.case_id = t2."id"
  and p.organization_id = $2::text
  and p.state in ('INVITED', 'ACTIVE') limit 1)
  and (not (t2."restricted"
  or t2."tlp" = 'RED')
  or (select true
  from case_members m
  where m.case_id = t2."id"
  and m.account_id = $3::text
  and m.removed_at is null limit 1)))
  and (t2."id" = t1."case_id") limit 1) else $2::text = any(t1."seen_by") end)
  and (t1."organization_id" = $2::text
  and t1."case_id" = t0."id") limit 1), false))) limit $1::integer + 1) r) c) o) as "totalCount", (select row_to_json(o)
  from (select coalesce(bool_or(t3."#" > $7::integer), false) as "hasNextPage", (array_agg(json_build_array($8::text, t3."opened_at", t3."id")::text
  order by t3."#" desc) filter (where t3."#" <= $7::integer))[1] as "endCursor") o) as "pageInfo", coalesce(json_agg((select row_to_json(o)
  from (select (select row_to_json(o)
  from (select 'Case'::text as "@type", t3."id" as "@id", t3."id" as "id", t3."reference" as "reference", t3."title" as "title", (select coalesce(json_agg((select row_to_json(o)
  from (select 'Wait'::text as "@type", t4."id" as "@id", t4."kind" as "kind", to_char(t4."since" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "since", to_char(t4."due_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "dueAt", (select (select row_to_json(o)
  from (select 'Organization'::text as "@type", t5."id" as "@id", t5."name" as "name") o)
  from "organizations" t5
  where (true)
  and (t5."id" = t4."organization_id") limit 1) as "organization") o)
  order by t4."since" asc, t4."id" asc), '[]')
  from (select t4.*
  from (select null::text as id, null::text as case_id, null::text as organization_id, null::text as kind, null::timestamptz as since, null::timestamptz as due_at, null::text[] as seen_by, null::text[] as named
  where false
  union all select id, case_id, addressee_id as organization_id, 'ANSWER' as kind, asked_at as since, due_at, case when addressee_masked then array[addressee_id] when case_id is null
  or named_only then array[asker_id, addressee_id] end as seen_by, case when named_only then array(select p.account_id
  from share_persons p
  where p.share_id = share_id) end as named
  from information_requests
  where state = 'OPEN'
  union all select id, case_id, receiver_id as organization_id, case state when 'OFFERED' then 'ACKNOWLEDGEMENT' when 'ACKNOWLEDGED' then 'ACCEPTANCE' else 'COMPLETION' end as kind, state_since as since, case state when 'OFFERED' then least(acknowledge_by, due_at) when 'ACKNOWLEDGED' then due_at end as due_at, null::text[] as seen_by, null::text[] as named
  from handoffs
  where state = 'ACCEPTED'
  and kind = 'ENGAGEMENT'
  or state in ('OFFERED', 'ACKNOWLEDGED')
  and (select c.state
  from cases c
  where c.id = handoffs.case_id) <> 'CLOSED'
  union all select id, case_id, addressee_id as organization_id, 'FEEDBACK' as kind, filed_at as since, (feedback."filed_at" + make_interval(days => $6::integer)) as due_at, case when addressee_masked then array[addressee_id] else array_remove( array[addressee_id, via_id, case when not anonymous then author_organization_id end], null) end as seen_by, case when named_only then array(select p.account_id
  from share_persons p
  where p.share_id = share_id) end as named
  from feedback
  where feedback."state" in ('OPEN', 'ACKNOWLEDGED', 'UNDER_REVIEW')
  union all select id, null::text as case_id, originator_id as organization_id, 'PERMISSION' as kind, requested_at as since, due_at, array[originator_id] as seen_by, null::text[] as named
  from share_forwards
  where state = 'REQUESTED'
  union all select id, case_id, organization_id, 'TASK' as kind, assigned_at as since, due_at, null::text[] as seen_by, null::text[] as named
  from tasks
  where state = 'OPEN') t4
  where ((t4."named" is null
  or $3::text = any(t4."named"))
  and case when t4."seen_by" is null then (select true
  from "cases" t6
  where ( (select true
  from case_participants p
  where p.case_id = t6."id"
  and p.organization_id = $2::text
  and p.state in ('INVITED', 'ACTIVE') limit 1)
  and (not (t6."restricted"
  or t6."tlp" = 'RED')
  or (select true
  from case_members m
  where m.case_id = t6."id"
  and m.account_id = $3::text
  and m.removed_at is null limit 1)))
  and (t6."id" = t4."case_id") limit 1) else $2::text = any(t4."seen_by") end)
  and (t4."case_id" = t3."id")
  order by t4."since" asc, t4."id" asc limit $9::integer) t4) as "waitingOn") o) as "node") o)
  order by t3."#") filter (where t3."#" <= $7::integer), '[]') as "edges"
  from (select t3.*, row_number() over (order by t3."opened_at" desc, t3."id" desc) as "#"
  from "cases" t3
  where ( (select true
  from case_participants p
  where p.case_id = t3."id"
  and p.organization_id = $2::text
  and p.state in ('INVITED', 'ACTIVE') limit 1)
  and (not (t3."restricted"
  or t3."tlp" = 'RED')
  or (select true
  from case_members m
  where m.case_id = t3."id"
  and m.account_id = $3::text
  and m.removed_at is null limit 1)))
  and ((true)
  and true
  and (t3."state" = any($4::text[]))
  and ($5::boolean = coalesce((select true
  from (select null::text as id, null::text as case_id, null::text as organization_id, null::text as kind, null::timestamptz as since, null::timestamptz as due_at, null::text[] as seen_by, null::text[] as named
  where false
  union all select id, case_id, addressee_id as organization_id, 'ANSWER' as kind, asked_at as since, due_at, case when addressee_masked then array[addressee_id] when case_id is null
  or named_only then array[asker_id, addressee_id] end as seen_by, case when named_only then array(select p.account_id
  from share_persons p
  where p.share_id = share_id) end as named
  from information_requests
  where state = 'OPEN'
  union all select id, case_id, receiver_id as organization_id, case state when 'OFFERED' then 'ACKNOWLEDGEMENT' when 'ACKNOWLEDGED' then 'ACCEPTANCE' else 'COMPLETION' end as kind, state_since as since, case state when 'OFFERED' then least(acknowledge_by, due_at) when 'ACKNOWLEDGED' then due_at end as due_at, null::text[] as seen_by, null::text[] as named
  from handoffs
  where state = 'ACCEPTED'
  and kind = 'ENGAGEMENT'
  or state in ('OFFERED', 'ACKNOWLEDGED')
  and (select c.state
  from cases c
  where c.id = handoffs.case_id) <> 'CLOSED'
  union all select id, case_id, addressee_id as organization_id, 'FEEDBACK' as kind, filed_at as since, (feedback."filed_at" + make_interval(days => $6::integer)) as due_at, case when addressee_masked then array[addressee_id] else array_remove( array[addressee_id, via_id, case when not anonymous then author_organization_id end], null) end as seen_by, case when named_only then array(select p.account_id
  from share_persons p
  where p.share_id = share_id) end as named
  from feedback
  where feedback."state" in ('OPEN', 'ACKNOWLEDGED', 'UNDER_REVIEW')
  union all select id, null::text as case_id, originator_id as organization_id, 'PERMISSION' as kind, requested_at as since, due_at, array[originator_id] as seen_by, null::text[] as named
  from share_forwards
  where state = 'REQUESTED'
  union all select id, case_id, organization_id, 'TASK' as kind, assigned_at as since, due_at, null::text[] as seen_by, null::text[] as named
  from tasks
  where state = 'OPEN') t7
  where ((t7."named" is null
  or $3::text = any(t7."named"))
  and case when t7."seen_by" is null then (select true
  from "cases" t8
  where ( (select true
  from case_participants p
  where p.case_id = t8."id"
  and p.organization_id = $2::text
  and p.state in ('INVITED', 'ACTIVE') limit 1)
  and (not (t8."restricted"
  or t8."tlp" = 'RED')
  or (select true
  from case_members m
  where m.case_id = t8."id"
  and m.account_id = $3::text
  and m.removed_at is null limit 1)))
  and (t8."id" = t7."case_id") limit 1) else $2::text = any(t7."seen_by") end)
  and (t7."organization_id" = $2::text
  and t7."case_id" = t3."id") limit 1), false))
  and true)
  order by t3."opened_at" desc, t3."id" desc limit $7::integer + 1) t3 group by ()) o) as value;

-- cases by text
/* Query.cases */ select (select row_to_json(o)
  from (select coalesce(json_agg((select row_to_json(o)
  from (select (select row_to_json(o)
  from (select 'Case'::text as "@type", t0."id" as "@id", t0."id" as "id", t0."title" as "title") o) as "node") o)
  order by t0."#") filter (where t0."#" <= $1::integer), '[]') as "edges"
  from (select t0.*, row_number() over (order by t0."opened_at" desc, t0."id" desc) as "#"
  from "cases" t0
  where ( (select true
  from case_participants p
  where p.case_id = t0."id"
  and p.organization_id = $2::text
  and p.state in ('INVITED', 'ACTIVE') limit 1)
  and (not (t0."restricted"
  or t0."tlp" = 'RED')
  or (select true
  from case_members m
  where m.case_id = t0."id"
  and m.account_id = $3::text
  and m.removed_at is null limit 1)))
  and ((true)
  and true
  and (bigrams(t0."title" || ' ' || t0."summary" || ' ' || t0."reference") @> bigrams($4::text)
  and matches_text(t0."title" || ' ' || t0."summary" || ' ' || t0."reference", $4::text))
  and true)
  order by t0."opened_at" desc, t0."id" desc limit $1::integer + 1) t0 group by ()) o) as value;

-- an indicator by value, with its cases
/* Query.indicators */ select (select row_to_json(o)
  from (select coalesce(json_agg((select row_to_json(o)
  from (select (select row_to_json(o)
  from (select 'Indicator'::text as "@type", t0."id" as "@id", t0."id" as "id", t0."type" as "type", t0."value" as "value", (select row_to_json(o)
  from (select coalesce(json_agg((select row_to_json(o)
  from (select (select row_to_json(o)
  from (select 'Case'::text as "@type", t1."id" as "@id", t1."id" as "id", t1."reference" as "reference") o) as "node") o)
  order by t1."#") filter (where t1."#" <= $1::integer), '[]') as "edges"
  from (select t1.*, row_number() over (order by t1."opened_at" desc, t1."id" desc) as "#"
  from "cases" t1
  where ( (select true
  from case_participants p
  where p.case_id = t1."id"
  and p.organization_id = $2::text
  and p.state in ('INVITED', 'ACTIVE') limit 1)
  and (not (t1."restricted"
  or t1."tlp" = 'RED')
  or (select true
  from case_members m
  where m.case_id = t1."id"
  and m.account_id = $3::text
  and m.removed_at is null limit 1)))
  and ((t1."id" in (select t2."case_id"
  from "assertions" t2
  where ( ((t2."organization_id" = $2::text
  and coalesce(not (select t3."restricted"
  or t3."tlp" = 'RED'
  from "cases" t3
  where t3."id" = t2."case_id"), true))
  and (t2."tlp" <> 'RED'
  or $4::boolean
  or t2."account_id" = $3::text))
  or (t2."case_id" is null
  and ( t2."tlp" = 'CLEAR'
  or (t2."tlp" = 'GREEN'
  and (select true
  from venue_members t4
  where t4.organization_id = t2."organization_id"
  and t4.state = 'ACTIVE'
  and t4.venue_id = any(array( select community.id
  from venue_members own
  join venues community on community.id = own.venue_id
  where own.organization_id = $2::text
  and own.state = 'ACTIVE'
  and community.kind = 'CLOSED_COMMUNITY')) limit 1))
  or (t2."tlp" = 'AMBER'
  and t2."organization_id" = any(array( with recursive line as ( select id, parent_id
  from organizations
  where id = $2::text union select o.id, o.parent_id
  from organizations o
  join line l on o.id = l.parent_id) select id
  from line union select provider_id
  from organization_clients c
  join line l on c.client_id = l.id)))))
  or ((select true
  from "cases" t5
  where ( (select true
  from case_participants p
  where p.case_id = t5."id"
  and p.organization_id = $2::text
  and p.state in ('INVITED', 'ACTIVE') limit 1)
  and (not (t5."restricted"
  or t5."tlp" = 'RED')
  or (select true
  from case_members m
  where m.case_id = t5."id"
  and m.account_id = $3::text
  and m.removed_at is null limit 1)))
  and (t5."id" = t2."case_id") limit 1)
  and (t2."tlp" <> 'RED'
  or (select true
  from "case_members" t6
  where ((select true
  from "cases" t7
  where ( (select true
  from case_participants p
  where p.case_id = t7."id"
  and p.organization_id = $2::text
  and p.state in ('INVITED', 'ACTIVE') limit 1)
  and (not (t7."restricted"
  or t7."tlp" = 'RED')
  or (select true
  from case_members m
  where m.case_id = t7."id"
  and m.account_id = $3::text
  and m.removed_at is null limit 1)))
  and (t7."id" = t6."case_id") limit 1))
  and (t6."case_id" = t2."case_id"
  and t6."account_id" = $3::text) limit 1))))
  and (t2."indicator_id" = t0."id"
  and t2."case_id" is not null
  and not t2."revoked")))
  and true
  and true)
  order by t1."opened_at" desc, t1."id" desc limit $1::integer + 1) t1 group by ()) o) as "cases") o) as "node") o)
  order by t0."#") filter (where t0."#" <= $5::integer), '[]') as "edges"
  from (select t0.*, row_number() over (order by t0."id" asc) as "#"
  from "indicators" t0
  where ((select true
  from "assertions" t8
  where ( ((t8."organization_id" = $2::text
  and coalesce(not (select t9."restricted"
  or t9."tlp" = 'RED'
  from "cases" t9
  where t9."id" = t8."case_id"), true))
  and (t8."tlp" <> 'RED'
  or $4::boolean
  or t8."account_id" = $3::text))
  or (t8."case_id" is null
  and ( t8."tlp" = 'CLEAR'
  or (t8."tlp" = 'GREEN'
  and (select true
  from venue_members t10
  where t10.organization_id = t8."organization_id"
  and t10.state = 'ACTIVE'
  and t10.venue_id = any(array( select community.id
  from venue_members own
  join venues community on community.id = own.venue_id
  where own.organization_id = $2::text
  and own.state = 'ACTIVE'
  and community.kind = 'CLOSED_COMMUNITY')) limit 1))
  or (t8."tlp" = 'AMBER'
  and t8."organization_id" = any(array( with recursive line as ( select id, parent_id
  from organizations
  where id = $2::text union select o.id, o.parent_id
  from organizations o
  join line l on o.id = l.parent_id) select id
  from line union select provider_id
  from organization_clients c
  join line l on c.client_id = l.id)))))
  or ((select true
  from "cases" t11
  where ( (select true
  from case_participants p
  where p.case_id = t11."id"
  and p.organization_id = $2::text
  and p.state in ('INVITED', 'ACTIVE') limit 1)
  and (not (t11."restricted"
  or t11."tlp" = 'RED')
  or (select true
  from case_members m
  where m.case_id = t11."id"
  and m.account_id = $3::text
  and m.removed_at is null limit 1)))
  and (t11."id" = t8."case_id") limit 1)
  and (t8."tlp" <> 'RED'
  or (select true
  from "case_members" t12
  where ((select true
  from "cases" t13
  where ( (select true
  from case_participants p
  where p.case_id = t13."id"
  and p.organization_id = $2::text
  and p.state in ('INVITED', 'ACTIVE') limit 1)
  and (not (t13."restricted"
  or t13."tlp" = 'RED')
  or (select true
  from case_members m
  where m.case_id = t13."id"
  and m.account_id = $3::text
  and m.removed_at is null limit 1)))
  and (t13."id" = t12."case_id") limit 1))
  and (t12."case_id" = t8."case_id"
  and t12."account_id" = $3::text) limit 1))))
  and (t8."indicator_id" = t0."id") limit 1)
  or false
  or (select true
  from "share_items" t14
  where ((select true
  from "shares" t15
  where ( case when t15."named_only"
  or t15."tlp" = 'RED' then (select true
  from share_persons p
  where p.share_id = t15."id"
  and p.account_id = $3::text limit 1)
  and (t15."state" <> 'DRAFT'
  or t15."sender_id" = $2::text) else t15."sender_id" = $2::text
  or (t15."state" <> 'DRAFT'
  and ( t15."tlp" = 'CLEAR'
  or (select true
  from share_recipients r
  where r.share_id = t15."id"
  and r.organization_id = $2::text limit 1)
  or (t15."tlp" in ('AMBER', 'GREEN')
  and (not t15."case_bound"
  and (select true
  from share_recipients r
  where r.share_id = t15."id"
  and r.organization_id = any(array( with recursive line as ( select id, parent_id
  from organizations
  where id = $2::text union select o.id, o.parent_id
  from organizations o
  join line l on o.id = l.parent_id) select id
  from line union select provider_id
  from organization_clients c
  join line l on c.client_id = l.id)) limit 1)))
  or (t15."tlp" = 'GREEN'
  and (t15."venue_id" = any(array( select community.id
  from venue_members own
  join venues community on community.id = own.venue_id
  where own.organization_id = $2::text
  and own.state = 'ACTIVE'
  and community.kind = 'CLOSED_COMMUNITY'))
  or (select true
  from "venues" t16
  where ((t16."kind" in ('HUB', 'PUBLIC')
  or (select true
  from venue_members t17
  where t17.venue_id = t16."id"
  and t17.organization_id = $2::text
  and t17.state in ('INVITED', 'ACTIVE') limit 1)))
  and (t16."id" = t15."venue_id"
  and t16."kind" = 'HUB') limit 1))))) end)
  and (t15."id" = t14."share_id"
  and ( case when t15."named_only"
  or t14."tlp" = 'RED' then (select true
  from share_persons p
  where p.share_id = t15."id"
  and p.account_id = $3::text limit 1)
  and (t15."state" <> 'DRAFT'
  or t15."sender_id" = $2::text) else t15."sender_id" = $2::text
  or (t15."state" <> 'DRAFT'
  and ( t14."tlp" = 'CLEAR'
  or (select true
  from share_recipients r
  where r.share_id = t15."id"
  and r.organization_id = $2::text limit 1)
  or (t14."tlp" in ('AMBER', 'GREEN')
  and (not t15."case_bound"
  and (select true
  from share_recipients r
  where r.share_id = t15."id"
  and r.organization_id = any(array( with recursive line as ( select id, parent_id
  from organizations
  where id = $2::text union select o.id, o.parent_id
  from organizations o
  join line l on o.id = l.parent_id) select id
  from line union select provider_id
  from organization_clients c
  join line l on c.client_id = l.id)) limit 1)))
  or (t14."tlp" = 'GREEN'
  and (t15."venue_id" = any(array( select community.id
  from venue_members own
  join venues community on community.id = own.venue_id
  where own.organization_id = $2::text
  and own.state = 'ACTIVE'
  and community.kind = 'CLOSED_COMMUNITY'))
  or (select true
  from "venues" t18
  where ((t18."kind" in ('HUB', 'PUBLIC')
  or (select true
  from venue_members t19
  where t19.venue_id = t18."id"
  and t19.organization_id = $2::text
  and t19.state in ('INVITED', 'ACTIVE') limit 1)))
  and (t18."id" = t15."venue_id"
  and t18."kind" = 'HUB') limit 1))))) end)) limit 1))
  and (t14."indicator_id" = t0."id") limit 1))
  and ((true)
  and true
  and (t0."key" = any($6::text[]))
  and true)
  order by t0."id" asc limit $5::integer + 1) t0 group by ()) o) as value;

-- a page of five hundred indicators
/* Query.indicators */ select (select row_to_json(o)
  from (select coalesce(json_agg((select row_to_json(o)
  from (select json_build_array($1::text, t0."id")::text as "cursor", (select row_to_json(o)
  from (select 'Indicator'::text as "@type", t0."id" as "@id", t0."id" as "id", t0."type" as "type", t0."value" as "value") o) as "node") o)
  order by t0."#") filter (where t0."#" <= $2::integer), '[]') as "edges", (select row_to_json(o)
  from (select (array_agg(json_build_array($1::text, t0."id")::text
  order by t0."#" desc) filter (where t0."#" <= $2::integer))[1] as "endCursor", coalesce(bool_or(t0."#" > $2::integer), false) as "hasNextPage") o) as "pageInfo"
  from (select t0.*, row_number() over (order by t0."id" asc) as "#"
  from "indicators" t0
  where ((select true
  from "assertions" t1
  where ( ((t1."organization_id" = $3::text
  and coalesce(not (select t2."restricted"
  or t2."tlp" = 'RED'
  from "cases" t2
  where t2."id" = t1."case_id"), true))
  and (t1."tlp" <> 'RED'
  or $4::boolean
  or t1."account_id" = $5::text))
  or (t1."case_id" is null
  and ( t1."tlp" = 'CLEAR'
  or (t1."tlp" = 'GREEN'
  and (select true
  from venue_members t3
  where t3.organization_id = t1."organization_id"
  and t3.state = 'ACTIVE'
  and t3.venue_id = any(array( select community.id
  from venue_members own
  join venues community on community.id = own.venue_id
  where own.organization_id = $3::text
  and own.state = 'ACTIVE'
  and community.kind = 'CLOSED_COMMUNITY')) limit 1))
  or (t1."tlp" = 'AMBER'
  and t1."organization_id" = any(array( with recursive line as ( select id, parent_id
  from organizations
  where id = $3::text union select o.id, o.parent_id
  from organizations o
  join line l on o.id = l.parent_id) select id
  from line union select provider_id
  from organization_clients c
  join line l on c.client_id = l.id)))))
  or ((select true
  from "cases" t4
  where ( (select true
  from case_participants p
  where p.case_id = t4."id"
  and p.organization_id = $3::text
  and p.state in ('INVITED', 'ACTIVE') limit 1)
  and (not (t4."restricted"
  or t4."tlp" = 'RED')
  or (select true
  from case_members m
  where m.case_id = t4."id"
  and m.account_id = $5::text
  and m.removed_at is null limit 1)))
  and (t4."id" = t1."case_id") limit 1)
  and (t1."tlp" <> 'RED'
  or (select true
  from "case_members" t5
  where ((select true
  from "cases" t6
  where ( (select true
  from case_participants p
  where p.case_id = t6."id"
  and p.organization_id = $3::text
  and p.state in ('INVITED', 'ACTIVE') limit 1)
  and (not (t6."restricted"
  or t6."tlp" = 'RED')
  or (select true
  from case_members m
  where m.case_id = t6."id"
  and m.account_id = $5::text
  and m.removed_at is null limit 1)))
  and (t6."id" = t5."case_id") limit 1))
  and (t5."case_id" = t1."case_id"
  and t5."account_id" = $5::text) limit 1))))
  and (t1."indicator_id" = t0."id") limit 1)
  or false
  or (select true
  from "share_items" t7
  where ((select true
  from "shares" t8
  where ( case when t8."named_only"
  or t8."tlp" = 'RED' then (select true
  from share_persons p
  where p.share_id = t8."id"
  and p.account_id = $5::text limit 1)
  and (t8."state" <> 'DRAFT'
  or t8."sender_id" = $3::text) else t8."sender_id" = $3::text
  or (t8."state" <> 'DRAFT'
  and ( t8."tlp" = 'CLEAR'
  or (select true
  from share_recipients r
  where r.share_id = t8."id"
  and r.organization_id = $3::text limit 1)
  or (t8."tlp" in ('AMBER', 'GREEN')
  and (not t8."case_bound"
  and (select true
  from share_recipients r
  where r.share_id = t8."id"
  and r.organization_id = any(array( with recursive line as ( select id, parent_id
  from organizations
  where id = $3::text union select o.id, o.parent_id
  from organizations o
  join line l on o.id = l.parent_id) select id
  from line union select provider_id
  from organization_clients c
  join line l on c.client_id = l.id)) limit 1)))
  or (t8."tlp" = 'GREEN'
  and (t8."venue_id" = any(array( select community.id
  from venue_members own
  join venues community on community.id = own.venue_id
  where own.organization_id = $3::text
  and own.state = 'ACTIVE'
  and community.kind = 'CLOSED_COMMUNITY'))
  or (select true
  from "venues" t9
  where ((t9."kind" in ('HUB', 'PUBLIC')
  or (select true
  from venue_members t10
  where t10.venue_id = t9."id"
  and t10.organization_id = $3::text
  and t10.state in ('INVITED', 'ACTIVE') limit 1)))
  and (t9."id" = t8."venue_id"
  and t9."kind" = 'HUB') limit 1))))) end)
  and (t8."id" = t7."share_id"
  and ( case when t8."named_only"
  or t7."tlp" = 'RED' then (select true
  from share_persons p
  where p.share_id = t8."id"
  and p.account_id = $5::text limit 1)
  and (t8."state" <> 'DRAFT'
  or t8."sender_id" = $3::text) else t8."sender_id" = $3::text
  or (t8."state" <> 'DRAFT'
  and ( t7."tlp" = 'CLEAR'
  or (select true
  from share_recipients r
  where r.share_id = t8."id"
  and r.organization_id = $3::text limit 1)
  or (t7."tlp" in ('AMBER', 'GREEN')
  and (not t8."case_bound"
  and (select true
  from share_recipients r
  where r.share_id = t8."id"
  and r.organization_id = any(array( with recursive line as ( select id, parent_id
  from organizations
  where id = $3::text union select o.id, o.parent_id
  from organizations o
  join line l on o.id = l.parent_id) select id
  from line union select provider_id
  from organization_clients c
  join line l on c.client_id = l.id)) limit 1)))
  or (t7."tlp" = 'GREEN'
  and (t8."venue_id" = any(array( select community.id
  from venue_members own
  join venues community on community.id = own.venue_id
  where own.organization_id = $3::text
  and own.state = 'ACTIVE'
  and community.kind = 'CLOSED_COMMUNITY'))
  or (select true
  from "venues" t11
  where ((t11."kind" in ('HUB', 'PUBLIC')
  or (select true
  from venue_members t12
  where t12.venue_id = t11."id"
  and t12.organization_id = $3::text
  and t12.state in ('INVITED', 'ACTIVE') limit 1)))
  and (t11."id" = t8."venue_id"
  and t11."kind" = 'HUB') limit 1))))) end)) limit 1))
  and (t7."indicator_id" = t0."id") limit 1))
  and ((true)
  and true
  and true)
  order by t0."id" asc limit $2::integer + 1) t0 group by ()) o) as value;

-- what waits on my organisation
/* Query.waitingOnUs */ select (select row_to_json(o)
  from (select coalesce(json_agg((select row_to_json(o)
  from (select (select row_to_json(o)
  from (select 'Wait'::text as "@type", t0."id" as "@id", t0."kind" as "kind", to_char(t0."due_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "dueAt", coalesce(t0."due_at" < hub_now(), false) as "overdue", (select (select row_to_json(o)
  from (select 'Case'::text as "@type", t1."id" as "@id", t1."reference" as "reference") o)
  from "cases" t1
  where ( (select true
  from case_participants p
  where p.case_id = t1."id"
  and p.organization_id = $1::text
  and p.state in ('INVITED', 'ACTIVE') limit 1)
  and (not (t1."restricted"
  or t1."tlp" = 'RED')
  or (select true
  from case_members m
  where m.case_id = t1."id"
  and m.account_id = $2::text
  and m.removed_at is null limit 1)))
  and (t1."id" = t0."case_id") limit 1) as "case") o) as "node") o)
  order by t0."#") filter (where t0."#" <= $3::integer), '[]') as "edges"
  from (select t0.*, row_number() over (order by t0."since" asc, t0."id" asc) as "#"
  from (select null::text as id, null::text as case_id, null::text as organization_id, null::text as kind, null::timestamptz as since, null::timestamptz as due_at, null::text[] as seen_by, null::text[] as named
  where false
  union all select id, case_id, addressee_id as organization_id, 'ANSWER' as kind, asked_at as since, due_at, case when addressee_masked then array[addressee_id] when case_id is null
  or named_only then array[asker_id, addressee_id] end as seen_by, case when named_only then array(select p.account_id
  from share_persons p
  where p.share_id = share_id) end as named
  from information_requests
  where state = 'OPEN'
  union all select id, case_id, receiver_id as organization_id, case state when 'OFFERED' then 'ACKNOWLEDGEMENT' when 'ACKNOWLEDGED' then 'ACCEPTANCE' else 'COMPLETION' end as kind, state_since as since, case state when 'OFFERED' then least(acknowledge_by, due_at) when 'ACKNOWLEDGED' then due_at end as due_at, null::text[] as seen_by, null::text[] as named
  from handoffs
  where state = 'ACCEPTED'
  and kind = 'ENGAGEMENT'
  or state in ('OFFERED', 'ACKNOWLEDGED')
  and (select c.state
  from cases c
  where c.id = handoffs.case_id) <> 'CLOSED'
  union all select id, case_id, addressee_id as organization_id, 'FEEDBACK' as kind, filed_at as since, (feedback."filed_at" + make_interval(days => $4::integer)) as due_at, case when addressee_masked then array[addressee_id] else array_remove( array[addressee_id, via_id, case when not anonymous then author_organization_id end], null) end as seen_by, case when named_only then array(select p.account_id
  from share_persons p
  where p.share_id = share_id) end as named
  from feedback
  where feedback."state" in ('OPEN', 'ACKNOWLEDGED', 'UNDER_REVIEW')
  union all select id, null::text as case_id, originator_id as organization_id, 'PERMISSION' as kind, requested_at as since, due_at, array[originator_id] as seen_by, null::text[] as named
  from share_forwards
  where state = 'REQUESTED'
  union all select id, case_id, organization_id, 'TASK' as kind, assigned_at as since, due_at, null::text[] as seen_by, null::text[] as named
  from tasks
  where state = 'OPEN') t0
  where ((t0."named" is null
  or $2::text = any(t0."named"))
  and case when t0."seen_by" is null then (select true
  from "cases" t2
  where ( (select true
  from case_participants p
  where p.case_id = t2."id"
  and p.organization_id = $1::text
  and p.state in ('INVITED', 'ACTIVE') limit 1)
  and (not (t2."restricted"
  or t2."tlp" = 'RED')
  or (select true
  from case_members m
  where m.case_id = t2."id"
  and m.account_id = $2::text
  and m.removed_at is null limit 1)))
  and (t2."id" = t0."case_id") limit 1) else $1::text = any(t0."seen_by") end)
  and ((t0."organization_id" = $5::text)
  and true
  and true)
  order by t0."since" asc, t0."id" asc limit $3::integer + 1) t0 group by ()) o) as value;
