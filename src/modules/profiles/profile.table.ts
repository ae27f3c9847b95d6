import { EntitySchema } from "typeorm";
import type { StandingProfile } from "./profile";

export const ProfileTable = new EntitySchema<StandingProfile>({
  name: "StandingProfile",
  tableName: "standing_profiles",
  columns: {
    id: { type: "text", primary: true },
    organizationId: { name: "organization_id", type: "text" },
    version: { type: "integer" },
    active: { type: "boolean" },
    why: { type: "text", array: true },
    whyText: { name: "why_text", type: "text", nullable: true },
    how: { type: "text" },
    state: { type: "text" },
    kinds: { type: "text", array: true },
    updatedById: { name: "updated_by_id", type: "text" },
    updatedAt: { name: "updated_at", type: "timestamptz" },
  },
  indices: [{ name: "standing_profiles_once", columns: ["organizationId"], unique: true }],
  foreignKeys: [
    {
      name: "standing_profiles_organization",
      target: "Organization",
      columnNames: ["organizationId"],
      referencedColumnNames: ["id"],
    },
    {
      name: "standing_profiles_updated_by",
      target: "Account",
      columnNames: ["updatedById"],
      referencedColumnNames: ["id"],
    },
  ],
});
