import { type Access, canSeeId } from "../../platform/read/model";
import { sql } from "../../platform/sql";
import { caseModel } from "../cases/case.read";
import { keptByMaker } from "../cases/item.read";
import type { Sighting } from "./sighting";

/** One's own, and what is reported in a case that one sees. What somebody found at home is told to nobody else. */
export const sightingReadable: Access<Sighting> = (s, me) => sql`
  ${keptByMaker(s("caseId"), s("organizationId"), me)} or ${canSeeId(caseModel, me, s("caseId"))}`;
