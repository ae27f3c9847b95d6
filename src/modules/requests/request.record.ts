import type { Change } from "../../platform/change";
import { newId } from "../../platform/ids";
import { type Jobs, cancel, schedule } from "../../platform/jobs";
import { whenLeaving } from "../cases/participation";
import { lockForHub } from "../cases/within";
import { type AskedQuestions, type InformationRequest, asQuestions, assertAskable } from "./request";
import { requestTold } from "./request.events";
import { RequestTable } from "./request.table";

/** Who asks whom about what, inside a change that has locked what it is about. */
export type Ask = AskedQuestions &
  Pick<InformationRequest, "caseId" | "subjectType" | "subjectId" | "askerId" | "askedById" | "addresseeId"> &
  Partial<Pick<InformationRequest, "shareId" | "namedOnly" | "addresseeMasked">>;

/** The job that ends a question which nobody answered in time. */
const QUESTION_DUE = "request.due";

type Settled = (change: Change, request: InformationRequest) => Promise<void>;
const hooks = new Map<string, Settled>();

/** What the module of a subject does, in the same change, when a question about it is answered, declined or expires. */
export function whenSettled(subjectType: string, hook: Settled): void {
  hooks.set(subjectType, hook);
}

/** Stores a new question. `path` is where in the input it stands. */
export async function recordQuestion(change: Change, ask: Ask, path = "input"): Promise<InformationRequest> {
  const { purpose, questions, dueAt = null } = ask;
  assertAskable(ask, change.now, path);
  const request: InformationRequest = {
    id: newId("request"),
    version: 1,
    caseId: ask.caseId,
    subjectType: ask.subjectType,
    subjectId: ask.subjectId,
    shareId: ask.shareId ?? null,
    namedOnly: ask.namedOnly ?? false,
    askerId: ask.askerId,
    askedById: ask.askedById,
    addresseeId: ask.addresseeId,
    addresseeMasked: ask.addresseeMasked ?? false,
    purpose,
    questions: asQuestions(questions),
    dueAt,
    state: "OPEN",
    reason: null,
    askedAt: change.now,
    settledAt: null,
    settledById: null,
    settledByOrganizationId: null,
  };
  await change.tx.insert(RequestTable, request);
  if (dueAt) await schedule(change, { kind: QUESTION_DUE, subjectId: request.id, dueAt });
  change.tell(requestTold("INFORMATION_REQUESTED", request, ["state", "questions"]));
  return request;
}

/** Brings a question to its end, and lets the module of its subject go on from there. */
export async function settle(change: Change, request: InformationRequest, state: keyof typeof ENDINGS): Promise<void> {
  if (request.dueAt) await cancel(change, { kind: QUESTION_DUE, subjectId: request.id });
  await hear(change, await end(change, request, state));
}

export function registerQuestionJobs(jobs: Jobs): void {
  jobs.register(QUESTION_DUE, expire);
}

/** The time to answer by has come. */
async function expire(change: Change, id: string): Promise<void> {
  const { tx } = change;
  const { caseId } = await tx.findOneByOrFail(RequestTable, { id });
  if (caseId !== null) await lockForHub(change, caseId);
  const current = await tx.findOneOrFail(RequestTable, { where: { id }, lock: { mode: "pessimistic_write" } });
  if (current.state === "OPEN") await hear(change, await end(change, current, "EXPIRED"));
}

/** Ends what is still asked about a subject that came to its end itself, and so needs not be told. */
export async function endQuestionsAbout(change: Change, subjectId: string): Promise<void> {
  for (const open of await change.tx.findBy(RequestTable, { subjectId, state: "OPEN" })) await drop(change, open);
}

async function drop(change: Change, open: InformationRequest): Promise<void> {
  if (open.dueAt) await cancel(change, { kind: QUESTION_DUE, subjectId: open.id });
  await end(change, open, "EXPIRED");
}

async function end(
  change: Change,
  request: InformationRequest,
  state: keyof typeof ENDINGS,
): Promise<InformationRequest> {
  const settled: InformationRequest = { ...request, state, version: request.version + 1, settledAt: change.now };
  const { id, ...facts } = settled;
  await change.tx.update(RequestTable, { id }, facts);
  const [type, changed] = ENDINGS[state];
  change.tell(requestTold(type, settled, ["state", "settledAt", ...changed]));
  return settled;
}

const ENDINGS = {
  ANSWERED: ["INFORMATION_ANSWERED", ["questions", "settledBy"]],
  DECLINED: ["INFORMATION_DECLINED", ["reason", "settledBy"]],
  EXPIRED: ["INFORMATION_EXPIRED", []],
} as const;

async function hear(change: Change, settled: InformationRequest): Promise<void> {
  if (settled.subjectType !== null) await hooks.get(settled.subjectType)?.(change, settled);
}

// Who leaves a case answers nothing in it any more, and waits for no answer.
whenLeaving(async (change, { id: caseId }, organizationId) => {
  const open = await change.tx.findBy(RequestTable, [
    { caseId, state: "OPEN", addresseeId: organizationId },
    { caseId, state: "OPEN", askerId: organizationId },
  ]);
  for (const request of open) {
    if (request.askerId === organizationId) await drop(change, request);
    else await settle(change, request, "EXPIRED");
  }
});
