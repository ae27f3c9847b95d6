import { EntitySchema } from "typeorm";
import type { ShareReceipt, ShareUse } from "./receipt";

export const ReceiptTable = new EntitySchema<ShareReceipt>({
  name: "ShareReceipt",
  tableName: "share_receipts",
  columns: {
    id: { type: "text", primary: true },
    version: { type: "integer" },
    shareId: { name: "share_id", type: "text" },
    organizationId: { name: "organization_id", type: "text" },
    why: { type: "text", array: true },
    whyText: { name: "why_text", type: "text", nullable: true },
    how: { type: "text", nullable: true },
    neededBy: { name: "needed_by", type: "timestamptz", nullable: true },
    prefilledFrom: { name: "prefilled_from", type: "text", nullable: true },
    answeredById: { name: "answered_by_id", type: "text", nullable: true },
    answeredAt: { name: "answered_at", type: "timestamptz", nullable: true },
    createdAt: { name: "created_at", type: "timestamptz" },
  },
  indices: [
    { name: "share_receipts_once", columns: ["shareId", "organizationId"], unique: true },
    { name: "share_receipts_newest", columns: ["shareId", "createdAt", "id"] },
    { name: "share_receipts_of", columns: ["organizationId", "createdAt", "id"] },
  ],
  foreignKeys: [
    { name: "share_receipts_share", target: "Share", columnNames: ["shareId"], referencedColumnNames: ["id"] },
    {
      name: "share_receipts_organization",
      target: "Organization",
      columnNames: ["organizationId"],
      referencedColumnNames: ["id"],
    },
    {
      name: "share_receipts_answered_by",
      target: "Account",
      columnNames: ["answeredById"],
      referencedColumnNames: ["id"],
    },
  ],
});

export const UseTable = new EntitySchema<ShareUse>({
  name: "ShareUse",
  tableName: "share_uses",
  columns: {
    receiptId: { name: "receipt_id", type: "text", primary: true },
    number: { type: "integer", primary: true },
    state: { type: "text" },
    reason: { type: "text", nullable: true },
    note: { type: "text", nullable: true },
    deliveredAt: { name: "delivered_at", type: "timestamptz" },
    acknowledgedAt: { name: "acknowledged_at", type: "timestamptz", nullable: true },
    plannedAt: { name: "planned_at", type: "timestamptz", nullable: true },
    settledAt: { name: "settled_at", type: "timestamptz", nullable: true },
  },
  foreignKeys: [
    { name: "share_uses_receipt", target: "ShareReceipt", columnNames: ["receiptId"], referencedColumnNames: ["id"] },
  ],
});
