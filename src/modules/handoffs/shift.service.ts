import type { Outcome, ViewerChange, Writer } from "../../platform/change";
import type { Viewer } from "../../platform/context";
import { DomainError, invalid } from "../../platform/errors";
import { type ItemResult, itemOk, itemRefused } from "../../platform/items";
import { assertRole, assertSide } from "../../platform/verbs";
import type { Actor } from "../accounts/account.find";
import { isNarrow } from "../cases/case";
import type { CaseService } from "../cases/case.service";
import { lockCases } from "../cases/within";
import { recordOffers } from "./handoff.record";
import { handoffVerbs } from "./handoff.verbs";
import { assertOpen, newOffer, receivers } from "./offers";
import { type GivenPackage, packageOf } from "./package";

export type ShiftItem = { readonly caseId: string; readonly package: GivenPackage };
export type HandOverShift = {
  readonly idempotencyKey: string;
  /** What holds for every case that does not say otherwise. */
  readonly contact?: string | null;
  readonly dueAt?: Date | null;
  readonly receivingAccountIds?: readonly string[] | null;
  readonly items: readonly ShiftItem[];
};
export type ShiftOutcome = { readonly items: readonly ItemResult[] };
type Offer = ReturnType<typeof newOffer>;
type Cases = Awaited<ReturnType<typeof lockCases>>;

/** Hands the cases of one shift to the next (申し送り), inside one organisation. */
export class ShiftService {
  constructor(
    private readonly writer: Writer,
    private readonly cases: CaseService,
  ) {}

  /** One handoff for each case. A case that is refused does not hold the others back. */
  handOver(viewer: Viewer, input: HandOverShift): Promise<Outcome<ShiftOutcome>> {
    return this.writer.mutate(viewer, "handOverShift", input, async (change) => {
      assertRole(viewer, "handOverShift", handoffVerbs.handOverShift);
      const locked = await lockCases(change, [...new Set(input.items.map(({ caseId }) => caseId))]);
      const accounts = await receivers(
        change,
        input.receivingAccountIds ?? [],
        viewer.organizationId,
        "input.receivingAccountIds",
      );
      const to = accounts.map(({ id }) => id);
      const offers = input.items.map((item, i) =>
        attempt(() => shiftOffer(change, input, i, locked.get(item.caseId), to)),
      );
      const taken = offers.flatMap((offer) => (offer instanceof DomainError ? [] : [offer]));
      await this.nameReceivers(change, locked, taken, accounts);
      await recordOffers(change, taken);
      return {
        items: offers.map((offer, i) =>
          offer instanceof DomainError ? itemRefused(i, offer) : itemOk(i, offer.handoff.id),
        ),
      };
    });
  }

  /** Of a narrow case the next shift sees nothing unless it is named. */
  private async nameReceivers(
    change: ViewerChange,
    locked: Cases,
    offers: readonly Offer[],
    accounts: readonly Actor[],
  ): Promise<void> {
    if (accounts.length === 0) return;
    for (const { handoff } of offers) {
      const incident = locked.get(handoff.caseId)?.row;
      if (incident && isNarrow(incident)) await this.cases.addMembers(change, incident.id, accounts);
    }
  }
}

function shiftOffer(
  change: ViewerChange,
  { items, contact, dueAt }: HandOverShift,
  index: number,
  locked: ReturnType<Cases["get"]>,
  receivingAccountIds: readonly string[],
): Offer {
  const path = `input.items[${index}]`;
  const item = items[index];
  if (!item || !locked) throw new DomainError("NOT_FOUND", "Case was not found.", { field: `${path}.caseId` });
  const { row: incident, sides } = locked;
  assertSide("handOverShift", handoffVerbs.handOverShift, sides);
  assertOpen(incident);
  if (items.findIndex(({ caseId }) => caseId === item.caseId) < index) {
    throw invalid(`${path}.caseId`, "The case is handed over by an item before this one.");
  }
  const common = { severity: incident.severity, ...(contact ? { contact } : {}), ...(dueAt ? { dueAt } : {}) };
  const facts = packageOf({ ...common, ...item.package }, {}, change.now, `${path}.package`);
  return newOffer(change, facts, {
    caseId: incident.id,
    kind: "SHIFT_CHANGE",
    receiverId: change.viewer.organizationId,
    receiverRole: null,
    invited: false,
    receivingAccountIds,
    reason: null,
    acknowledgeBy: null,
  });
}

/** What a rule refuses of one item stays with the item. */
function attempt<T>(work: () => T): T | DomainError {
  try {
    return work();
  } catch (error) {
    if (error instanceof DomainError) return error;
    throw error;
  }
}
