import { EntitySchema } from "typeorm";
import type { Organization, OrganizationClient } from "./organization";

export const OrganizationTable = new EntitySchema<Organization>({
  name: "Organization",
  tableName: "organizations",
  columns: {
    id: { type: "text", primary: true },
    version: { type: "integer" },
    name: { type: "text" },
    nameJa: { name: "name_ja", type: "text", nullable: true },
    shortCode: { name: "short_code", type: "text" },
    kinds: { type: "text", array: true },
    sector: { type: "text", nullable: true },
    country: { type: "text", nullable: true },
    timeZone: { name: "time_zone", type: "text" },
    contacts: { type: "jsonb" },
    coverageWindows: { name: "coverage_windows", type: "jsonb" },
    parentId: { name: "parent_id", type: "text", nullable: true },
    createdAt: { name: "created_at", type: "timestamptz" },
    updatedAt: { name: "updated_at", type: "timestamptz" },
  },
  indices: [
    { name: "organizations_short_code", columns: ["shortCode"], unique: true },
    { name: "organizations_parent_id", columns: ["parentId"] },
    { name: "organizations_newest", columns: ["createdAt", "id"] },
  ],
  foreignKeys: [
    { name: "organizations_parent", target: "Organization", columnNames: ["parentId"], referencedColumnNames: ["id"] },
  ],
});

export const OrganizationClientTable = new EntitySchema<OrganizationClient>({
  name: "OrganizationClient",
  tableName: "organization_clients",
  columns: {
    providerId: { name: "provider_id", type: "text", primary: true },
    clientId: { name: "client_id", type: "text", primary: true },
  },
  indices: [{ name: "organization_clients_client_id", columns: ["clientId"] }],
  foreignKeys: [
    {
      name: "organization_clients_provider",
      target: "Organization",
      columnNames: ["providerId"],
      referencedColumnNames: ["id"],
    },
    {
      name: "organization_clients_client",
      target: "Organization",
      columnNames: ["clientId"],
      referencedColumnNames: ["id"],
    },
  ],
});
