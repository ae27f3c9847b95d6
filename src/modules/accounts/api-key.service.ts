import type { Outcome, ViewerChange, Writer } from "../../platform/change";
import type { Viewer } from "../../platform/context";
import { DomainError, invalid } from "../../platform/errors";
import { lockRow } from "../../platform/read/reader";
import { bind, run, sql } from "../../platform/sql";
import { assertRole, assertState } from "../../platform/verbs";
import { LIVE_KEYS_MAX, stateOfKey } from "./account";
import { apiKeyTold } from "./account.events";
import { lockAccount } from "./account.service";
import { ApiKeyTable } from "./account.table";
import { apiKeyVerbs } from "./account.verbs";
import { apiKeyModel } from "./api-key.read";
import { newCredential } from "./credential";

type Input = { readonly idempotencyKey: string };
export type CreateApiKey = Input & {
  readonly accountId: string;
  readonly label: string;
  readonly expiresAt?: Date | null;
};
export type RevokeApiKey = Input & { readonly apiKeyId: string };
export type ApiKeyOutcome = { readonly apiKeyId: string };
/** The secret is here once: it is kept neither with the key nor with the outcome, so a repeated call has none. */
export type NewApiKey = Outcome<ApiKeyOutcome> & { readonly secret: string | null };

export class ApiKeyService {
  constructor(private readonly writer: Writer) {}

  /** Gives an account a key. Two may live at once, so that a tool changes to the next before the old one is revoked. */
  async create(viewer: Viewer, input: CreateApiKey): Promise<NewApiKey> {
    let made: ReturnType<typeof newCredential> | undefined;
    const outcome = await this.writer.mutate<ApiKeyOutcome>(viewer, "createApiKey", input, async (change) => {
      const account = await lockAccount(change, "createApiKey", apiKeyVerbs.createApiKey, input.accountId);
      const expiresAt = input.expiresAt ?? null;
      if (expiresAt && expiresAt <= change.now) throw invalid("input.expiresAt", "expiresAt is in the future.");
      if (!account.active) {
        const message = "The account is not active: a key would open nothing.";
        throw new DomainError("STATE_CONFLICT", message, { field: "input.accountId" });
      }
      await assertRoomForKey(change, account.id);
      made = newCredential();
      await change.tx.insert(ApiKeyTable, {
        id: made.keyId,
        accountId: account.id,
        label: input.label,
        secretHash: made.secretHash,
        createdAt: change.now,
        expiresAt,
        revokedAt: null,
        lastUsedAt: null,
      });
      change.tell(apiKeyTold("API_KEY_CREATED", made.keyId, ["label", "expiresAt", "state"]));
      return { apiKeyId: made.keyId };
    });
    // Of a key that was rolled back, or made by an earlier call with this idempotency key, there is no secret to show.
    return { ...outcome, secret: made?.keyId === outcome.apiKeyId ? made.text : null };
  }

  /** Ends a key at once, with all that is open with it. */
  revoke(viewer: Viewer, input: RevokeApiKey): Promise<Outcome<ApiKeyOutcome>> {
    return this.writer.mutate(viewer, "revokeApiKey", input, async (change) => {
      const verb = apiKeyVerbs.revokeApiKey;
      assertRole(viewer, "revokeApiKey", verb);
      const { row: key } = await lockRow(change.tx, viewer, apiKeyModel, input.apiKeyId, {}, "input.apiKeyId");
      await lockAccount(change, "revokeApiKey", verb, key.accountId, "input.apiKeyId");
      assertState("revokeApiKey", verb, stateOfKey(key, change.now));
      await change.tx.update(ApiKeyTable, { id: key.id }, { revokedAt: change.now });
      change.tell(apiKeyTold("API_KEY_REVOKED", key.id, ["state", "revokedAt"]));
      return { apiKeyId: key.id };
    });
  }
}

async function assertRoomForKey({ tx }: ViewerChange, accountId: string): Promise<void> {
  const live = await run<{ id: string }>(
    tx,
    "apiKeys.live",
    sql`
    select id from api_keys where account_id = ${bind(accountId, "text")} and revoked_at is null
      and (expires_at is null or expires_at > hub_now())`,
  );
  if (live.length < LIVE_KEYS_MAX) return;
  const details = { max: LIVE_KEYS_MAX, live: live.map(({ id }) => id) };
  throw new DomainError("STATE_CONFLICT", `An account has at most ${LIVE_KEYS_MAX} live keys: revoke one first.`, {
    field: "input.accountId",
    details,
  });
}
