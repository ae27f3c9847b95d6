import type { Outcome, ViewerChange, Writer } from "../../platform/change";
import type { Viewer } from "../../platform/context";
import { DomainError, invalid } from "../../platform/errors";
import type { ItemResult } from "../../platform/items";
import { tableOf } from "../../platform/read/compile";
import { scopeOf, visibleRows } from "../../platform/read/model";
import { assertVisible, lockRow } from "../../platform/read/reader";
import { bind, run, sql } from "../../platform/sql";
import { assertSide, assertVersion } from "../../platform/verbs";
import type { GivenStatement } from "../assertions/assertion";
import type { AssertionService } from "../assertions/assertion.service";
import { indicatorsOf } from "../assertions/assertion.store";
import type { Case } from "../cases/case";
import type { Indicator } from "../indicators/indicator";
import { indicatorModel } from "../indicators/indicator.read";
import { type DetectionFacts, type GivenDetection, RAW_ALERT_BYTES_MAX, detectionFacts } from "./detection";
import { detectionSides } from "./detection.access";
import { detectionTold } from "./detection.events";
import { detectionModel } from "./detection.read";
import { type RecordedDetection, recordDetections } from "./detection.record";
import { addMatches, knownDetections } from "./detection.store";
import { DetectionTable } from "./detection.table";
import { detectionVerbs } from "./detection.verbs";

/** A detection with what it matched: indicators that one sees, and values, which one's organisation then asserts. */
export type MatchingDetection = GivenDetection & {
  readonly indicators?: readonly GivenStatement[] | null;
  readonly indicatorIds?: readonly string[] | null;
};
export type RecordDetection = MatchingDetection & { readonly idempotencyKey: string; readonly caseId?: string | null };
export type AttachDetection = {
  readonly idempotencyKey: string;
  readonly detectionId: string;
  readonly expectedVersion: number;
  readonly caseId: string;
};
type Recorded = { readonly detectionId: string; readonly items: readonly ItemResult[] };

export class DetectionService {
  constructor(
    private readonly writer: Writer,
    private readonly assertions: AssertionService,
  ) {}

  /** Records what a tool or a person noticed, in a case or for later. */
  record(viewer: Viewer, input: RecordDetection): Promise<Outcome<Recorded & { readonly caseId: string | null }>> {
    return this.writer.mutate(viewer, "recordDetection", input, async (change) => {
      const verb = detectionVerbs.recordDetection;
      const current = await this.assertions.enter(change, "recordDetection", verb, input.caseId);
      return { ...(await this.recordIn(change, current, input, "input")), caseId: current?.id ?? null };
    });
  }

  /** Brings a detection of one's own, which no case holds yet, into a case. */
  attach(viewer: Viewer, input: AttachDetection): Promise<Outcome<{ detectionId: string; caseId: string }>> {
    return this.writer.mutate(viewer, "attachDetection", input, async (change) => {
      const verb = { roles: detectionVerbs.attachDetection.roles, sides: ["PARTICIPANT"] as const };
      const current = await this.assertions.enter(change, "attachDetection", verb, input.caseId);
      if (!current) throw invalid("input.caseId", "A detection is brought into a case.");
      await this.attachTo(change, current, input.detectionId, input.expectedVersion, "input");
      return { detectionId: input.detectionId, caseId: current.id };
    });
  }

  /** The same inside a change that was entered for this case: what it matched is said in the case too. */
  async attachTo(
    change: ViewerChange,
    current: Case,
    detectionId: string,
    expectedVersion: number | undefined,
    path: string,
  ): Promise<void> {
    const { tx, viewer } = change;
    const field = `${path}.detectionId`;
    const { row, sides } = await lockRow(tx, viewer, detectionModel, detectionId, detectionSides, field);
    assertSide("attachDetection", detectionVerbs.attachDetection, sides);
    if (row.caseId === current.id) return;
    const { sourceId, organizationId } = row;
    const same = await knownDetections(tx, organizationId, current.id, sourceId === null ? [] : [sourceId]);
    if (row.caseId !== null || same.size > 0)
      throw new DomainError("STATE_CONFLICT", "A case holds this detection already.", { field });
    if (expectedVersion !== undefined) assertVersion(expectedVersion, row.version);
    const attached = { ...row, caseId: current.id, version: row.version + 1 };
    const facts = { caseId: attached.caseId, version: attached.version, updatedAt: change.now };
    await tx.update(DetectionTable, { id: row.id }, facts);
    change.tell(detectionTold("DETECTION_ATTACHED", attached, ["case"]));
    const matched = await matchedBy(change, row.id);
    await this.assertions.state(change, { case: current, manner: "ADD", defaults: {} }, matched);
  }

  /** The same inside a change that was entered for assertions: it is known again by its alert's id. */
  async recordIn(
    change: ViewerChange,
    current: Case | null,
    given: MatchingDetection,
    path: string,
  ): Promise<Recorded> {
    const { tx, viewer } = change;
    const facts = detectionFacts(given, path);
    const seen = given.indicatorIds ?? [];
    await assertVisible(tx, viewer, indicatorModel, seen, `${path}.indicatorIds`);
    const [recorded] = await this.recordAll(change, current, [facts]);
    if (!recorded || recorded.fate === "REFUSED") throw refusedAt(recorded?.error, `${path}.rawAlert`);
    const detectionId = recorded.id;
    const items = await this.assertions.assertItems(change, current, given.indicators ?? [], {}, `${path}.indicators`);
    const said = await indicatorsOf(
      tx,
      items.flatMap(({ id }) => (id === null ? [] : [id])),
    );
    await addMatches(tx, detectionId, [...new Set([...seen, ...said])]);
    return { detectionId, items };
  }

  /** Records many, and tells of those that are new or changed: one result for each, in order. */
  recordAll(
    change: ViewerChange,
    current: Case | null,
    facts: readonly DetectionFacts[],
  ): Promise<readonly RecordedDetection[]> {
    return recordDetections(change, current?.id ?? null, facts);
  }
}

/** What a detection matched, of what the viewer sees. */
function matchedBy(
  { tx, viewer }: ViewerChange,
  detectionId: string,
): Promise<readonly Pick<Indicator, "type" | "value">[]> {
  const { alias, column } = tableOf(indicatorModel);
  const matched = visibleRows(
    indicatorModel,
    alias,
    scopeOf(viewer),
    (i) => sql`${i("id")} in (select m.indicator_id from detection_indicators m
      where m.detection_id = ${bind(detectionId, "text")})`,
  );
  return run(
    tx,
    "detections.matched",
    sql`select ${column("type")} as type, ${column("value")} as value from ${matched}`,
  );
}

/** Whether an imported alert can be kept whole. */
export const fits = ({ rawAlert }: DetectionFacts): boolean =>
  Buffer.byteLength(JSON.stringify(rawAlert)) <= RAW_ALERT_BYTES_MAX;

/** A refusal of an alert, by the path of the alert. */
const refusedAt = (error: DomainError | undefined, path: string): DomainError =>
  error
    ? new DomainError(error.code, error.message, { field: error.field ? `${path}.${error.field}` : path })
    : invalid(path, "Nothing was recorded.");
