import type { Outcome, ViewerChange, Writer } from "../../platform/change";
import type { Viewer } from "../../platform/context";
import { DomainError, invalid } from "../../platform/errors";
import type { Pap } from "../../platform/marking";
import { itemOk, itemRefused, itemUnchanged } from "../../platform/items";
import { assertRole } from "../../platform/verbs";
import { type ShareReceipt, type ShareUse, answeredHalf, assertPapAllows, movedUse } from "../receipts/receipt";
import { receiptTold } from "../receipts/receipt.events";
import { lockReceipts, saveAnswers, usesOf } from "../receipts/receipt.store";
import { type ReceiverHalf, assertNeededLater, assertReceiverAnswered } from "../shares/receiver-half";
import { responseVerbs } from "./response.verbs";
import type { PartResult, RespondPart, RespondedShare, ResponseResult, ShareResponse } from "./response";
import { type Reached, makeMissing, papsOf, reachedBy } from "./response.store";

export type RespondToShare = { readonly idempotencyKey: string; readonly responses: readonly ShareResponse[] };
export type RespondOutcome = { readonly results: readonly ResponseResult[]; readonly receiptIds: readonly string[] };

/** What is known when responses are judged: shares, receipts and uses, the last two as they become on the way. */
type Standing = {
  readonly shares: ReadonlyMap<string, Reached>;
  /** By revision, where somebody blocks automatically: nothing else depends on it. */
  readonly paps: ReadonlyMap<string, Pap>;
  readonly receipts: Map<string, ShareReceipt>;
  readonly uses: Map<string, ShareUse>;
  readonly changed: Map<string, Set<string>>;
};
type Judged = { readonly response: RespondedShare; readonly changed: boolean } | DomainError;

const useKey = (shareId: string, number: number): string => `${shareId} ${number}`;

/** Takes what receivers say: acknowledgement, use, six answers, verdicts and sightings, of many shares in one call. */
export class ResponseService {
  private readonly parts: RespondPart<unknown>[] = [];

  constructor(private readonly writer: Writer) {}

  /** Adds something that a response may hold. */
  addPart<Given>(part: RespondPart<Given>): void {
    this.parts.push(part);
  }

  respond(viewer: Viewer, input: RespondToShare): Promise<Outcome<RespondOutcome>> {
    return this.writer.mutate(viewer, "respondToShare", input, async (change) => {
      assertRole(viewer, "respondToShare", responseVerbs.respondToShare);
      const standing = await this.enter(change, input.responses);
      const judged = judgeAll(change, input.responses, standing);
      await this.save(change, standing);
      const parts = await this.takeParts(change, input.responses, judged);
      const results = judged.map((one, index): ResponseResult => {
        if (one instanceof DomainError) return { ...itemRefused(index, one), parts: [] };
        const taken = parts.get(index) ?? [];
        const { receiptId } = one.response;
        const news = one.changed || taken.some(({ outcome }) => outcome === "OK");
        return { ...(news ? itemOk(index, receiptId) : itemUnchanged(index, receiptId)), parts: taken };
      });
      const receiptIds = results.flatMap(({ id }) => (id === null ? [] : [id]));
      return { results, receiptIds: [...new Set(receiptIds)] };
    });
  }

  /** Locks what the responses are about, and reads it after the lock. */
  private async enter(change: ViewerChange, responses: readonly ShareResponse[]): Promise<Standing> {
    const { tx, viewer } = change;
    const ids = [...new Set(responses.map(({ shareId }) => shareId))];
    await makeMissing(change, ids);
    const receipts = await lockReceipts(tx, viewer.organizationId, ids);
    const shares = new Map((await reachedBy(change, ids)).map((share) => [share.id, share]));
    const named = revisionsOf(responses, shares);
    const uses = await usesOf(tx, viewer.organizationId, named);
    const blocking = [...receipts, ...responses.map(({ fiveW }) => fiveW)].some((half) => half?.how === "AUTO_BLOCK");
    const revisionIds = named.flatMap(({ shareId, number }) => shares.get(shareId)?.revisions[number] ?? []);
    return {
      shares,
      paps: blocking ? await papsOf(change, revisionIds) : new Map(),
      receipts: new Map(receipts.map((receipt) => [receipt.shareId, receipt])),
      uses: new Map(uses.map(({ shareId, ...use }) => [useKey(shareId, use.number), use])),
      changed: new Map(),
    };
  }

  private async save(change: ViewerChange, { shares, receipts, uses, changed }: Standing): Promise<void> {
    const { now, viewer } = change;
    const answered = [...changed.keys()].flatMap((shareId): ShareReceipt[] => {
      const receipt = receipts.get(shareId);
      if (!receipt) return [];
      return [{ ...receipt, version: receipt.version + 1, answeredById: viewer.accountId, answeredAt: now }];
    });
    const moved = [...uses].flatMap(([key, use]) => (changed.has(key.split(" ")[0] ?? "") ? [use] : []));
    await saveAnswers(change.tx, answered, moved);
    for (const receipt of answered) {
      const fields = [...(changed.get(receipt.shareId) ?? [])];
      change.tell(receiptTold("RECEIPT_CHANGED", receipt, shares.get(receipt.shareId)?.caseId ?? null, fields));
    }
  }

  private async takeParts(
    change: ViewerChange,
    responses: readonly ShareResponse[],
    judged: readonly Judged[],
  ): Promise<ReadonlyMap<number, readonly PartResult[]>> {
    const results = new Map<number, PartResult[]>();
    for (const part of this.parts) {
      const given = judged.flatMap((one) => {
        if (one instanceof DomainError) return [];
        const items = responses[one.response.index]?.[part.field];
        return Array.isArray(items) && items.length > 0
          ? [{ response: one.response, items: items as readonly unknown[] }]
          : [];
      });
      if (given.length === 0) continue;
      const taken = await part.take(change, given);
      given.forEach(({ response: { index } }, i) => {
        const named = (taken[i] ?? []).map((result) => ({ ...result, part: part.field }));
        results.set(index, [...(results.get(index) ?? []), ...named]);
      });
    }
    return results;
  }
}

/** The revisions that responses are about; where one states the half anew, all, since there is one half for all. */
function revisionsOf(responses: readonly ShareResponse[], shares: ReadonlyMap<string, Reached>) {
  const named = responses.flatMap(({ shareId, revisionNumber, fiveW }) => {
    const share = shares.get(shareId);
    if (fiveW) return Object.keys(share?.revisions ?? {}).map((number) => useKey(shareId, Number(number)));
    const number = revisionNumber ?? newestOf(share);
    return number === undefined ? [] : [useKey(shareId, number)];
  });
  return [...new Set(named)].map((key) => {
    const [shareId = "", number] = key.split(" ");
    return { shareId, number: Number(number) };
  });
}

const newestOf = (share: Reached | undefined): number | undefined =>
  share && Math.max(...Object.keys(share.revisions).map(Number));

/** Judges responses one after the other: what one changes the next one finds. */
function judgeAll(change: ViewerChange, responses: readonly ShareResponse[], standing: Standing): readonly Judged[] {
  const seen = new Set<string>();
  return responses.map((response, index) => {
    try {
      return judge(change, response, index, standing, seen);
    } catch (error) {
      if (error instanceof DomainError) return error;
      throw error;
    }
  });
}

function judge(
  { now }: ViewerChange,
  given: ShareResponse,
  index: number,
  standing: Standing,
  seen: Set<string>,
): Judged {
  const at = `input.responses[${index}]`;
  const { share, number, revisionId, receipt } = placeOf(given, standing, at);
  const key = useKey(share.id, number);
  if (seen.has(key)) throw invalid(`${at}.shareId`, "This revision is in the call already: respond to it once.");
  seen.add(key);

  const half = answeredHalf(receipt, given);
  const { how = null, neededBy } = given.fiveW ?? {};
  const used = given.state === "PLANNED" || given.state === "USED" ? half.how : how;
  assertPapAllows(standing.paps.get(revisionId) ?? share.pap, used, `${at}.fiveW.how`);
  assertNeededLater(neededBy, { was: receipt.neededBy, now }, `${at}.fiveW.neededBy`);
  if (!sameHalf(receipt, half)) assertHolds(half, number, share, standing, `${at}.fiveW`);
  const use = standing.uses.get(key) ?? freshUse(receipt.id, number, now);
  const moved = movedUse(use, given, at, now);
  const fields = [...(sameHalf(receipt, half) ? [] : ["receiverFiveW"]), ...(moved === use ? [] : ["state", "uses"])];
  if (fields.length > 0) {
    assertReceiverAnswered(half, moved.state, `${at}.fiveW`);
    standing.receipts.set(share.id, { ...receipt, ...half });
    standing.uses.set(key, moved);
    standing.changed.set(share.id, new Set([...(standing.changed.get(share.id) ?? []), ...fields]));
  }
  const { senderId, caseId } = share;
  const response = { index, shareId: share.id, revisionId, number, receiptId: receipt.id, senderId, caseId };
  return { response, changed: fields.length > 0 };
}

/** What is stated anew is so for the other revisions too: what was done with them must still be answered, and allowed. */
function assertHolds(
  half: ReceiverHalf,
  number: number,
  share: Reached,
  { uses, paps }: Standing,
  field: string,
): void {
  for (const [other, revisionId] of Object.entries(share.revisions)) {
    const state = uses.get(useKey(share.id, Number(other)))?.state;
    if (state === undefined || Number(other) === number) continue;
    assertReceiverAnswered(half, state, field);
    if (state === "PLANNED" || state === "USED")
      assertPapAllows(paps.get(revisionId) ?? share.pap, half.how, `${field}.how`);
  }
}

/** What a response is about, as far as it reached the viewer. */
function placeOf(given: ShareResponse, { shares, receipts }: Standing, at: string) {
  const [share, receipt] = [shares.get(given.shareId), receipts.get(given.shareId)];
  if (share?.own)
    throw new DomainError("FORBIDDEN", "It is your own: those that it reached respond.", { field: `${at}.shareId` });
  if (!share || !receipt) throw new DomainError("NOT_FOUND", "Share was not found.", { field: `${at}.shareId` });
  const number = given.revisionNumber ?? newestOf(share) ?? 1;
  const revisionId = share.revisions[number];
  if (!revisionId)
    throw new DomainError("NOT_FOUND", "ShareRevision was not found.", { field: `${at}.revisionNumber` });
  return { share, receipt, number, revisionId };
}

/** Of a revision from before the share reached the organisation. */
const freshUse = (receiptId: string, number: number, now: Date): ShareUse => ({
  receiptId,
  number,
  state: "DELIVERED",
  reason: null,
  note: null,
  deliveredAt: now,
  acknowledgedAt: null,
  plannedAt: null,
  settledAt: null,
});

const sameHalf = (a: ReceiverHalf, b: ReceiverHalf): boolean =>
  a.why.join() === b.why.join() &&
  a.whyText === b.whyText &&
  a.how === b.how &&
  a.neededBy?.getTime() === b.neededBy?.getTime();
