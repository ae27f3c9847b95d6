import type { Outcome, Writer } from "../../platform/change";
import type { Viewer } from "../../platform/context";
import { assertVisible } from "../../platform/read/reader";
import { assertState } from "../../platform/verbs";
import type { CaseService } from "../cases/case.service";
import { organizationModel } from "../organizations/organization.read";
import { type Contact, confirmedContact, decisionStateOf, loggedContact } from "./contact";
import { contactSides } from "./contact.access";
import { contactTold } from "./contact.events";
import { contactModel } from "./contact.read";
import { ContactTable } from "./contact.table";
import { contactVerbs } from "./contact.verbs";

export type LogContact = Contact & { readonly idempotencyKey: string };
export type ConfirmDecision = {
  readonly idempotencyKey: string;
  readonly contactAttemptId: string;
  readonly expectedVersion: number;
};
export type ContactOutcome = { readonly contactAttemptId: string };

/** Who was called about a case, and what was decided by word of mouth. Only ever added to; calls run side by side. */
export class ContactService {
  constructor(
    private readonly writer: Writer,
    private readonly cases: CaseService,
  ) {}

  log(viewer: Viewer, input: LogContact): Promise<Outcome<ContactOutcome>> {
    return this.writer.mutate(viewer, "logContact", input, async (change) => {
      await this.cases.lock(change, "logContact", contactVerbs.logContact, input.caseId);
      const one = loggedContact(input, viewer, change.now);
      const named = [
        [one.organizationId, "input.organizationId"],
        [one.deciderId, "input.decision.organizationId"],
      ] as const;
      for (const [id, field] of named) if (id) await assertVisible(change.tx, viewer, organizationModel, [id], field);
      await change.tx.insert(ContactTable, one);
      const decided = one.decision === null ? [] : ["decision", "decidedBy", "decidingOrganization"];
      change.tell(contactTold("CONTACT_LOGGED", one, ["channel", "at", "result", ...decided]));
      return { contactAttemptId: one.id };
    });
  }

  confirm(viewer: Viewer, input: ConfirmDecision): Promise<Outcome<ContactOutcome>> {
    const verb = contactVerbs.confirmDecision;
    return this.writer.mutate(viewer, "confirmDecision", input, async (change) => {
      const { row } = await this.cases.lockWithin(change, "confirmDecision", verb, {
        model: contactModel,
        id: input.contactAttemptId,
        sides: contactSides,
        expectedVersion: input.expectedVersion,
        field: "input.contactAttemptId",
      });
      assertState("confirmDecision", verb, decisionStateOf(row));
      const confirmed = confirmedContact(row, viewer, change.now);
      await change.tx.update(ContactTable, { id: row.id }, confirmed);
      change.tell(contactTold("DECISION_CONFIRMED", confirmed, ["confirmedAt", "confirmedBy"]));
      return { contactAttemptId: row.id };
    });
  }
}
