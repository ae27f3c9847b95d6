import { tellsOf } from "../../platform/events/event.read";
import { type ReadModel, readModel, withRow } from "../../platform/read/model";
import { sql } from "../../platform/sql";
import type { ApiKey } from "./account";
import { apiKeyReadable } from "./account.access";
import { accountModel } from "./account.read";
import { ApiKeyTable } from "./account.table";

/** What is served of a credential: never the secret, nor its hash. */
export const apiKeyModel: ReadModel<ApiKey> = readModel<ApiKey>({
  name: "ApiKey",
  idPrefix: "key",
  table: ApiKeyTable,
  access: apiKeyReadable,
  columns: {
    id: withRow,
    label: withRow,
    createdAt: withRow,
    expiresAt: withRow,
    revokedAt: withRow,
    lastUsedAt: withRow,
  },
  computed: {
    state: {
      type: "text",
      access: withRow,
      sql: (key) => sql`case when ${key("revokedAt")} is not null then 'REVOKED'
        when ${key("expiresAt")} <= hub_now() then 'EXPIRED' else 'LIVE' end`,
    },
  },
  relations: { account: { one: () => accountModel, by: "accountId", access: withRow } },
  order: { by: ["createdAt", "id"], direction: "desc" },
  filters: {
    accountId: { type: "text", where: (key, id) => sql`${key("accountId")} = ${id}` },
  },
});
tellsOf(apiKeyModel, "apiKey");
