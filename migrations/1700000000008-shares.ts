import type { MigrationInterface, QueryRunner } from "typeorm";

export class Shares1700000000008 implements MigrationInterface {
  name = "Shares1700000000008";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(SHARES);
    await runner.query(REVISIONS);
    await runner.query(RECEIPTS);
    await runner.query(FORWARDS);
    await runner.query(NEEDS_AND_CONSENTS);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table disclosure_consents, information_need_partners, information_needs, share_forwards, share_sightings,
        standing_profiles, share_uses, share_receipts, share_items, share_lineages, share_revisions, share_persons,
        share_recipients, shares`);
  }
}

const SHARES = `
  create table shares (
    id text primary key,
    version integer not null,
    subject text not null,
    kind text not null,
    case_id text,
    venue_id text,
    sender_id text not null,
    sender_masked boolean not null,
    contact_id text,
    contact_text text,
    why text[] not null,
    why_text text,
    timing text not null,
    valid_until timestamptz,
    how text not null,
    tlp text not null,
    pap text not null,
    named_only boolean not null,
    case_tlp text,
    attribution text not null,
    forwarding text not null,
    de_identified boolean not null,
    source_id text,
    derived_from_id text,
    origin_id text,
    detected_at timestamptz,
    state text not null,
    retraction_reason text,
    current_revision_id text,
    created_by_id text not null,
    created_at timestamptz not null,
    published_at timestamptz,
    finalized_at timestamptz,
    closed_at timestamptz,
    retracted_at timestamptz,
    listed_at timestamptz not null,
    constraint shares_case foreign key (case_id) references cases (id),
    constraint shares_venue foreign key (venue_id) references venues (id),
    constraint shares_sender foreign key (sender_id) references organizations (id),
    constraint shares_source foreign key (source_id) references organizations (id),
    constraint shares_contact foreign key (contact_id) references accounts (id),
    constraint shares_created_by foreign key (created_by_id) references accounts (id),
    constraint shares_derived_from foreign key (derived_from_id) references shares (id),
    constraint shares_origin foreign key (origin_id) references shares (id));
  create index shares_newest on shares (listed_at, id);
  create index shares_of on shares (sender_id, listed_at, id);
  create index shares_case_id on shares (case_id);
  create index shares_venue_id on shares (venue_id);
  create index shares_derived_from_id on shares (derived_from_id);
  create index shares_origin_id on shares (origin_id);
  create index shares_text on shares using gin (bigrams(subject));

  create table share_recipients (
    id text primary key,
    share_id text not null,
    organization_id text not null,
    added_at timestamptz not null,
    constraint share_recipients_share foreign key (share_id) references shares (id),
    constraint share_recipients_organization foreign key (organization_id) references organizations (id));
  create unique index share_recipients_once on share_recipients (share_id, organization_id);
  create index share_recipients_of on share_recipients (organization_id, share_id);
  create index share_recipients_added on share_recipients (share_id, added_at, id);

  -- Named persons and tools: of a RED share nobody else sees anything.
  create table share_persons (
    share_id text not null,
    account_id text not null,
    primary key (share_id, account_id),
    constraint share_persons_share foreign key (share_id) references shares (id),
    constraint share_persons_account foreign key (account_id) references accounts (id));
  create index share_persons_account_id on share_persons (account_id, share_id);`;

const REVISIONS = `
  create table share_revisions (
    id text primary key,
    share_id text not null,
    number integer not null,
    state text not null,
    claims text[] not null,
    given_up text[] not null,
    limitations jsonb not null,
    text text,
    created_by_id text not null,
    created_at timestamptz not null,
    published_at timestamptz,
    constraint share_revisions_share foreign key (share_id) references shares (id),
    constraint share_revisions_created_by foreign key (created_by_id) references accounts (id));
  create unique index share_revisions_once on share_revisions (share_id, number);

  -- What an item is through all revisions. \`path\` holds itself and, of a forwarded copy, what it was copied from:
  -- a dispute or retraction there befalls the copy in the same instant, without a write to it.
  create table share_lineages (
    id text primary key,
    share_id text not null,
    path text[] not null,
    disputed_at timestamptz,
    retracted_at timestamptz,
    constraint share_lineages_share foreign key (share_id) references shares (id));
  create index share_lineages_share_id on share_lineages (share_id);
  create index share_lineages_path on share_lineages using gin (path);

  create table share_items (
    id text primary key,
    share_id text not null,
    revision_id text not null,
    lineage_id text not null,
    position integer not null,
    kind text not null,
    indicator_id text,
    text text,
    state text not null,
    change text not null,
    note text,
    tlp text not null,
    pap text not null,
    de_identified_by_id text,
    de_identified_at timestamptz,
    constraint share_items_share foreign key (share_id) references shares (id),
    constraint share_items_revision foreign key (revision_id) references share_revisions (id),
    constraint share_items_lineage foreign key (lineage_id) references share_lineages (id),
    constraint share_items_indicator foreign key (indicator_id) references indicators (id),
    constraint share_items_de_identified_by foreign key (de_identified_by_id) references accounts (id));
  create unique index share_items_once on share_items (revision_id, lineage_id);
  create index share_items_placed on share_items (revision_id, position, id);
  create index share_items_lineage_id on share_items (lineage_id);
  create index share_items_indicator_id on share_items (indicator_id);`;

const RECEIPTS = `
  create table share_receipts (
    id text primary key,
    version integer not null,
    share_id text not null,
    organization_id text not null,
    why text[] not null,
    why_text text,
    how text,
    needed_by timestamptz,
    prefilled_from text,
    answered_by_id text,
    answered_at timestamptz,
    created_at timestamptz not null,
    constraint share_receipts_share foreign key (share_id) references shares (id),
    constraint share_receipts_organization foreign key (organization_id) references organizations (id),
    constraint share_receipts_answered_by foreign key (answered_by_id) references accounts (id));
  create unique index share_receipts_once on share_receipts (share_id, organization_id);
  create index share_receipts_newest on share_receipts (share_id, created_at, id);
  create index share_receipts_of on share_receipts (organization_id, created_at, id);

  create table share_uses (
    receipt_id text not null,
    number integer not null,
    state text not null,
    reason text,
    note text,
    delivered_at timestamptz not null,
    acknowledged_at timestamptz,
    planned_at timestamptz,
    settled_at timestamptz,
    primary key (receipt_id, number),
    constraint share_uses_receipt foreign key (receipt_id) references share_receipts (id));

  -- What a recipient found, told to the sender with its response to the share.
  create table share_sightings (
    sighting_id text primary key,
    receipt_id text not null,
    lineage_id text not null,
    constraint share_sightings_sighting foreign key (sighting_id) references sightings (id),
    constraint share_sightings_receipt foreign key (receipt_id) references share_receipts (id),
    constraint share_sightings_lineage foreign key (lineage_id) references share_lineages (id));
  create index share_sightings_receipt_id on share_sightings (receipt_id);
  create index share_sightings_lineage_id on share_sightings (lineage_id);

  create table standing_profiles (
    id text primary key,
    organization_id text not null,
    version integer not null,
    active boolean not null,
    why text[] not null,
    why_text text,
    how text not null,
    updated_by_id text not null,
    updated_at timestamptz not null,
    constraint standing_profiles_organization foreign key (organization_id) references organizations (id),
    constraint standing_profiles_updated_by foreign key (updated_by_id) references accounts (id));
  create unique index standing_profiles_once on standing_profiles (organization_id);`;

const FORWARDS = `
  create table share_forwards (
    id text primary key,
    version integer not null,
    share_id text not null,
    origin_id text not null,
    requester_id text not null,
    originator_id text not null,
    requested_by_id text not null,
    purpose text,
    venue_id text,
    recipient_ids text[] not null,
    state text not null,
    reason text,
    requested_at timestamptz not null,
    due_at timestamptz,
    answered_at timestamptz,
    forwarded_at timestamptz,
    copy_id text,
    constraint share_forwards_share foreign key (share_id) references shares (id),
    constraint share_forwards_origin foreign key (origin_id) references shares (id),
    constraint share_forwards_requester foreign key (requester_id) references organizations (id),
    constraint share_forwards_originator foreign key (originator_id) references organizations (id),
    constraint share_forwards_requested_by foreign key (requested_by_id) references accounts (id),
    constraint share_forwards_venue foreign key (venue_id) references venues (id),
    constraint share_forwards_copy foreign key (copy_id) references shares (id));
  create index share_forwards_by on share_forwards (requester_id, requested_at, id);
  create index share_forwards_asked on share_forwards (originator_id, requested_at, id);
  create index share_forwards_share_id on share_forwards (share_id, requested_at, id);
  create index share_forwards_origin_id on share_forwards (origin_id, requested_at, id);`;

const NEEDS_AND_CONSENTS = `
  create table information_needs (
    id text primary key,
    version integer not null,
    organization_id text not null,
    title text not null,
    description text,
    what text[] not null,
    why text[] not null,
    how text not null,
    tags text[] not null,
    needed_by timestamptz,
    state text not null,
    created_by_id text not null,
    created_at timestamptz not null,
    constraint information_needs_organization foreign key (organization_id) references organizations (id),
    constraint information_needs_created_by foreign key (created_by_id) references accounts (id));
  create index information_needs_of on information_needs (organization_id, created_at, id);

  create table information_need_partners (
    need_id text not null,
    organization_id text not null,
    primary key (need_id, organization_id),
    constraint information_need_partners_need foreign key (need_id) references information_needs (id),
    constraint information_need_partners_organization foreign key (organization_id) references organizations (id));
  create index information_need_partners_of on information_need_partners (organization_id, need_id);

  create table disclosure_consents (
    id text primary key,
    version integer not null,
    case_id text not null,
    organization_id text not null,
    kinds text[] not null,
    recipient_ids text[],
    given_by text,
    note text,
    valid_until timestamptz,
    recorded_by_id text not null,
    recorded_at timestamptz not null,
    withdrawn_at timestamptz,
    constraint disclosure_consents_case foreign key (case_id) references cases (id),
    constraint disclosure_consents_organization foreign key (organization_id) references organizations (id),
    constraint disclosure_consents_recorded_by foreign key (recorded_by_id) references accounts (id));
  create index disclosure_consents_case_id on disclosure_consents (case_id, recorded_at, id);`;
