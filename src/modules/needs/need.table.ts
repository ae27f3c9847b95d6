import { EntitySchema } from "typeorm";
import type { InformationNeed, NeedPartner } from "./need";

export const NeedTable = new EntitySchema<InformationNeed>({
  name: "InformationNeed",
  tableName: "information_needs",
  columns: {
    id: { type: "text", primary: true },
    version: { type: "integer" },
    organizationId: { name: "organization_id", type: "text" },
    title: { type: "text" },
    description: { type: "text", nullable: true },
    what: { type: "text", array: true },
    why: { type: "text", array: true },
    how: { type: "text" },
    tags: { type: "text", array: true },
    neededBy: { name: "needed_by", type: "timestamptz", nullable: true },
    state: { type: "text" },
    createdById: { name: "created_by_id", type: "text" },
    createdAt: { name: "created_at", type: "timestamptz" },
  },
  indices: [{ name: "information_needs_of", columns: ["organizationId", "createdAt", "id"] }],
  foreignKeys: [
    {
      name: "information_needs_organization",
      target: "Organization",
      columnNames: ["organizationId"],
      referencedColumnNames: ["id"],
    },
    {
      name: "information_needs_created_by",
      target: "Account",
      columnNames: ["createdById"],
      referencedColumnNames: ["id"],
    },
  ],
});

export const NeedPartnerTable = new EntitySchema<NeedPartner>({
  name: "NeedPartner",
  tableName: "information_need_partners",
  columns: {
    needId: { name: "need_id", type: "text", primary: true },
    organizationId: { name: "organization_id", type: "text", primary: true },
  },
  indices: [{ name: "information_need_partners_of", columns: ["organizationId", "needId"] }],
  foreignKeys: [
    {
      name: "information_need_partners_need",
      target: "InformationNeed",
      columnNames: ["needId"],
      referencedColumnNames: ["id"],
    },
    {
      name: "information_need_partners_organization",
      target: "Organization",
      columnNames: ["organizationId"],
      referencedColumnNames: ["id"],
    },
  ],
});
