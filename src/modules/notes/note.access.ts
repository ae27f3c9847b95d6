import { type Access, canSeeId } from "../../platform/read/model";
import { sql } from "../../platform/sql";
import { caseModel } from "../cases/case.read";
import type { Note } from "./note";

/** As its case; what is for the author's organisation only, by that organisation, as long as it sees the case. */
export const noteReadable: Access<Note> = (n, me) => sql`
  (${n("audience")} = 'PARTICIPANTS' or ${n("authorOrganizationId")} = ${me.organization})
  and ${canSeeId(caseModel, me, n("caseId"))}`;
