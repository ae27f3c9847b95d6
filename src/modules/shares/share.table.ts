import { EntitySchema } from "typeorm";
import type { Share, SharePerson, ShareRecipient } from "./share";

export const ShareTable = new EntitySchema<Share>({
  name: "Share",
  tableName: "shares",
  columns: {
    id: { type: "text", primary: true },
    version: { type: "integer" },
    subject: { type: "text" },
    kind: { type: "text" },
    caseId: { name: "case_id", type: "text", nullable: true },
    venueId: { name: "venue_id", type: "text", nullable: true },
    senderId: { name: "sender_id", type: "text" },
    senderMasked: { name: "sender_masked", type: "boolean" },
    contactId: { name: "contact_id", type: "text", nullable: true },
    contactText: { name: "contact_text", type: "text", nullable: true },
    why: { type: "text", array: true },
    whyText: { name: "why_text", type: "text", nullable: true },
    timing: { type: "text" },
    validUntil: { name: "valid_until", type: "timestamptz", nullable: true },
    how: { type: "text" },
    tlp: { type: "text" },
    pap: { type: "text" },
    namedOnly: { name: "named_only", type: "boolean" },
    caseTlp: { name: "case_tlp", type: "text", nullable: true },
    attribution: { type: "text" },
    forwarding: { type: "text" },
    deIdentified: { name: "de_identified", type: "boolean" },
    caseBound: { name: "case_bound", type: "boolean" },
    sourceId: { name: "source_id", type: "text", nullable: true },
    derivedFromId: { name: "derived_from_id", type: "text", nullable: true },
    originId: { name: "origin_id", type: "text", nullable: true },
    detectedAt: { name: "detected_at", type: "timestamptz", nullable: true },
    state: { type: "text" },
    retractionReason: { name: "retraction_reason", type: "text", nullable: true },
    currentRevisionId: { name: "current_revision_id", type: "text", nullable: true },
    createdById: { name: "created_by_id", type: "text" },
    createdAt: { name: "created_at", type: "timestamptz" },
    publishedAt: { name: "published_at", type: "timestamptz", nullable: true },
    finalizedAt: { name: "finalized_at", type: "timestamptz", nullable: true },
    closedAt: { name: "closed_at", type: "timestamptz", nullable: true },
    retractedAt: { name: "retracted_at", type: "timestamptz", nullable: true },
    listedAt: { name: "listed_at", type: "timestamptz" },
  },
  indices: [
    { name: "shares_newest", columns: ["listedAt", "id"] },
    { name: "shares_of", columns: ["senderId", "listedAt", "id"] },
    { name: "shares_case_id", columns: ["caseId"] },
    { name: "shares_venue_id", columns: ["venueId"] },
    { name: "shares_derived_from_id", columns: ["derivedFromId"] },
    { name: "shares_origin_id", columns: ["originId"] },
    { name: "shares_text", synchronize: false },
  ],
  foreignKeys: [
    { name: "shares_case", target: "Case", columnNames: ["caseId"], referencedColumnNames: ["id"] },
    { name: "shares_venue", target: "Venue", columnNames: ["venueId"], referencedColumnNames: ["id"] },
    { name: "shares_sender", target: "Organization", columnNames: ["senderId"], referencedColumnNames: ["id"] },
    { name: "shares_source", target: "Organization", columnNames: ["sourceId"], referencedColumnNames: ["id"] },
    { name: "shares_contact", target: "Account", columnNames: ["contactId"], referencedColumnNames: ["id"] },
    { name: "shares_created_by", target: "Account", columnNames: ["createdById"], referencedColumnNames: ["id"] },
    { name: "shares_derived_from", target: "Share", columnNames: ["derivedFromId"], referencedColumnNames: ["id"] },
    { name: "shares_origin", target: "Share", columnNames: ["originId"], referencedColumnNames: ["id"] },
  ],
});

export const RecipientTable = new EntitySchema<ShareRecipient>({
  name: "ShareRecipient",
  tableName: "share_recipients",
  columns: {
    id: { type: "text", primary: true },
    shareId: { name: "share_id", type: "text" },
    organizationId: { name: "organization_id", type: "text" },
    addedAt: { name: "added_at", type: "timestamptz" },
  },
  indices: [
    { name: "share_recipients_once", columns: ["shareId", "organizationId"], unique: true },
    { name: "share_recipients_of", columns: ["organizationId", "shareId"] },
    { name: "share_recipients_added", columns: ["shareId", "addedAt", "id"] },
  ],
  foreignKeys: [
    { name: "share_recipients_share", target: "Share", columnNames: ["shareId"], referencedColumnNames: ["id"] },
    {
      name: "share_recipients_organization",
      target: "Organization",
      columnNames: ["organizationId"],
      referencedColumnNames: ["id"],
    },
  ],
});

export const PersonTable = new EntitySchema<SharePerson>({
  name: "SharePerson",
  tableName: "share_persons",
  columns: {
    shareId: { name: "share_id", type: "text", primary: true },
    accountId: { name: "account_id", type: "text", primary: true },
  },
  indices: [{ name: "share_persons_account_id", columns: ["accountId", "shareId"] }],
  foreignKeys: [
    { name: "share_persons_share", target: "Share", columnNames: ["shareId"], referencedColumnNames: ["id"] },
    { name: "share_persons_account", target: "Account", columnNames: ["accountId"], referencedColumnNames: ["id"] },
  ],
});
