import type { Change, Outcome, ViewerChange, Writer } from "../../platform/change";
import type { Viewer } from "../../platform/context";
import { newId } from "../../platform/ids";
import { assertVisible, lockRow } from "../../platform/read/reader";
import { bind, run, sql } from "../../platform/sql";
import { assertRole, assertSide, assertState, assertVersion } from "../../platform/verbs";
import type { Severity } from "../cases/case";
import { organizationModel } from "../organizations/organization.read";
import {
  type Agreement,
  type AgreementContact,
  type AgreementTarget,
  type DisclosureClause,
  accepted,
  assertTerms,
} from "./agreement";
import { agreementSides } from "./agreement.access";
import { agreementTold } from "./agreement.events";
import { agreementModel, fromAgreementsBetween } from "./agreement.read";
import { AgreementContactTable, AgreementPartyTable, AgreementTable } from "./agreement.table";
import { agreementVerbs } from "./agreement.verbs";

type Input = { readonly idempotencyKey: string };
type Rung = Pick<AgreementContact, "organizationId" | "name" | "phone" | "minutesToNext">;
export type CreateAgreement = Input & {
  readonly title: string;
  readonly partyIds: readonly string[];
  readonly validFrom?: Date | null;
  readonly validUntil?: Date | null;
  readonly targets?: readonly AgreementTarget[] | null;
  readonly speedWindowMinutes?: number | null;
  readonly disclosureClauses?: readonly DisclosureClause[] | null;
  readonly contactLadder?: readonly Rung[] | null;
};
export type AcceptAgreement = Input & { readonly agreementId: string; readonly expectedVersion: number };
export type EndAgreement = AcceptAgreement & { readonly reason: string };
export type AgreementOutcome = { readonly agreementId: string };
/** How soon a receiver has promised to answer. */
export type Targets = Pick<AgreementTarget, "acknowledgeWithinMinutes" | "respondWithinMinutes">;

export class AgreementService {
  constructor(private readonly writer: Writer) {}

  /** Proposes an agreement to its other parties. It binds nobody until all have accepted. */
  create(viewer: Viewer, input: CreateAgreement): Promise<Outcome<AgreementOutcome>> {
    return this.writer.mutate(viewer, "createAgreement", input, async (change) => {
      assertRole(viewer, "createAgreement", agreementVerbs.createAgreement);
      const partyIds = [...new Set([viewer.organizationId, ...input.partyIds])];
      const agreement = proposed(change, input);
      const contactLadder = input.contactLadder ?? [];
      assertTerms({ ...agreement, partyIds, contactLadder });
      await assertVisible(change.tx, viewer, organizationModel, partyIds, "input.partyIds");
      await store(change, agreement, partyIds, contactLadder);
      change.tell(agreementTold("AGREEMENT_PROPOSED", agreement, ["state", "parties"]));
      return { agreementId: agreement.id };
    });
  }

  /** A party binds itself. When all have, the agreement is active. */
  accept(viewer: Viewer, input: AcceptAgreement): Promise<Outcome<AgreementOutcome>> {
    return this.writer.mutate(viewer, "acceptAgreement", input, async (change) => {
      const { tx, now } = change;
      const current = await this.lock(change, "acceptAgreement", input);
      const parties = await tx.findBy(AgreementPartyTable, { agreementId: current.id });
      const { state } = accepted(parties, viewer.organizationId, now);
      const next: Agreement = { ...current, state, version: current.version + 1 };
      const own = { agreementId: next.id, organizationId: viewer.organizationId };
      await tx.update(AgreementPartyTable, own, { acceptedAt: now });
      await tx.update(AgreementTable, { id: next.id }, { state, version: next.version });
      const changed = state === current.state ? ["parties"] : ["parties", "state"];
      change.tell(agreementTold("AGREEMENT_ACCEPTED", next, changed));
      return { agreementId: next.id };
    });
  }

  /** A party turns a proposal down, or ends what it agreed to. */
  end(viewer: Viewer, input: EndAgreement): Promise<Outcome<AgreementOutcome>> {
    return this.writer.mutate(viewer, "endAgreement", input, async (change) => {
      const current = await this.lock(change, "endAgreement", input);
      const next: Agreement = {
        ...current,
        state: "ENDED",
        version: current.version + 1,
        endedAt: change.now,
        endingReason: input.reason,
      };
      const { id, state, version, endedAt, endingReason } = next;
      await change.tx.update(AgreementTable, { id }, { state, version, endedAt, endingReason });
      change.tell(agreementTold("AGREEMENT_ENDED", next, ["state", "endedAt", "endingReason"]));
      return { agreementId: id };
    });
  }

  /**
   * How soon a receiver has promised a giver to answer at this severity: of several agreements in force, the shortest
   * times. Undefined when nothing was promised.
   */
  async targetsFor(
    { tx }: Change,
    giverId: string,
    receiverId: string,
    severity: Severity,
  ): Promise<Targets | undefined> {
    const targets = fromAgreementsBetween(bind(giverId, "text"), bind(receiverId, "text"), (a) => a("targets"));
    const [shortest] = await run<{ [Key in keyof Targets]: number | null }>(
      tx,
      "agreements.targets",
      sql`
      select min(t."acknowledgeWithinMinutes") as "acknowledgeWithinMinutes",
             min(t."respondWithinMinutes") as "respondWithinMinutes"
      from (${targets}) agreed (targets), jsonb_to_recordset(agreed.targets)
        as t (severity text, "acknowledgeWithinMinutes" integer, "respondWithinMinutes" integer)
      where t.severity = ${bind(severity, "text")}`,
    );
    const { acknowledgeWithinMinutes = null, respondWithinMinutes = null } = shortest ?? {};
    if (acknowledgeWithinMinutes === null || respondWithinMinutes === null) return undefined;
    return { acknowledgeWithinMinutes, respondWithinMinutes };
  }

  /**
   * For each of a receiver's contacts on the ladder, in calling order: how many minutes to wait before the next is
   * called. Of several agreements in force that name contacts of it, the newest holds. Empty when none does.
   */
  async ladderFor({ tx }: Change, giverId: string, receiverId: string): Promise<readonly number[]> {
    const receiver = bind(receiverId, "text");
    const agreements = fromAgreementsBetween(
      bind(giverId, "text"),
      receiver,
      (a) => sql`${a("id")}, ${a("createdAt")}`,
    );
    const rungs = await run<{ minutes: number }>(
      tx,
      "agreements.ladder",
      sql`
      with contacts as (
        select c.minutes_to_next as minutes, c.step, dense_rank() over (order by a.created_at desc, a.id) as newest
        from (${agreements}) a (id, created_at) join agreement_contacts c on c.agreement_id = a.id
        where c.organization_id = ${receiver})
      select minutes from contacts where newest = 1 order by step`,
    );
    return rungs.map(({ minutes }) => minutes);
  }

  private async lock(
    { tx, viewer }: ViewerChange,
    name: "acceptAgreement" | "endAgreement",
    { agreementId, expectedVersion }: AcceptAgreement,
  ): Promise<Agreement> {
    const verb = agreementVerbs[name];
    assertRole(viewer, name, verb);
    const { row, sides } = await lockRow(tx, viewer, agreementModel, agreementId, agreementSides, "input.agreementId");
    assertSide(name, verb, sides);
    assertVersion(expectedVersion, row.version);
    assertState(name, verb, row.state);
    return row;
  }
}

const proposed = ({ viewer, now }: ViewerChange, input: CreateAgreement): Agreement => ({
  id: newId("agreement"),
  version: 1,
  title: input.title,
  state: "PROPOSED",
  validFrom: input.validFrom ?? now,
  validUntil: input.validUntil ?? null,
  targets: input.targets ?? [],
  speedWindowMinutes: input.speedWindowMinutes ?? null,
  disclosureClauses: input.disclosureClauses ?? [],
  proposedById: viewer.organizationId,
  createdAt: now,
  endedAt: null,
  endingReason: null,
});

async function store(
  { tx, viewer, now }: ViewerChange,
  agreement: Agreement,
  partyIds: readonly string[],
  contactLadder: readonly Rung[],
): Promise<void> {
  const agreementId = agreement.id;
  await tx.insert(AgreementTable, agreement);
  await tx.insert(
    AgreementPartyTable,
    partyIds.map((organizationId) => ({
      agreementId,
      organizationId,
      acceptedAt: organizationId === viewer.organizationId ? now : null,
    })),
  );
  if (contactLadder.length === 0) return;
  await tx.insert(
    AgreementContactTable,
    contactLadder.map(({ organizationId, name, phone, minutesToNext }, i) => ({
      id: newId("agcontact"),
      agreementId,
      step: i + 1,
      organizationId,
      name,
      phone,
      minutesToNext,
    })),
  );
}
