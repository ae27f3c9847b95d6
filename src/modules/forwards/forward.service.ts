import type { Change, Outcome, ViewerChange, Writer } from "../../platform/change";
import type { Viewer } from "../../platform/context";
import { DomainError, invalid } from "../../platform/errors";
import { newId } from "../../platform/ids";
import { cancel, schedule } from "../../platform/jobs";
import { lockRow } from "../../platform/read/reader";
import { assertRole, assertSide, assertState, assertVersion } from "../../platform/verbs";
import { askIn } from "../disclosures/facts";
import { addresseesOf, venueOf } from "../publications/compose";
import { insertDraft, release } from "../publications/release";
import { assertAddressable, assertPublishable } from "../publications/rules";
import { findRevision } from "../revisions/revision.store";
import { shareModel, shareSides } from "../shares/share.read";
import { findShare, holdLine } from "../shares/share.store";
import { type GivenForward, type Line, copyOf } from "./copy";
import { ASK_DUE_MINUTES, type Forward } from "./forward";
import { forwardTold } from "./forward.events";
import { forwardModel, forwardSides } from "./forward.read";
import { ForwardTable } from "./forward.table";
import { forwardVerbs } from "./forward.verbs";

type Input = { readonly idempotencyKey: string };
type To = { readonly venueId?: string | null; readonly recipientIds?: readonly string[] | null };
export type RequestForwarding = Input &
  To & { readonly shareId: string; readonly purpose: string; readonly dueAt?: Date | null };
export type AnswerForwarding = Input & {
  readonly forwardId: string;
  readonly expectedVersion: number;
  readonly granted: boolean;
  readonly reason?: string | null;
};
export type ForwardShare = Input & To & GivenForward & { readonly shareId: string; readonly forwardId?: string | null };
export type ForwardOutcome = { readonly forwardId: string; readonly shareId: string | null };

/** The kind of the job that ends the wait for an answer. */
export const ASK_EXPIRY = "forward.expired";

/** Passing on what was received: with the originator's permission, within its marking, and never further than that. */
export class ForwardService {
  constructor(private readonly writer: Writer) {}

  /** Asks the originator. What the marking forbids is refused at once: permission would widen nothing. */
  request(viewer: Viewer, input: RequestForwarding): Promise<Outcome<ForwardOutcome>> {
    return this.writer.mutate(viewer, "requestForwarding", input, async (change) => {
      const line = await lineOf(change, "requestForwarding", input.shareId);
      if (line.origin.forwarding === "ALLOWED")
        throw new DomainError("STATE_CONFLICT", "Permission was given beforehand: forward it.", {
          field: "input.shareId",
        });
      const dueAt = input.dueAt ?? new Date(change.now.getTime() + ASK_DUE_MINUTES * 60_000);
      if (dueAt <= change.now) throw invalid("input.dueAt", "The answer is due in the future.");
      const to = await addressed(change, input);
      const { publication } = await copyOf(change, line, {}, to);
      await assertAddressable(askIn(change.tx), viewer, publication, line.origin);
      await assertNotAsked(change, line.share.id, to);
      const forward: Forward = {
        ...begun(change, line, to),
        purpose: input.purpose,
        state: "REQUESTED",
        dueAt,
      };
      await change.tx.insert(ForwardTable, forward);
      await schedule(change, { kind: ASK_EXPIRY, subjectId: forward.id, dueAt });
      change.tell(forwardTold("FORWARD_REQUESTED", forward, ["state", "purpose", "recipients", "dueAt"]));
      return { forwardId: forward.id, shareId: null };
    });
  }

  answer(viewer: Viewer, input: AnswerForwarding): Promise<Outcome<ForwardOutcome>> {
    return this.writer.mutate(viewer, "answerForwarding", input, async (change) => {
      const verb = forwardVerbs.answerForwarding;
      assertRole(viewer, "answerForwarding", verb);
      const { tx, now } = change;
      const locked = await lockRow(tx, viewer, forwardModel, input.forwardId, forwardSides, "input.forwardId");
      assertSide("answerForwarding", verb, locked.sides);
      assertVersion(input.expectedVersion, locked.row.version);
      assertState("answerForwarding", verb, locked.row.state);
      if (!input.granted && !input.reason?.trim()) throw invalid("input.reason", "Say why not.");
      const forward: Forward = {
        ...locked.row,
        version: locked.row.version + 1,
        state: input.granted ? "GRANTED" : "DENIED",
        reason: input.reason ?? null,
        answeredAt: now,
      };
      await tx.update(ForwardTable, { id: forward.id }, forward);
      await cancel(change, { kind: ASK_EXPIRY, subjectId: forward.id });
      const { senderMasked } = await findShare(tx, forward.originId);
      const type = input.granted ? "FORWARD_GRANTED" : "FORWARD_DENIED";
      change.tell(forwardTold(type, forward, ["state", "reason", "answeredAt"], senderMasked));
      return { forwardId: forward.id, shareId: null };
    });
  }

  /** Passes a share on: a copy in the forwarder's name, whose items share the fate of those that they were copied from. */
  forward(viewer: Viewer, input: ForwardShare): Promise<Outcome<ForwardOutcome>> {
    return this.writer.mutate(viewer, "forwardShare", input, async (change) => {
      assertRole(viewer, "forwardShare", forwardVerbs.forwardShare);
      // The permission is locked first: whoever answers it locks nothing else.
      const granted = input.forwardId ? await this.lockGranted(change, input.forwardId) : undefined;
      const line = await lineOf(change, "forwardShare", input.shareId);
      const asked = granted ? { venueId: granted.venueId, recipientIds: granted.recipientIds } : {};
      const to = await addressed(change, { ...asked, ...given(input) });
      assertPermitted(line, granted, to);
      const { publication, sent, paths } = await copyOf(change, line, input, to);
      const ask = askIn(change.tx);
      await assertPublishable(ask, viewer, publication, { claims: false, origin: line.origin }, change.now);
      await insertDraft(change.tx, sent, paths);
      const copy = await release(change, sent);
      const forward: Forward = {
        ...(granted ?? begun(change, line, to)),
        version: (granted?.version ?? 0) + 1,
        state: "FORWARDED",
        forwardedAt: change.now,
        copyId: copy.id,
      };
      await change.tx.upsert(ForwardTable, forward, ["id"]);
      change.tell(forwardTold("SHARE_FORWARDED", forward, ["state", "forwardedAt", "copy"]));
      return { forwardId: forward.id, shareId: copy.id };
    });
  }

  /** The job of a question that was not answered in time. */
  async expire(change: Change, forwardId: string): Promise<void> {
    const known = await change.tx.findOne(ForwardTable, {
      where: { id: forwardId },
      lock: { mode: "pessimistic_write" },
    });
    if (known?.state !== "REQUESTED") return;
    const forward: Forward = { ...known, version: known.version + 1, state: "EXPIRED" };
    await change.tx.update(ForwardTable, { id: forward.id }, { state: forward.state, version: forward.version });
    change.tell(forwardTold("FORWARD_EXPIRED", forward, ["state"]));
  }

  private async lockGranted({ tx, viewer }: ViewerChange, id: string): Promise<Forward> {
    const { row, sides } = await lockRow(tx, viewer, forwardModel, id, forwardSides, "input.forwardId");
    if (!sides.has("REQUESTER"))
      throw new DomainError("FORBIDDEN", "Permission is for whoever asked for it.", { field: "input.forwardId" });
    if (row.state !== "GRANTED") {
      const details = { from: row.state, to: "FORWARDED", allowed: ["GRANTED"] };
      throw new DomainError("STATE_CONFLICT", `A forward that is ${row.state} is no permission.`, { details });
    }
    return row;
  }
}

/** What reached the viewer and is still out, with the first of its line; nothing of it is for named persons alone. */
async function lineOf(change: ViewerChange, name: keyof typeof forwardVerbs, shareId: string): Promise<Line> {
  const { tx, viewer } = change;
  assertRole(viewer, name, forwardVerbs[name]);
  await holdLine(tx, shareId);
  const { row: share, sides } = await lockRow(tx, viewer, shareModel, shareId, shareSides, "input.shareId");
  assertSide(name, forwardVerbs[name], sides);
  if (share.state === "RETRACTED")
    throw new DomainError("STATE_CONFLICT", "It was taken back.", {
      field: "input.shareId",
      details: { from: share.state },
    });
  if (share.validUntil && share.validUntil <= change.now)
    throw new DomainError("STATE_CONFLICT", "Its time is over.", { field: "input.shareId" });
  const origin = share.originId === null ? share : await findShare(tx, share.originId);
  if (share.namedOnly || share.tlp === "RED" || share.tlp === "AMBER_STRICT") {
    const message = "It is for its recipients alone: only its sender sends it to others.";
    throw new DomainError("AUDIENCE_TOO_WIDE", message, { field: "input.shareId", details: { tlp: share.tlp } });
  }
  if (origin.forwarding === "NONE")
    throw new DomainError("FORBIDDEN", "Its originator does not allow passing it on.", { field: "input.shareId" });
  return { share, origin, revision: await findRevision(tx, share.currentRevisionId ?? "") };
}

type Addressed = Awaited<ReturnType<typeof addressed>>;
async function addressed(change: ViewerChange, { venueId, recipientIds }: To) {
  const venue = await venueOf(askIn(change.tx), change, venueId);
  if (recipientIds?.includes(change.viewer.organizationId))
    throw invalid("input.recipientIds", "Nobody shares with itself: name the others.");
  const addressees = await addresseesOf(change, { recipientIds: recipientIds ?? null, personIds: null }, venue);
  return { venueId: venue?.id ?? null, venueKind: venue?.kind ?? null, addressees };
}

const given = ({ venueId, recipientIds }: To): To => ({
  ...(venueId === undefined || venueId === null ? {} : { venueId }),
  ...(recipientIds === undefined || recipientIds === null ? {} : { recipientIds }),
});

/** Permission given beforehand, or for exactly this: these recipients, this venue. */
function assertPermitted({ share, origin }: Line, granted: Forward | undefined, to: Addressed): void {
  if (!granted) {
    if (origin.forwarding === "ALLOWED") return;
    throw new DomainError("FORBIDDEN", "Ask its originator first, by requestForwarding.", { field: "input.forwardId" });
  }
  if (granted.shareId !== share.id)
    throw new DomainError("FORBIDDEN", "That permission is for another share.", { field: "input.forwardId" });
  const beyond = to.addressees.recipientIds.filter((id) => !granted.recipientIds.includes(id));
  if (beyond.length > 0 || to.venueId !== granted.venueId) {
    const message = "Permission was given for other recipients, or another venue.";
    throw new DomainError("AUDIENCE_TOO_WIDE", message, { field: "input.recipientIds", details: { beyond } });
  }
}

/** The originator is asked once for the same: it owes one answer, not as many as there are calls. */
async function assertNotAsked({ tx, viewer }: ViewerChange, shareId: string, to: Addressed): Promise<void> {
  const requesterId = viewer.organizationId;
  const open = await tx.findBy(ForwardTable, { shareId, requesterId, state: "REQUESTED" });
  const asFor = (venueId: string | null, ids: readonly string[]) => JSON.stringify([venueId, [...ids].sort()]);
  const asked = asFor(to.venueId, to.addressees.recipientIds);
  if (open.every(({ venueId, recipientIds }) => asFor(venueId, recipientIds) !== asked)) return;
  const details = { from: "REQUESTED" };
  throw new DomainError("STATE_CONFLICT", "The originator was asked for this, and has not answered yet.", { details });
}

const begun = ({ viewer, now }: ViewerChange, { share, origin }: Line, to: Addressed): Forward => ({
  id: newId("forward"),
  version: 1,
  shareId: share.id,
  originId: origin.id,
  requesterId: viewer.organizationId,
  originatorId: origin.senderId,
  requestedById: viewer.accountId,
  purpose: null,
  venueId: to.venueId,
  recipientIds: to.addressees.recipientIds,
  state: "REQUESTED",
  reason: null,
  requestedAt: now,
  dueAt: null,
  answeredAt: null,
  forwardedAt: null,
  copyId: null,
});
