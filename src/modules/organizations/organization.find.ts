import { In } from "typeorm";
import type { Tx } from "../../platform/db";
import { OrganizationTable } from "./organization.table";

/** Which of these organisations there are. Whoever is signed in may see each of them. */
export async function existingOrganizations(tx: Tx, ids: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await tx.find(OrganizationTable, { select: { id: true }, where: { id: In([...ids]) } });
  return new Set(rows.map(({ id }) => id));
}
