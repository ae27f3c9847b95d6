import { In } from "typeorm";
import type { Tx } from "../../platform/db";
import { DomainError } from "../../platform/errors";
import type { Account } from "./account";
import { AccountTable } from "./account.table";

/** Somebody who acts for an organisation. */
export type Actor = Pick<Account, "id" | "organizationId">;

/**
 * Of these ids, the people and tools that can sign in and act for one of these organisations. A tool is named by its
 * id alone, which its organisation tells: the id of any other account gives the same answer as one that does not exist.
 */
export function findActing(
  tx: Tx,
  ids: readonly string[],
  organizationIds: readonly string[],
): Promise<readonly Actor[]> {
  return tx.find(AccountTable, {
    select: { id: true, organizationId: true },
    where: { id: In([...ids]), organizationId: In([...organizationIds]), active: true },
  });
}

export const unknownAccount = (field: string) => new DomainError("NOT_FOUND", "Account was not found.", { field });
