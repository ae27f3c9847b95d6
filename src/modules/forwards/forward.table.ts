import { EntitySchema } from "typeorm";
import type { Forward } from "./forward";

export const ForwardTable = new EntitySchema<Forward>({
  name: "Forward",
  tableName: "share_forwards",
  columns: {
    id: { type: "text", primary: true },
    version: { type: "integer" },
    shareId: { name: "share_id", type: "text" },
    originId: { name: "origin_id", type: "text" },
    requesterId: { name: "requester_id", type: "text" },
    originatorId: { name: "originator_id", type: "text" },
    requestedById: { name: "requested_by_id", type: "text" },
    purpose: { type: "text", nullable: true },
    venueId: { name: "venue_id", type: "text", nullable: true },
    recipientIds: { name: "recipient_ids", type: "text", array: true },
    state: { type: "text" },
    reason: { type: "text", nullable: true },
    requestedAt: { name: "requested_at", type: "timestamptz" },
    dueAt: { name: "due_at", type: "timestamptz", nullable: true },
    answeredAt: { name: "answered_at", type: "timestamptz", nullable: true },
    forwardedAt: { name: "forwarded_at", type: "timestamptz", nullable: true },
    copyId: { name: "copy_id", type: "text", nullable: true },
  },
  indices: [
    { name: "share_forwards_by", columns: ["requesterId", "requestedAt", "id"] },
    { name: "share_forwards_asked", columns: ["originatorId", "requestedAt", "id"] },
    { name: "share_forwards_share_id", columns: ["shareId", "requestedAt", "id"] },
    { name: "share_forwards_origin_id", columns: ["originId", "requestedAt", "id"] },
  ],
  foreignKeys: [
    { name: "share_forwards_share", target: "Share", columnNames: ["shareId"], referencedColumnNames: ["id"] },
    { name: "share_forwards_origin", target: "Share", columnNames: ["originId"], referencedColumnNames: ["id"] },
    {
      name: "share_forwards_requester",
      target: "Organization",
      columnNames: ["requesterId"],
      referencedColumnNames: ["id"],
    },
    {
      name: "share_forwards_originator",
      target: "Organization",
      columnNames: ["originatorId"],
      referencedColumnNames: ["id"],
    },
    {
      name: "share_forwards_requested_by",
      target: "Account",
      columnNames: ["requestedById"],
      referencedColumnNames: ["id"],
    },
    { name: "share_forwards_venue", target: "Venue", columnNames: ["venueId"], referencedColumnNames: ["id"] },
    { name: "share_forwards_copy", target: "Share", columnNames: ["copyId"], referencedColumnNames: ["id"] },
  ],
});
