import type { Tx } from "../../platform/db";
import { type ReadModel, type RowOf, type Scope, canSeeId, scopeOf, visibleRows } from "../../platform/read/model";
import { tableOf } from "../../platform/read/compile";
import { type Sql, bind, join, quoteText, run, sql } from "../../platform/sql";
import type { Viewer } from "../../platform/context";
import { assertionModel } from "../assertions/assertion.read";
import { caseModel } from "../cases/case.read";
import { handoffModel } from "../handoffs/handoff.read";
import { revisionModel } from "../revisions/revision.read";
import { shareModel } from "../shares/share.read";
import type { FeedbackTarget } from "./feedback";

/** Something that a viewer may give feedback on, and to whom that goes. */
export type Located = {
  readonly id: string;
  readonly addresseeId: string;
  readonly viaId: string | null;
  readonly addresseeMasked: boolean;
  /** It is for named persons alone. */
  readonly namedOnly: boolean;
  readonly shareId: string | null;
  readonly lineShareId: string | null;
  readonly caseId: string | null;
  /** It is the viewer's own: who made it does not give itself feedback. */
  readonly own: boolean;
};

type Row = RowOf<string>;
type Place = { readonly model: ReadModel; readonly select: (row: Row, me: Scope) => Sql };

/**
 * A share's sender or, for a forwarded copy, the sender of the first of its line: who can mend it. Where the copy does
 * not name its source, it stays unnamed in what is said of it too.
 */
const shareOf = (shareId: Sql, value: Sql): Sql => sql`(select ${value} from ${shareModel.from()} s
  left join ${shareModel.from()} o on o.id = s.origin_id where s.id = ${shareId})`;

export const places: Readonly<Record<Exclude<FeedbackTarget, "HUB">, Place>> = {
  SHARE_REVISION: {
    model: revisionModel,
    select: (r, me) => sql`
      ${shareOf(r("shareId"), sql`coalesce(o.sender_id, s.sender_id)`)} as "addresseeId",
      ${shareOf(r("shareId"), sql`case when o.id is not null then s.sender_id end`)} as "viaId",
      ${shareOf(r("shareId"), sql`case when o.id is null then s.sender_masked else s.source_id is null end`)} as "addresseeMasked",
      ${shareOf(r("shareId"), sql`s.named_only`)} as "namedOnly",
      ${r("shareId")} as "shareId", ${shareOf(r("shareId"), sql`coalesce(o.id, s.id)`)} as "lineShareId",
      ${shareOf(r("shareId"), sql`s.case_id`)} as "caseId",
      ${r("state")} = 'DRAFT' or ${shareOf(r("shareId"), sql`${me.organization} in (s.sender_id, coalesce(o.sender_id, s.sender_id))`)} as own`,
  },
  ASSERTION: {
    model: assertionModel,
    select: (
      a,
      me,
    ) => sql`${a("organizationId")} as "addresseeId", null::text as "viaId", false as "addresseeMasked", false as "namedOnly",
      null::text as "shareId", null::text as "lineShareId", ${a("caseId")} as "caseId", ${a("organizationId")} = ${me.organization} as own`,
  },
  HANDOFF: {
    model: handoffModel,
    select: (
      h,
      me,
    ) => sql`case when ${h("giverId")} = ${me.organization} then ${h("receiverId")} else ${h("giverId")} end as "addresseeId",
      null::text as "viaId", false as "addresseeMasked", false as "namedOnly", null::text as "shareId", null::text as "lineShareId", ${h("caseId")} as "caseId", ${h("giverId")} = ${h("receiverId")} as own`,
  },
  CASE: {
    model: caseModel,
    select: (
      c,
      me,
    ) => sql`${c("ownerId")} as "addresseeId", null::text as "viaId", false as "addresseeMasked", false as "namedOnly",
      null::text as "shareId", null::text as "lineShareId", ${c("id")} as "caseId",
      ${c("ownerId")} = ${me.organization} as own`,
  },
};

/** Whether the viewer sees what feedback is about: it may then know what became of the feedback. */
export function targetVisible(target: Sql, targetId: Sql, me: Scope): Sql {
  const branches = Object.entries(places).map(
    ([name, { model }]) =>
      sql`when ${quoteText(name)} then ${canSeeId(model as ReadModel<{ readonly id: string }>, me, targetId)}`,
  );
  return sql`(case ${target} ${join(branches, " ")} else true end)`;
}

/** What of these the viewer may see, in one statement for each kind. The hub itself has one operator. */
export async function locate(
  tx: Tx,
  viewer: Viewer,
  target: FeedbackTarget,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Located>> {
  const me = scopeOf(viewer);
  const rows = await run<Located>(
    tx,
    `feedback.locate ${target}`,
    target === "HUB" ? hub(me) : among(places[target], ids, me),
  );
  return new Map(rows.map((row) => [row.id, row]));
}

function among({ model, select }: Place, ids: readonly string[], me: Scope): Sql {
  const { alias, column } = tableOf(model);
  const rows = visibleRows(model, alias, me, (row) => sql`${row("id")} = any(${bind(ids, "text[]")})`);
  return sql`select ${column("id")} as id, ${select(column, me)} from ${rows}`;
}

const hub = (me: Scope): Sql => sql`
  select 'hub' as id, a.organization_id as "addresseeId", null::text as "viaId", false as "addresseeMasked", false as "namedOnly",
    null::text as "shareId", null::text as "lineShareId", null::text as "caseId", a.organization_id = ${me.organization} as own
  from accounts a where 'OPERATOR' = any(a.roles) order by a.created_at, a.id limit 1`;
