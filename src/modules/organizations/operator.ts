import type { Change } from "../../platform/change";
import { newId } from "../../platform/ids";
import { OrganizationTable } from "./organization.table";

/** Enters the organisation that runs the hub, at its first start: nobody is there yet who could ask for it. */
export async function enterOperator({ tx, now }: Change): Promise<string> {
  const id = newId("org");
  await tx.insert(OrganizationTable, {
    id,
    version: 1,
    name: "Hub operator",
    nameJa: "ハブ運営者",
    shortCode: "OPERATOR",
    kinds: [],
    sector: null,
    country: null,
    timeZone: "UTC",
    contacts: [],
    coverageWindows: [],
    parentId: null,
    createdAt: now,
  });
  return id;
}

/** Whether the hub knows any organisation: if not, this is its first start. */
export const isEmpty = async ({ tx }: Change): Promise<boolean> => !(await tx.exists(OrganizationTable));
