import { EntitySchema } from "typeorm";
import type { ShareItem, ShareLineage, ShareRevision } from "./revision";

export const RevisionTable = new EntitySchema<ShareRevision>({
  name: "ShareRevision",
  tableName: "share_revisions",
  columns: {
    id: { type: "text", primary: true },
    shareId: { name: "share_id", type: "text" },
    number: { type: "integer" },
    state: { type: "text" },
    claims: { type: "text", array: true },
    givenUp: { name: "given_up", type: "text", array: true },
    limitations: { type: "jsonb" },
    text: { type: "text", nullable: true },
    createdById: { name: "created_by_id", type: "text" },
    createdAt: { name: "created_at", type: "timestamptz" },
    publishedAt: { name: "published_at", type: "timestamptz", nullable: true },
  },
  indices: [{ name: "share_revisions_once", columns: ["shareId", "number"], unique: true }],
  foreignKeys: [
    { name: "share_revisions_share", target: "Share", columnNames: ["shareId"], referencedColumnNames: ["id"] },
    {
      name: "share_revisions_created_by",
      target: "Account",
      columnNames: ["createdById"],
      referencedColumnNames: ["id"],
    },
  ],
});

export const LineageTable = new EntitySchema<ShareLineage>({
  name: "ShareLineage",
  tableName: "share_lineages",
  columns: {
    id: { type: "text", primary: true },
    shareId: { name: "share_id", type: "text" },
    path: { type: "text", array: true },
    disputedAt: { name: "disputed_at", type: "timestamptz", nullable: true },
    retractedAt: { name: "retracted_at", type: "timestamptz", nullable: true },
    changedAt: { name: "changed_at", type: "timestamptz", nullable: true },
  },
  indices: [
    { name: "share_lineages_share_id", columns: ["shareId"] },
    { name: "share_lineages_path", synchronize: false },
  ],
  foreignKeys: [
    { name: "share_lineages_share", target: "Share", columnNames: ["shareId"], referencedColumnNames: ["id"] },
  ],
});

export const ItemTable = new EntitySchema<ShareItem>({
  name: "ShareItem",
  tableName: "share_items",
  columns: {
    id: { type: "text", primary: true },
    shareId: { name: "share_id", type: "text" },
    revisionId: { name: "revision_id", type: "text" },
    lineageId: { name: "lineage_id", type: "text" },
    position: { type: "integer" },
    kind: { type: "text" },
    indicatorId: { name: "indicator_id", type: "text", nullable: true },
    text: { type: "text", nullable: true },
    state: { type: "text" },
    change: { type: "text" },
    note: { type: "text", nullable: true },
    tlp: { type: "text" },
    pap: { type: "text" },
    deIdentifiedById: { name: "de_identified_by_id", type: "text", nullable: true },
    deIdentifiedAt: { name: "de_identified_at", type: "timestamptz", nullable: true },
  },
  indices: [
    { name: "share_items_once", columns: ["revisionId", "lineageId"], unique: true },
    { name: "share_items_placed", columns: ["revisionId", "position", "id"] },
    { name: "share_items_lineage_id", columns: ["lineageId"] },
    { name: "share_items_indicator_id", columns: ["indicatorId"] },
  ],
  foreignKeys: [
    { name: "share_items_share", target: "Share", columnNames: ["shareId"], referencedColumnNames: ["id"] },
    {
      name: "share_items_revision",
      target: "ShareRevision",
      columnNames: ["revisionId"],
      referencedColumnNames: ["id"],
    },
    { name: "share_items_lineage", target: "ShareLineage", columnNames: ["lineageId"], referencedColumnNames: ["id"] },
    { name: "share_items_indicator", target: "Indicator", columnNames: ["indicatorId"], referencedColumnNames: ["id"] },
    {
      name: "share_items_de_identified_by",
      target: "Account",
      columnNames: ["deIdentifiedById"],
      referencedColumnNames: ["id"],
    },
  ],
});
