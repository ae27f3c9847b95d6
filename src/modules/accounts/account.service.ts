import { isDeepStrictEqual } from "node:util";
import type { Outcome, ViewerChange, Writer } from "../../platform/change";
import type { Viewer } from "../../platform/context";
import { DomainError, invalid } from "../../platform/errors";
import { newId } from "../../platform/ids";
import { assertVisible, lockRow } from "../../platform/read/reader";
import { type Verb, assertRole, assertSide, assertVersion } from "../../platform/verbs";
import { organizationModel } from "../organizations/organization.read";
import { administrationOf } from "../organizations/organization.verbs";
import type { Account, AccountKind, Role } from "./account";
import { accountTold } from "./account.events";
import { accountModel } from "./account.read";
import { AccountTable } from "./account.table";
import { accountVerbs } from "./account.verbs";

type Input = { readonly idempotencyKey: string };
export type CreateServiceAccount = Input & {
  readonly organizationId?: string | null;
  readonly name: string;
  readonly roles: readonly Role[];
};
export type CreateUser = CreateServiceAccount & { readonly email?: string | null };
export type UpdateAccount = Input & {
  readonly accountId: string;
  readonly expectedVersion: number;
  readonly name?: string | null;
  readonly email?: string | null;
  readonly roles?: readonly Role[] | null;
  readonly active?: boolean | null;
};
export type AccountOutcome = { readonly accountId: string };

export class AccountService {
  constructor(private readonly writer: Writer) {}

  createUser(viewer: Viewer, input: CreateUser): Promise<Outcome<AccountOutcome>> {
    return this.create(viewer, "createUser", "USER", input);
  }

  createServiceAccount(viewer: Viewer, input: CreateServiceAccount): Promise<Outcome<AccountOutcome>> {
    return this.create(viewer, "createServiceAccount", "SERVICE_ACCOUNT", input);
  }

  /** Changes an account. What its keys may do follows at once, and streams that were opened with other rights end. */
  update(viewer: Viewer, input: UpdateAccount): Promise<Outcome<AccountOutcome>> {
    return this.writer.mutate(viewer, "updateAccount", input, async (change) => {
      const current = await lockAccount(change, "updateAccount", accountVerbs.updateAccount, input.accountId);
      assertVersion(input.expectedVersion, current.version);
      assertMayGive(viewer, input.roles ?? []);
      if (input.email != null && current.kind !== "USER") {
        throw invalid("input.email", "A tool has no e-mail address.");
      }
      const next = updated(current, input);
      const changed = FIELDS.filter((field) => !isDeepStrictEqual(current[field], next[field]));
      // E-mail is for the own organisation, and `version` counts what everyone who sees the account may see.
      const version = changed.some((field) => field !== "email") ? current.version + 1 : null;
      if (changed.length > 0) {
        const { id, ...facts } = { ...next, version: version ?? current.version };
        await change.tx.update(AccountTable, { id }, facts);
        change.tell(accountTold("ACCOUNT_UPDATED", next, changed, version));
      }
      return { accountId: current.id };
    });
  }

  private create(
    viewer: Viewer,
    name: "createUser" | "createServiceAccount",
    kind: AccountKind,
    input: CreateUser,
  ): Promise<Outcome<AccountOutcome>> {
    return this.writer.mutate(viewer, name, input, async (change) => {
      const organizationId = input.organizationId ?? viewer.organizationId;
      assertRole(viewer, name, accountVerbs[name]);
      await assertVisible(change.tx, viewer, organizationModel, [organizationId], "input.organizationId");
      assertSide(name, accountVerbs[name], administrationOf(viewer, organizationId));
      assertMayGive(viewer, input.roles);
      const account: Account = {
        id: newId(kind === "USER" ? "user" : "svc"),
        version: 1,
        kind,
        organizationId,
        name: input.name,
        email: input.email ?? null,
        roles: input.roles,
        active: true,
        createdAt: change.now,
      };
      await change.tx.insert(AccountTable, account);
      change.tell(accountTold("ACCOUNT_CREATED", account, FIELDS, 1));
      return { accountId: account.id };
    });
  }
}

const FIELDS = ["name", "email", "roles", "active"] as const satisfies readonly (keyof Account)[];

const updated = (current: Account, { name, email, roles, active }: UpdateAccount): Account => ({
  ...current,
  name: name ?? current.name,
  email: email === undefined ? current.email : email,
  roles: roles ?? current.roles,
  active: active ?? current.active,
});

/** Locks an account for one of the verbs of its administration. */
export async function lockAccount(
  { tx, viewer }: ViewerChange,
  name: string,
  verb: Verb,
  accountId: string,
  field = "input.accountId",
): Promise<Account> {
  assertRole(viewer, name, verb);
  const { row } = await lockRow(tx, viewer, accountModel, accountId, {}, field);
  assertSide(name, verb, administrationOf(viewer, row.organizationId));
  // An ADMIN who could give itself a key of the operator's would be the operator.
  if (row.roles.includes("OPERATOR") && !viewer.operator) {
    throw new DomainError("FORBIDDEN", "An operator's account is administered by operators.", { field });
  }
  return row;
}

function assertMayGive(viewer: Viewer, roles: readonly Role[]): void {
  if (!roles.includes("OPERATOR") || viewer.operator) return;
  throw new DomainError("FORBIDDEN", "Only an operator makes an operator.", { field: "input.roles" });
}
