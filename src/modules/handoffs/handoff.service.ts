import type { Outcome, ViewerChange, Writer } from "../../platform/change";
import type { Viewer } from "../../platform/context";
import { DomainError, invalid } from "../../platform/errors";
import type { Jobs } from "../../platform/jobs";
import { assertRole, assertSide, assertState, assertVersion } from "../../platform/verbs";
import type { Case } from "../cases/case";
import type { CaseService } from "../cases/case.service";
import { lockInside } from "../cases/within";
import type { AskedQuestions } from "../requests/request";
import { recordQuestion } from "../requests/request.record";
import type { AnswerOutcome, AnswerRequest, RequestOutcome, RequestService } from "../requests/request.service";
import { decline, dismiss, withdraw, withdrawRivals } from "./endings";
import { type Handoff, movesOwnership, stepped } from "./handoff";
import { handoffSides } from "./handoff.access";
import { climbLadder } from "./handoff.late";
import { handoffModel } from "./handoff.read";
import { HANDOFF_LATE, addPackage, recordHandoff } from "./handoff.record";
import { HandoffTable } from "./handoff.table";
import type { Agreed } from "./agreed";
import { handoffVerbs } from "./handoff.verbs";
import { type OfferFacts, Offers, assertOpen } from "./offers";
import type { GivenPackage } from "./package";

type Keyed = { readonly idempotencyKey: string };
export type OfferHandoff = Keyed & OfferFacts & { readonly caseId: string };
export type OfHandoff = Keyed & { readonly handoffId: string; readonly expectedVersion: number };
export type UpdatePackage = OfHandoff & { readonly package: GivenPackage };
export type RequestInfo = OfHandoff & AskedQuestions;
export type AnswerAboutHandoff = AnswerRequest & { readonly package?: GivenPackage | null };
export type HandoffOutcome = { readonly handoffId: string; readonly caseId: string };

/** What hands a case from one organisation to another, step by step. Each step is a row of {@link handoffVerbs}. */
export class HandoffService {
  private readonly offers: Offers;

  constructor(
    private readonly writer: Writer,
    private readonly cases: CaseService,
    private readonly requests: RequestService,
    private readonly agreed?: Agreed,
  ) {
    this.offers = new Offers(cases, agreed);
  }

  /** Offers a case, and by that invites the receiver: it sees the case from now on. */
  offerHandoff(viewer: Viewer, input: OfferHandoff): Promise<Outcome<HandoffOutcome>> {
    return this.writer.mutate(viewer, "offerHandoff", input, async (change) => {
      const incident = await this.cases.lock(change, "offerHandoff", handoffVerbs.offerHandoff, input.caseId);
      const { id } = await this.offer(change, incident, input);
      return { handoffId: id, caseId: incident.id };
    });
  }

  /** The same inside another mutation's change, which has locked the case or made it. */
  offer(change: ViewerChange, lockedCase: Case, given: OfferFacts, path = "input"): Promise<Handoff> {
    return this.offers.offer(change, lockedCase, given, path);
  }

  /** Tells more, or something else, in a new version of the package. */
  updatePackage(viewer: Viewer, input: UpdatePackage): Promise<Outcome<HandoffOutcome>> {
    return this.step(viewer, "updateHandoffPackage", input, async (change, current) => {
      await addPackage(change, current, input.package);
    });
  }

  /** The receiver has read it. That is no acceptance: V9. */
  acknowledge(viewer: Viewer, input: OfHandoff): Promise<Outcome<HandoffOutcome>> {
    return this.step(viewer, "acknowledgeHandoff", input, async (change, current) => {
      const { now } = change;
      const next = stepped(current, "ACKNOWLEDGED", now, { acknowledgedAt: now });
      await recordHandoff(change, "HANDOFF_ACKNOWLEDGED", current, next);
    });
  }

  /** The receiver asks the giver; the clock stands still until the question is settled. */
  requestInfo(viewer: Viewer, input: RequestInfo): Promise<Outcome<HandoffOutcome & RequestOutcome>> {
    return this.writer.mutate(viewer, "requestHandoffInfo", input, async (change) => {
      const { current } = await this.lock(change, "requestHandoffInfo", input);
      const { purpose, questions, dueAt = null } = input;
      const request = await recordQuestion(change, {
        purpose,
        questions,
        dueAt,
        caseId: current.caseId,
        subjectType: "Handoff",
        subjectId: current.id,
        askerId: current.receiverId,
        askedById: viewer.accountId,
        addresseeId: current.giverId,
      });
      const next = stepped(current, "INFO_REQUESTED", change.now);
      await recordHandoff(change, "HANDOFF_INFO_REQUESTED", current, next);
      return { handoffId: current.id, caseId: current.caseId, requestId: request.id };
    });
  }

  /** Answers a question; one about a handoff may bring a new version of its package. */
  answerRequest(viewer: Viewer, input: AnswerAboutHandoff): Promise<Outcome<AnswerOutcome>> {
    return this.requests.answer(viewer, input, async (change, { subjectType, subjectId }) => {
      if (!input.package) return;
      if (subjectType !== "Handoff" || subjectId === null) {
        throw invalid("input.package", "Only the answer to a question about a handoff brings a package.");
      }
      await addPackage(change, await change.tx.findOneByOrFail(HandoffTable, { id: subjectId }), input.package);
    });
  }

  /** The receiver takes it. Of an escalation, transfer or return it is the owner from now on: V8, V9. */
  accept(viewer: Viewer, input: OfHandoff): Promise<Outcome<HandoffOutcome>> {
    return this.step(viewer, "acceptHandoff", input, async (change, current, incident) => {
      assertOpen(incident);
      const { now } = change;
      if (current.receiverRole) {
        await this.cases.join(change, incident.id, current.receiverId, current.receiverRole, "ACTIVE");
      }
      await recordHandoff(change, "HANDOFF_ACCEPTED", current, stepped(current, "ACCEPTED", now, { acceptedAt: now }));
      if (movesOwnership(current.kind)) {
        await this.cases.changeOwner(change, incident, current.receiverId);
        await withdrawRivals(change, current);
      }
      if (current.kind === "SHIFT_CHANGE") {
        const { accountId: id, organizationId } = viewer;
        await this.cases.addMembers(change, incident.id, [{ id, organizationId, assigned: true }]);
      }
    });
  }

  /** The receiver does not take it. Whom only this offer brought to the case sees it no longer. */
  decline(viewer: Viewer, input: OfHandoff & { readonly reason: string }): Promise<Outcome<HandoffOutcome>> {
    return this.step(viewer, "declineHandoff", input, async (change, current, incident) => {
      if (input.reason.trim() === "") throw invalid("input.reason", "Declining needs a reason.");
      const { receiverId } = current;
      await decline(change, current, input.reason);
      await dismiss(change, this.cases, incident, { receiverId, state: "DECLINED", endReason: input.reason });
    });
  }

  /** The giver takes it back. Whom only this offer brought to the case sees it no longer. */
  withdraw(viewer: Viewer, input: OfHandoff & { readonly reason?: string | null }): Promise<Outcome<HandoffOutcome>> {
    return this.step(viewer, "withdrawHandoff", input, async (change, current, incident) => {
      const endReason = input.reason ?? null;
      await withdraw(change, current, endReason);
      await dismiss(change, this.cases, incident, { receiverId: current.receiverId, state: "LEFT", endReason });
    });
  }

  /** What was asked for is done. Of an escalation, transfer or return the case itself is what is worked on. */
  complete(viewer: Viewer, input: OfHandoff & { readonly outcome: string }): Promise<Outcome<HandoffOutcome>> {
    return this.step(viewer, "completeHandoff", input, async (change, current) => {
      if (movesOwnership(current.kind)) {
        const details = { from: current.state, to: "COMPLETED", allowed: [] };
        throw new DomainError("STATE_CONFLICT", `Who accepted a ${current.kind} owns the case.`, { details });
      }
      if (input.outcome.trim() === "") throw invalid("input.outcome", "Say what came of it.");
      const { now } = change;
      const next = stepped(current, "COMPLETED", now, { completedAt: now, outcome: input.outcome });
      await recordHandoff(change, "HANDOFF_COMPLETED", current, next);
    });
  }

  registerJobs(jobs: Jobs): void {
    jobs.register(HANDOFF_LATE, (change, id) => climbLadder(change, id, this.agreed));
  }

  private step(
    viewer: Viewer,
    name: keyof typeof handoffVerbs,
    input: OfHandoff,
    work: (change: ViewerChange, current: Handoff, incident: Case) => Promise<void>,
  ): Promise<Outcome<HandoffOutcome>> {
    return this.writer.mutate(viewer, name, input, async (change) => {
      const { incident, current } = await this.lock(change, name, input);
      await work(change, current, incident);
      return { handoffId: current.id, caseId: incident.id };
    });
  }

  /** Locks the case and the handoff, and refuses what the verb's row does not allow. */
  private async lock(change: ViewerChange, name: keyof typeof handoffVerbs, input: OfHandoff) {
    const verb = handoffVerbs[name];
    assertRole(change.viewer, name, verb);
    const locked = await lockInside(change, handoffModel, input.handoffId, handoffSides, "input.handoffId");
    const { incident, row: current, sides } = locked;
    assertSide(name, verb, sides);
    assertVersion(input.expectedVersion, current.version);
    assertState(name, verb, current.state);
    return { incident, current };
  }
}
