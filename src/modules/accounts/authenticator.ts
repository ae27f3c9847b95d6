import type { DataSource } from "typeorm";
import type { Viewer } from "../../platform/context";
import { bind, run, sql } from "../../platform/sql";
import type { AccountKind, Role } from "./account";
import { isSecret, readCredential } from "./credential";

type Found = {
  readonly keyId: string;
  readonly secretHash: string;
  readonly accountId: string;
  readonly kind: AccountKind;
  readonly organizationId: string;
  readonly roles: readonly Role[];
};

/** Turns a credential into who is asking. Roles and organisation come from the database, never from the credential. */
export class Authenticator {
  constructor(private readonly db: DataSource) {}

  /** The viewer of an `Authorization` value; undefined when it is missing, unknown, expired or revoked. */
  async viewerOf(authorization: unknown): Promise<Viewer | undefined> {
    const credential = readCredential(authorization);
    if (!credential) return undefined;
    const [found] = await this.find([credential.keyId]);
    return found && isSecret(credential.secret, found.secretHash) ? viewerOf(found) : undefined;
  }

  /** Which of these viewers still are what they were: same key, same organisation, same roles. */
  async stillValid(viewers: readonly Viewer[]): Promise<ReadonlySet<Viewer>> {
    if (viewers.length === 0) return new Set();
    const found = await this.find([...new Set(viewers.map(({ credentialId }) => credentialId))]);
    const now = new Map(found.map((one) => [one.keyId, JSON.stringify(viewerOf(one))]));
    return new Set(viewers.filter((viewer) => now.get(viewer.credentialId) === JSON.stringify(viewer)));
  }

  private find(keyIds: readonly string[]): Promise<readonly Found[]> {
    return run<Found>(
      this.db,
      "authenticate",
      sql`
      with used as (
        update api_keys set last_used_at = hub_now() where id = any(${bind(keyIds, "text[]")})
          and (last_used_at is null or last_used_at < hub_now() - interval '1 minute'))
      select k.id as "keyId", k.secret_hash as "secretHash", a.id as "accountId", a.kind,
             a.organization_id as "organizationId", a.roles
      from api_keys k join accounts a on a.id = k.account_id
      where k.id = any(${bind(keyIds, "text[]")}) and a.active and k.revoked_at is null
        and (k.expires_at is null or k.expires_at > hub_now())`,
    );
  }
}

function viewerOf({ accountId, kind, organizationId, roles, keyId }: Found): Viewer {
  return {
    accountId,
    accountKind: kind,
    organizationId,
    roles,
    operator: roles.includes("OPERATOR"),
    credentialId: keyId,
  };
}
