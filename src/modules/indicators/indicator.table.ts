import { EntitySchema } from "typeorm";
import type { Indicator } from "./indicator";

export const IndicatorTable = new EntitySchema<Indicator>({
  name: "Indicator",
  tableName: "indicators",
  columns: {
    id: { type: "text", primary: true },
    type: { type: "text" },
    value: { type: "text" },
    key: { type: "text" },
  },
  indices: [
    { name: "indicators_key", columns: ["key"], unique: true },
    { name: "indicators_names", synchronize: false },
    { name: "indicators_text", synchronize: false },
    { name: "indicators_prefix", synchronize: false },
  ],
});
