import { EntitySchema } from "typeorm";
import type { BenignEntry, BenignList } from "./benign";

export const BenignListTable = new EntitySchema<BenignList>({
  name: "BenignList",
  tableName: "benign_lists",
  columns: {
    id: { type: "text", primary: true },
    name: { type: "text" },
    description: { type: "text", nullable: true },
    listVersion: { name: "list_version", type: "text" },
    matching: { type: "text" },
    entries: { type: "integer" },
    loadedAt: { name: "loaded_at", type: "timestamptz" },
  },
  indices: [{ name: "benign_lists_name", columns: ["name"], unique: true }],
});

export const BenignEntryTable = new EntitySchema<BenignEntry & { readonly network: string | null }>({
  name: "BenignEntry",
  tableName: "benign_entries",
  columns: {
    listId: { name: "list_id", type: "text", primary: true },
    value: { type: "text", primary: true },
    network: { type: "cidr", nullable: true },
  },
  indices: [
    { name: "benign_entries_value", columns: ["value"] },
    { name: "benign_entries_network", synchronize: false },
  ],
  foreignKeys: [
    { name: "benign_entries_list", target: "BenignList", columnNames: ["listId"], referencedColumnNames: ["id"] },
  ],
});
