import type { Outcome, ViewerChange, Writer } from "../../platform/change";
import type { Viewer } from "../../platform/context";
import { invalid } from "../../platform/errors";
import { assertVisible } from "../../platform/read/reader";
import { assertRole, assertSide, assertState, assertVersion } from "../../platform/verbs";
import type { CaseService } from "../cases/case.service";
import { findParticipant, lockInside } from "../cases/within";
import { organizationModel } from "../organizations/organization.read";
import type { Share } from "../shares/share";
import { type AskedQuestions, type GivenAnswer, type InformationRequest, answered } from "./request";
import { assertAskedInCaseOf, findAbout, senderToAsk } from "./request.about";
import { requestSides } from "./request.access";
import { requestModel } from "./request.read";
import { recordQuestion, settle } from "./request.record";
import { requestVerbs } from "./request.verbs";

export type AskInformation = AskedQuestions & {
  readonly idempotencyKey: string;
  readonly caseId?: string | null;
  readonly aboutId?: string | null;
  readonly addresseeId?: string | null;
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

  /** Asks an organisation that takes part in a case, or without a case any organisation; of a share its sender. */
  ask(viewer: Viewer, input: AskInformation): Promise<Outcome<RequestOutcome>> {
    return this.writer.mutate(viewer, "askInformation", input, async (change) => {
      const { caseId = null, purpose, questions, dueAt = null } = input;
      const verb = requestVerbs.askInformation;
      if (caseId === null) assertRole(viewer, "askInformation", verb);
      else await this.cases.lock(change, "askInformation", verb, caseId);
      const about = input.aboutId ? await findAbout(change, input.aboutId) : null;
      const addresseeId = await addresseeOf(change, about?.share ?? null, input);
      const { id: requestId } = await recordQuestion(change, {
        purpose,
        questions,
        dueAt,
        caseId,
        subjectType: about?.subjectType ?? (caseId === null ? null : "Case"),
        subjectId: about?.subjectId ?? caseId,
        shareId: about?.share?.id ?? null,
        namedOnly: about?.namedOnly ?? false,
        askerId: viewer.organizationId,
        askedById: viewer.accountId,
        addresseeId,
        addresseeMasked: about?.share?.senderMasked ?? false,
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

/** Who is asked: of a share its sender, else whom the asker names; in a case one that takes part in it. */
async function addresseeOf(
  change: ViewerChange,
  share: Share | null,
  { addresseeId, caseId }: AskInformation,
): Promise<string> {
  const asked = share ? senderToAsk(change, share, addresseeId) : await namedByAsker(change, addresseeId);
  if (!caseId) return asked;
  if (share) assertAskedInCaseOf(share, caseId);
  const part = await findParticipant(change.tx, caseId, asked);
  if (part && !part.leftAt && part.role !== "OBSERVER") return asked;
  const message = "In a case, ask an organisation that takes part in it and does not only look on.";
  throw invalid(share ? "input.caseId" : "input.addresseeId", message);
}

async function namedByAsker({ tx, viewer }: ViewerChange, id: string | null | undefined): Promise<string> {
  const field = "input.addresseeId";
  if (!id) throw invalid(field, "Say who is asked.");
  await assertVisible(tx, viewer, organizationModel, [id], field);
  if (id === viewer.organizationId) throw invalid(field, "Ask another organisation.");
  return id;
}
