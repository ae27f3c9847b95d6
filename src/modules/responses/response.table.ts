import { EntitySchema } from "typeorm";
import type { ToldSighting } from "./response";

export const ToldSightingTable = new EntitySchema<ToldSighting>({
  name: "ToldSighting",
  tableName: "share_sightings",
  columns: {
    sightingId: { name: "sighting_id", type: "text", primary: true },
    receiptId: { name: "receipt_id", type: "text" },
    lineageId: { name: "lineage_id", type: "text" },
  },
  indices: [
    { name: "share_sightings_receipt_id", columns: ["receiptId"] },
    { name: "share_sightings_lineage_id", columns: ["lineageId"] },
  ],
  foreignKeys: [
    {
      name: "share_sightings_sighting",
      target: "Sighting",
      columnNames: ["sightingId"],
      referencedColumnNames: ["id"],
    },
    {
      name: "share_sightings_receipt",
      target: "ShareReceipt",
      columnNames: ["receiptId"],
      referencedColumnNames: ["id"],
    },
    {
      name: "share_sightings_lineage",
      target: "ShareLineage",
      columnNames: ["lineageId"],
      referencedColumnNames: ["id"],
    },
  ],
});
