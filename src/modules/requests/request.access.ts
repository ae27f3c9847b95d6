import { type Access, canSeeId } from "../../platform/read/model";
import { sql } from "../../platform/sql";
import { caseModel } from "../cases/case.read";
import type { InformationRequest } from "./request";

const byUs: Access<InformationRequest> = (r, me) => sql`${r("askerId")} = ${me.organization}`;
const toUs: Access<InformationRequest> = (r, me) => sql`${r("addresseeId")} = ${me.organization}`;

/** Inside a case as the case; without one it is between asker and addressee. */
export const requestReadable: Access<InformationRequest> = (r, me) => sql`
  case when ${r("caseId")} is null then ${byUs(r, me)} or ${toUs(r, me)}
    else ${canSeeId(caseModel, me, r("caseId"))} end`;

export const requestSides = { ASKER: byUs, ADDRESSEE: toUs };
