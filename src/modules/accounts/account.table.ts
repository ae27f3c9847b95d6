import { EntitySchema } from "typeorm";
import type { Account, ApiKey } from "./account";

export const AccountTable = new EntitySchema<Account>({
  name: "Account",
  tableName: "accounts",
  columns: {
    id: { type: "text", primary: true },
    version: { type: "integer" },
    kind: { type: "text" },
    organizationId: { name: "organization_id", type: "text" },
    name: { type: "text" },
    email: { type: "text", nullable: true },
    roles: { type: "text", array: true },
    active: { type: "boolean" },
    createdAt: { name: "created_at", type: "timestamptz" },
  },
  indices: [{ name: "accounts_newest", columns: ["organizationId", "createdAt", "id"] }],
  checks: [{ name: "accounts_kind", expression: "kind in ('USER', 'SERVICE_ACCOUNT')" }],
  foreignKeys: [
    {
      name: "accounts_organization",
      target: "Organization",
      columnNames: ["organizationId"],
      referencedColumnNames: ["id"],
    },
  ],
});

export const ApiKeyTable = new EntitySchema<ApiKey>({
  name: "ApiKey",
  tableName: "api_keys",
  columns: {
    id: { type: "text", primary: true },
    accountId: { name: "account_id", type: "text" },
    label: { type: "text" },
    secretHash: { name: "secret_hash", type: "text" },
    createdAt: { name: "created_at", type: "timestamptz" },
    expiresAt: { name: "expires_at", type: "timestamptz", nullable: true },
    revokedAt: { name: "revoked_at", type: "timestamptz", nullable: true },
    lastUsedAt: { name: "last_used_at", type: "timestamptz", nullable: true },
  },
  indices: [{ name: "api_keys_account_id", columns: ["accountId"] }],
  foreignKeys: [
    { name: "api_keys_account", target: "Account", columnNames: ["accountId"], referencedColumnNames: ["id"] },
  ],
});
