import type { FileReader } from "../../interop/apart/reader";
import type { ReadResult } from "../../interop/statement";
import type { Outcome, ViewerChange, Writer } from "../../platform/change";
import type { Viewer } from "../../platform/context";
import { DomainError, invalid } from "../../platform/errors";
import type { ItemResult } from "../../platform/items";
import type { Tlp } from "../../platform/marking";
import { tableOf } from "../../platform/read/compile";
import { scopeOf, visibleRows } from "../../platform/read/model";
import { assertVisible } from "../../platform/read/reader";
import { bind, run, sql } from "../../platform/sql";
import { assertRole } from "../../platform/verbs";
import { findActing, unknownAccount } from "../accounts/account.find";
import type { GivenStatement } from "../assertions/assertion";
import type { AssertionService } from "../assertions/assertion.service";
import type { Case } from "../cases/case";
import type { CaseService } from "../cases/case.service";
import type { ParticipantRole } from "../cases/participant";
import { detectionFacts } from "../detections/detection";
import { detectionModel } from "../detections/detection.read";
import type { DetectionService, MatchingDetection } from "../detections/detection.service";
import type { HandoffService } from "../handoffs/handoff.service";
import type { OfferFacts } from "../handoffs/offers";
import { organizationModel } from "../organizations/organization.read";
import type { OrganizationKind } from "../organizations/organization";
import { type GivenFile, type ImportSummary, readGiven } from "./import";
import type { ImportService } from "./import.service";
import { type GivenCase, type Noticed, factsOfCase, roleOf } from "./intake";
import { intakeVerbs } from "./intake.verbs";

type Guest = {
  readonly organizationId: string;
  readonly role: ParticipantRole;
  readonly memberIds?: readonly string[] | null;
};
export type OpenCase = GivenCase & {
  readonly idempotencyKey: string;
  readonly role?: ParticipantRole | null;
  readonly memberIds?: readonly string[] | null;
  readonly participants?: readonly Guest[] | null;
  readonly detection?: MatchingDetection | null;
  readonly detectionId?: string | null;
  readonly indicators?: readonly GivenStatement[] | null;
  readonly file?: (GivenFile & { readonly defaultTlp?: Tlp | null }) | null;
  readonly handoff?: OfferFacts | null;
};
export type Opened = {
  readonly caseId: string;
  readonly detectionId: string | null;
  readonly handoffId: string | null;
  /** Of the indicators that were given. */
  readonly items: readonly ItemResult[];
  /** Of those that the detection matched. */
  readonly matched: readonly ItemResult[];
  readonly summary: ImportSummary | null;
};

type Services = {
  readonly cases: CaseService;
  readonly assertions: AssertionService;
  readonly detections: DetectionService;
  readonly imports: ImportService;
  readonly handoffs: HandoffService;
  readonly reader: FileReader;
};

export class IntakeService {
  constructor(
    private readonly writer: Writer,
    private readonly services: Services,
  ) {}

  /**
   * Opens a case with all that belongs to its first minute, in one transaction. What is wrong with the case refuses the
   * call; what is wrong with one indicator refuses that indicator.
   */
  async open(viewer: Viewer, input: OpenCase): Promise<Outcome<Opened>> {
    assertRole(viewer, "openCase", intakeVerbs.openCase);
    const read = input.file ? await readGiven(this.services.reader, input.file, "input.file") : undefined; // Before the transaction: it takes time.
    return this.writer.mutate(viewer, "openCase", input, async (change) => {
      const { assertions } = this.services;
      await assertions.enter(change, "openCase", intakeVerbs.openCase, null);
      const one = await this.openOnly(change, input);
      await this.invite(change, one, input);
      const noticed = await this.notice(change, one, input);
      const items = await assertions.assertItems(change, one, input.indicators ?? [], {}, "input.indicators");
      const summary = read ? await this.store(change, one, read, input) : null;
      const handoffId = await this.handOff(change, one, input);
      return { caseId: one.id, handoffId, ...noticed, items, summary };
    });
  }

  private async openOnly(change: ViewerChange, input: OpenCase): Promise<Case> {
    const { tx, viewer } = change;
    const facts = factsOfCase(input, await noticedBy(change, input));
    const affected = facts.affectedId === null ? [] : [facts.affectedId];
    await assertVisible(tx, viewer, organizationModel, affected, "input.affectedOrganizationId");
    const role = input.role ?? roleOf(await kindsOf(change));
    if (role === "OBSERVER") throw invalid("input.role", "An observer looks on: whoever opens a case works in it.");
    return this.services.cases.open(change, { ...facts, intake: input.intake }, role);
  }

  /** Names one's own people and tools, and invites the others. */
  private async invite(change: ViewerChange, { id, ownerId }: Case, input: OpenCase): Promise<void> {
    const { cases } = this.services;
    const guests = input.participants ?? [];
    for (const [i, { organizationId, role }] of guests.entries()) {
      const field = `input.participants[${i}].organizationId`;
      await assertVisible(change.tx, change.viewer, organizationModel, [organizationId], field);
      await cases.join(change, id, organizationId, role, "INVITED");
    }
    const named = [
      ...(input.memberIds ?? []).map((member, i) => ({ member, of: ownerId, field: `input.memberIds[${i}]` })),
      ...guests.flatMap(({ organizationId: of, memberIds }, i) =>
        (memberIds ?? []).map((member, j) => ({ member, of, field: `input.participants[${i}].memberIds[${j}]` })),
      ),
    ];
    const accounts = await findActing(
      change.tx,
      named.map(({ member }) => member),
      [...new Set(named.map(({ of }) => of))],
    );
    const missing = named.find(
      ({ member, of }) => !accounts.some((account) => account.id === member && account.organizationId === of),
    );
    if (missing) throw unknownAccount(missing.field);
    await cases.addMembers(change, id, accounts);
  }

  private async notice(change: ViewerChange, one: Case, { detection, detectionId }: OpenCase) {
    const { detections } = this.services;
    if (detectionId != null) await detections.attachTo(change, one, detectionId, undefined, "input");
    if (!detection) return { detectionId: detectionId ?? null, matched: [] };
    const { detectionId: recorded, items } = await detections.recordIn(change, one, detection, "input.detection");
    return { detectionId: recorded, matched: items };
  }

  private store(change: ViewerChange, one: Case, read: ReadResult, { file }: OpenCase): Promise<ImportSummary> {
    return this.services.imports.store(change, one, read, file?.defaultTlp);
  }

  /** What the case says already need not be said again in the handoff's package. */
  private async handOff(change: ViewerChange, one: Case, { handoff }: OpenCase): Promise<string | null> {
    if (!handoff) return null;
    const summary = handoff.package.summary ?? (one.summary || one.title);
    const given = { ...handoff.package, summary, severity: handoff.package.severity ?? one.severity };
    const offered = await this.services.handoffs.offer(change, one, { ...handoff, package: given }, "input.handoff");
    return offered.id;
  }
}

/** What the detection says that comes with the case, or that it refers to. */
async function noticedBy(
  { tx, viewer }: ViewerChange,
  { detection, detectionId }: OpenCase,
): Promise<Noticed | undefined> {
  if (detection) return detectionFacts(detection, "input.detection");
  if (detectionId == null) return undefined;
  const { alias, column } = tableOf(detectionModel);
  const [found] = await run<Noticed>(
    tx,
    "detections.noticed",
    sql`
    select ${column("title")} as title, ${column("rule")} as rule, ${column("tool")} as tool,
           ${column("firstSeen")} as "firstSeen", ${column("detectedAt")} as "detectedAt"
    from ${visibleRows(detectionModel, alias, scopeOf(viewer), (d) => sql`${d("id")} = ${bind(detectionId, "text")}`)}`,
  );
  if (!found) throw new DomainError("NOT_FOUND", "Detection was not found.", { field: "input.detectionId" });
  return found;
}

async function kindsOf({ tx, viewer }: ViewerChange): Promise<readonly OrganizationKind[]> {
  const { alias, column } = tableOf(organizationModel);
  const own = visibleRows(organizationModel, alias, scopeOf(viewer), (o, me) => sql`${o("id")} = ${me.organization}`);
  const [found] = await run<{ kinds: readonly OrganizationKind[] }>(
    tx,
    "organizations.own kinds",
    sql`select ${column("kinds")} as kinds from ${own}`,
  );
  return found?.kinds ?? [];
}
