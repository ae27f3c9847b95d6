import { type Access, canSeeId } from "../../platform/read/model";
import { sql } from "../../platform/sql";
import { caseModel } from "../cases/case.read";
import { keptByMaker } from "../cases/item.read";
import type { Detection } from "./detection";

/** The organisation whose tool noticed it, and whoever sees the case that holds it. */
export const detectionReadable: Access<Detection> = (d, me) => sql`
  ${keptByMaker(d("caseId"), d("organizationId"), me)} or ${canSeeId(caseModel, me, d("caseId"))}`;

/** The alert names the victim's machines and people: whatever else may show a detection one day does not show this. */
export const rawAlertReadable: Access<Detection> = (d, me) => detectionReadable(d, me);

export const detectionSides = {
  OWNER: ((d, me) => sql`${d("organizationId")} = ${me.organization}`) as Access<Detection>,
};
