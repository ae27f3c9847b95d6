import type { Change, ViewerChange } from "../../platform/change";
import { DomainError } from "../../platform/errors";
import { rowOf } from "../../platform/read/model";
import { bind, newAlias, run, sql } from "../../platform/sql";
import { lineOf } from "../organizations/organization.read";
import type { Case } from "./case";
import { isAdmitted } from "./case.access";
import { participantTold } from "./case.events";
import { participantModel } from "./case.read";
import type { CaseParticipant } from "./participant";

// Whom the affected organisation lets into what is exchanged within a case (V6), inside a change that has locked it.

/** Whether an organisation speaks for the affected one of a case: it is that one, a part of it, or what it is a part of. */
export async function speaksForAffected({ tx }: Change, caseId: string, organizationId: string): Promise<boolean> {
  const [found] = await run<{ speaks: boolean }>(
    tx,
    "case.speaks for affected",
    sql`select ${bind(organizationId, "text")} = any(${lineOf(sql`c.affected_id`)}) as speaks
      from cases c where c.id = ${bind(caseId, "text")}`,
  );
  return found?.speaks ?? false;
}

/** Admits those who take part and are not admitted: all of them, or this one. Tells of each. */
export async function admit(
  change: Change,
  caseId: string,
  { by, only }: { readonly by: string; readonly only?: string },
): Promise<void> {
  const alias = newAlias();
  const p = rowOf(participantModel, alias);
  const whom = only === undefined ? sql`true` : sql`${p("organizationId")} = ${bind(only, "text")}`;
  const admitted = await run<Pick<CaseParticipant, "id">>(
    change.tx,
    "case.admit",
    sql`update case_participants ${alias} set admitted_by_id = ${bind(by, "text")}, admitted_at = hub_now()
      where ${p("caseId")} = ${bind(caseId, "text")} and ${p("state")} in ('INVITED', 'ACTIVE') and ${whom}
        and not ${isAdmitted(p)} returning ${p("id")} as id`,
  );
  change.tell(
    ...admitted.map(({ id }) => participantTold("PARTICIPANT_ADMITTED", { id, caseId }, ["admitted", "admittedAt"])),
  );
}

/** An affected organisation that becomes the owner admits whoever takes part then: it takes the case over with them. */
export async function admitUnderOwner(change: Change, { id, ownerId }: Pick<Case, "id" | "ownerId">): Promise<void> {
  if (await speaksForAffected(change, id, ownerId)) await admit(change, id, { by: ownerId });
}

/** While an affected organisation takes part, nobody but who speaks for it says that the case is another's. */
export async function assertMayRename({ tx, viewer }: ViewerChange, { id, affectedId }: Case): Promise<void> {
  if (affectedId === null) return;
  const [found] = await run<{ foreign: boolean }>(
    tx,
    "case.affected takes part",
    sql`select ${bind(viewer.organizationId, "text")} <> all(a.line) and exists (select from case_participants p
        where p.case_id = ${bind(id, "text")} and p.state in ('INVITED', 'ACTIVE')
          and p.organization_id = any(a.line)) as foreign
      from (select ${lineOf(bind(affectedId, "text"))} as line) a`,
  );
  if (!found?.foreign) return;
  const message = "The affected organisation takes part: whether the case is its own is for it to say.";
  throw new DomainError("FORBIDDEN", message, { field: "input.affectedOrganizationId" });
}
