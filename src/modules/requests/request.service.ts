import type { Outcome, ViewerChange, Writer } from "../../platform/change";
import type { Viewer } from "../../platform/context";
import { invalid } from "../../platform/errors";
import { assertVisible } from "../../platform/read/reader";
import { assertRole, assertSide, assertState, assertVersion } from "../../platform/verbs";
import type { CaseService } from "../cases/case.service";
import { findParticipant, lockInside } from "../cases/within";
import { organizationModel } from "../organizations/organization.read";
import { type AskedQuestions, type GivenAnswer, type InformationRequest, answered } from "./request";
import { requestSides } from "./request.access";
import { requestModel } from "./request.read";
import { recordQuestion, settle } from "./request.record";
import { requestVerbs } from "./request.verbs";

export type AskInformation = AskedQuestions & {
  readonly idempotencyKey: string;
  readonly caseId?: string | null;
  readonly addresseeId: string;
};
type OfRequest = {
  readonly idempotencyKey: string;
  readonly informationRequestId: string;
  readonly expectedVersion: number;
};
export type AnswerRequest = OfRequest & { readonly answers: readonly GivenAnswer[] };
export type DeclineRequest = OfRequest & { readonly reason: string };
export type RequestOutcome = { readonly requestId: string };
/** What was answered, and what it was about. */
export type AnswerOutcome = RequestOutcome & Pick<InformationRequest, "subjectType" | "subjectId">;

/** What comes with the answers, in the same change, before they take effect. */
type Enclosure = (change: ViewerChange, request: InformationRequest) => Promise<void>;

export class RequestService {
  constructor(
    private readonly writer: Writer,
    private readonly cases: CaseService,
  ) {}

  /** Asks an organisation that takes part in a case, or without a case any organisation. */
  ask(viewer: Viewer, input: AskInformation): Promise<Outcome<RequestOutcome>> {
    return this.writer.mutate(viewer, "askInformation", input, async (change) => {
      const { addresseeId, caseId = null, purpose, questions, dueAt = null } = input;
      const verb = requestVerbs.askInformation;
      if (caseId === null) assertRole(viewer, "askInformation", verb);
      else await this.cases.lock(change, "askInformation", verb, caseId);
      await assertVisible(change.tx, viewer, organizationModel, [addresseeId], "input.addresseeId");
      if (addresseeId === viewer.organizationId) throw invalid("input.addresseeId", "Ask another organisation.");
      if (caseId !== null) await assertTakesPart(change, caseId, addresseeId);
      const { id: requestId } = await recordQuestion(change, {
        purpose,
        questions,
        dueAt,
        caseId,
        subjectType: caseId === null ? null : "Case",
        subjectId: caseId,
        askerId: viewer.organizationId,
        askedById: viewer.accountId,
        addresseeId,
      });
      return { requestId };
    });
  }

  /** Answers every question. */
  answer(viewer: Viewer, input: AnswerRequest, enclosed?: Enclosure): Promise<Outcome<AnswerOutcome>> {
    return this.writer.mutate(viewer, "answerInformationRequest", input, async (change) => {
      const current = await this.lock(change, "answerInformationRequest", input);
      const questions = answered(current.questions, input.answers);
      await enclosed?.(change, current);
      await settle(change, { ...current, ...by(viewer), questions }, "ANSWERED");
      return { requestId: current.id, subjectType: current.subjectType, subjectId: current.subjectId };
    });
  }

  decline(viewer: Viewer, input: DeclineRequest): Promise<Outcome<RequestOutcome>> {
    return this.writer.mutate(viewer, "declineInformationRequest", input, async (change) => {
      const current = await this.lock(change, "declineInformationRequest", input);
      if (input.reason.trim() === "") throw invalid("input.reason", "Declining needs a reason.");
      await settle(change, { ...current, ...by(viewer), reason: input.reason }, "DECLINED");
      return { requestId: current.id };
    });
  }

  private async lock(change: ViewerChange, name: keyof typeof requestVerbs, input: OfRequest) {
    const verb = requestVerbs[name];
    const field = "input.informationRequestId";
    assertRole(change.viewer, name, verb);
    const { row, sides } = await lockInside(change, requestModel, input.informationRequestId, requestSides, field);
    assertSide(name, verb, sides);
    assertVersion(input.expectedVersion, row.version);
    assertState(name, verb, row.state);
    return row;
  }
}

const by = ({ accountId, organizationId }: Viewer) => ({
  settledById: accountId,
  settledByOrganizationId: organizationId,
});

async function assertTakesPart({ tx }: ViewerChange, caseId: string, organizationId: string): Promise<void> {
  const part = await findParticipant(tx, caseId, organizationId);
  if (part && !part.leftAt && part.role !== "OBSERVER") return;
  const message = "In a case, ask an organisation that takes part in it and does not only look on.";
  throw invalid("input.addresseeId", message);
}
