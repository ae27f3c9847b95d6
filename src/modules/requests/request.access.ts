import { type Access, canSeeId } from "../../platform/read/model";
import { sql } from "../../platform/sql";
import { caseModel } from "../cases/case.read";
import { isNamed } from "../shares/share.read";
import type { InformationRequest } from "./request";

const byUs: Access<InformationRequest> = (r, me) => sql`${r("askerId")} = ${me.organization}`;
const toUs: Access<InformationRequest> = (r, me) => sql`${r("addresseeId")} = ${me.organization}`;

/**
 * Inside a case as the case; without one it is between asker and addressee. What is asked about something for named
 * persons alone (RED) is for these alone too, whatever else lets at it.
 */
export const requestReadable: Access<InformationRequest> = (r, me) => sql`
  (case when ${r("caseId")} is null then ${byUs(r, me)} or ${toUs(r, me)}
    else ${canSeeId(caseModel, me, r("caseId"))} end)
  and (not ${r("namedOnly")} or ${isNamed(r("shareId"), me)})`;

/** A masked sender stays masked as the addressee of what is asked about its share. */
export const addresseeReadable: Access<InformationRequest> = (r, me) =>
  sql`(not ${r("addresseeMasked")} or ${toUs(r, me)})`;

export const requestSides = { ASKER: byUs, ADDRESSEE: toUs };
