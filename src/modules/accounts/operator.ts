import type { Change } from "../../platform/change";
import { newId } from "../../platform/ids";
import { AccountTable, ApiKeyTable } from "./account.table";
import { newCredential } from "./credential";

/** Makes the operator's account and its first key, at the hub's first start. Returns the key: it is kept nowhere. */
export async function enterOperatorAccount({ tx, now }: Change, organizationId: string): Promise<string> {
  const accountId = newId("svc");
  await tx.insert(AccountTable, {
    id: accountId,
    version: 1,
    kind: "SERVICE_ACCOUNT",
    organizationId,
    name: "Operator",
    email: null,
    roles: ["OPERATOR", "ADMIN"],
    active: true,
    createdAt: now,
  });
  const { keyId, text, secretHash } = newCredential();
  await tx.insert(ApiKeyTable, {
    id: keyId,
    accountId,
    label: "first start",
    secretHash,
    createdAt: now,
    expiresAt: null,
    revokedAt: null,
    lastUsedAt: null,
  });
  return text;
}
