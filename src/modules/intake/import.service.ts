import type { FileReader } from "../../interop/apart/reader";
import type { DetectionFact, ReadResult } from "../../interop/statement";
import type { Outcome, ViewerChange, Writer } from "../../platform/change";
import type { Viewer } from "../../platform/context";
import type { Tlp } from "../../platform/marking";
import { assertRole } from "../../platform/verbs";
import type { Saying } from "../assertions/assertion.row";
import type { AssertionService } from "../assertions/assertion.service";
import type { Case } from "../cases/case";
import { factsOf } from "../detections/detection";
import { type DetectionService, fits } from "../detections/detection.service";
import { type GivenFile, type ImportSummary, type Recorded, type Taken, readGiven, summaryOf } from "./import";
import { intakeVerbs } from "./intake.verbs";

export type ImportIndicators = GivenFile & {
  readonly idempotencyKey: string;
  readonly caseId?: string | null;
  readonly defaultTlp?: Tlp | null;
  /** Tells what would become of it, and stores nothing. */
  readonly dryRun?: boolean;
};
export type ImportOutcome = { readonly summary: ImportSummary; readonly caseId: string | null };

export class ImportService {
  constructor(
    private readonly writer: Writer,
    private readonly assertions: AssertionService,
    private readonly detections: DetectionService,
    private readonly reader: FileReader,
  ) {}

  /** Stores what is good in a file, and names what is not. A file that cannot be read as a whole stores nothing. */
  async import(viewer: Viewer, input: ImportIndicators): Promise<ImportOutcome | Outcome<ImportOutcome>> {
    assertRole(viewer, "importIndicators", intakeVerbs.importIndicators);
    const read = await readGiven(this.reader, input, "input"); // Before the transaction, which should be short.
    const { dryRun = false } = input;
    const work = async (change: ViewerChange) => {
      const verb = intakeVerbs.importIndicators;
      const current = await this.assertions.enter(change, "importIndicators", verb, input.caseId);
      const summary = await this.store(change, current, read, input.defaultTlp);
      return { summary: { ...summary, dryRun }, caseId: current?.id ?? null };
    };
    return dryRun
      ? this.writer.rehearse(viewer, "importIndicators", input, work)
      : this.writer.mutate(viewer, "importIndicators", input, work);
  }

  /** The same inside a change that was entered for assertions. */
  async store(
    change: ViewerChange,
    current: Case | null,
    read: ReadResult,
    defaultTlp: Tlp | null | undefined,
  ): Promise<ImportSummary> {
    return summaryOf(read, await this.take(change, current, read, defaultTlp ? { tlp: defaultTlp } : {}));
  }

  /** The same, told statement by statement: what became of each, in order. */
  async take(
    change: ViewerChange,
    current: Case | null,
    read: Pick<ReadResult, "statements" | "withdrawals" | "detections">,
    defaults: Saying["defaults"],
  ): Promise<Taken> {
    const withdrawn = await this.assertions.withdraw(
      change,
      read.withdrawals.map(({ source }) => source),
    );
    const said = await this.assertions.state(change, { case: current, manner: "ADD", defaults }, read.statements);
    return { said, withdrawn, detections: await this.recordDetections(change, current, read.detections ?? []) };
  }

  private async recordDetections(
    change: ViewerChange,
    current: Case | null,
    detections: readonly DetectionFact[],
  ): Promise<Recorded> {
    const facts = detections.map((one) => ({ at: one.at, facts: factsOf(one) }));
    const tooLarge = facts
      .filter(({ facts: one }) => !fits(one))
      .map(({ at }) => ({ at, code: "PAYLOAD_TOO_LARGE" as const, message: "A raw alert has at most 256 KiB." }));
    const good = facts.filter(({ facts: one }) => fits(one));
    const fates = await this.detections.recordAll(
      change,
      current,
      good.map(({ facts: one }) => one),
    );
    const number = (wanted: string) => fates.filter(({ fate }) => fate === wanted).length;
    const refused = fates.flatMap((one, i) => {
      if (one.fate !== "REFUSED") return [];
      const { code, message, field } = one.error;
      return [{ at: good[i]?.at ?? "", code, message, ...(field === undefined ? {} : { field }) }];
    });
    return {
      recorded: number("ADDED"),
      updated: number("CHANGED"),
      unchanged: number("UNCHANGED"),
      refused: [...tooLarge, ...refused],
    };
  }
}
