import type { AssertionService } from "../modules/assertions/assertion.service";
import type { BenignService } from "../modules/benign/benign.service";
import { benignVerbs } from "../modules/benign/benign.verbs";
import { type ImportRefusal, refusalsOf } from "../modules/intake/import";
import type { ImportService } from "../modules/intake/import.service";
import { intakeVerbs } from "../modules/intake/intake.verbs";
import type { ViewerChange, Writer } from "../platform/change";
import type { Viewer } from "../platform/context";
import { DomainError } from "../platform/errors";
import { newId } from "../platform/ids";
import type { Pap, Tlp } from "../platform/marking";
import type { FileReader } from "./apart/reader";
import { ImportTotal, type ImportLine, type ItemRefusal, type Stored } from "./import-total";
import type { Meaning } from "./list/columns";
import { partsOf, type Part } from "./parts";
import { excerpt } from "./report";
import type { BenignList, ReadResult } from "./statement";
import { readIntelStream } from "./stream/stream";

/** How a file is meant: where it is said, and the marking of what has none of its own. */
export type ImportOptions = {
  readonly filename: string;
  readonly caseId: string | null;
  readonly tlp: Tlp | null;
  readonly pap: Pap | null;
  /** Tells what would become of the file, and stores nothing. */
  readonly dryRun: boolean;
  /** What the columns of a table hold. Undefined where the hub is to guess it. */
  readonly columns?: readonly Meaning[] | undefined;
  /** The most bytes that a file may have whose format is one of lines. Others are limited by themselves. */
  readonly maxBytes: number;
};

/** Where what a file says is kept. */
type Stores = {
  readonly assertions: AssertionService;
  readonly imports: ImportService;
  readonly benign: BenignService;
};

/**
 * Imports a file of any length, some thousand statements in each transaction: what is good is stored, what is not is
 * named. An import that ends in the middle leaves whole portions; the same file again finds them unchanged and goes on.
 */
export class FileImport {
  constructor(
    private readonly writer: Writer,
    private readonly stores: Stores,
    private readonly reader: FileReader,
  ) {}

  /** Refuses whoever may not import here, before anything is read. The operator may, outside a case: lists of the harmless. */
  async admit(viewer: Viewer, options: ImportOptions): Promise<void> {
    if (mayLoadLists(viewer) && options.caseId === null) return;
    await this.store(viewer, { ...options, dryRun: true }, { statements: [], withdrawals: [] });
  }

  /**
   * Reads and stores. Throws `IntelRefused` where the file cannot be taken, or not any further, and `DomainError` where
   * the viewer may not; what came of it until then is told before. `assertStill` is asked before each transaction, so
   * that a key that is revoked meanwhile ends it.
   */
  async *run(
    viewer: Viewer,
    options: ImportOptions,
    body: AsyncIterable<Uint8Array>,
    assertStill: () => Promise<void>,
  ): AsyncGenerator<ImportLine> {
    const total = new ImportTotal(options.dryRun);
    try {
      for await (const portion of readIntelStream(total.counting(body), options, this.reader)) {
        total.add(portion);
        for (const refused of portion.refused) yield { refused };
        for (const remark of portion.remarks) yield { remark };
        yield* this.lists(viewer, options, portion, total, assertStill);
        for (const part of partsOf(portion)) {
          await assertStill();
          const stored = await this.store(viewer, options, part);
          total.count(stored);
          for (const refused of stored.refused) yield { refused };
          yield { progress: total.progress };
        }
      }
    } catch (error) {
      if (total.soFar) yield { soFar: total.soFar };
      throw error;
    }
    yield { summary: total.summary };
  }

  private async *lists(
    viewer: Viewer,
    options: ImportOptions,
    { benignLists = [] }: ReadResult,
    total: ImportTotal,
    assertStill: () => Promise<void>,
  ): AsyncGenerator<ImportLine> {
    for (const list of benignLists) {
      await assertStill();
      const stored = await this.storeList(viewer, options, list);
      total.count(stored);
      const { list: at = "", leftOut = 0 } = stored.benign ?? {};
      if (leftOut > 0) yield { remark: { at, message: `${leftOut} of its values are no networks, and are left out.` } };
    }
  }

  private store(viewer: Viewer, options: ImportOptions, part: Part): Promise<Stored> {
    return this.inChange(viewer, "importIndicators", options, (change) => this.storeIn(change, options, part));
  }

  /** What is harmless is harmless for all of the hub: that is said by whoever runs it. */
  private storeList(viewer: Viewer, options: ImportOptions, list: BenignList): Promise<Stored> {
    if (!mayLoadLists(viewer) || options.caseId !== null) {
      const { roles } = benignVerbs.importBenignList;
      const message = `"${excerpt(list.name)}" lists values that are known to be harmless: for the whole hub, and outside a case, an account with the role ${roles.join(" or ")} loads it.`;
      throw new DomainError("FORBIDDEN", message, { details: { roles } });
    }
    return this.inChange(viewer, "importBenignList", options, async (change) => {
      const { entries, leftOut, changed } = await this.stores.benign.loadIn(change, list, "type");
      const counts = { stored: changed ? entries : 0, unchanged: changed ? 0 : entries };
      const benign = { list: list.name, entries, leftOut };
      return { ...noStatements, ...counts, benign };
    });
  }

  private inChange(
    viewer: Viewer,
    name: string,
    { dryRun }: ImportOptions,
    work: (change: ViewerChange) => Promise<Stored>,
  ): Promise<Stored> {
    const input = { idempotencyKey: newId("import") };
    return dryRun ? this.writer.rehearse(viewer, name, input, work) : this.writer.mutate(viewer, name, input, work);
  }

  private async storeIn(change: ViewerChange, { caseId, tlp, pap }: ImportOptions, part: Part): Promise<Stored> {
    const current = await this.stores.assertions.enter(
      change,
      "importIndicators",
      intakeVerbs.importIndicators,
      caseId,
    );
    const defaults = { ...(tlp ? { tlp } : {}), ...(pap ? { pap } : {}) };
    const { said, withdrawn, detections } = await this.stores.imports.take(change, current, part, defaults);
    const fates: readonly { readonly fate: string }[] = [...said, ...withdrawn];
    const number = (...wanted: readonly string[]) => fates.filter(({ fate }) => wanted.includes(fate)).length;
    const refused = [...refusalsOf(said, part.statements), ...refusalsOf(withdrawn, part.withdrawals)];
    return {
      stored: number("ADDED", "CHANGED"),
      unchanged: number("UNCHANGED"),
      outdated: number("OUTDATED"),
      detections: detections.recorded,
      detectionsUpdated: detections.updated,
      detectionsUnchanged: detections.unchanged,
      refused: [...refused.map(shown), ...detections.refused],
    };
  }
}

const noStatements = {
  ...{ stored: 0, unchanged: 0, outdated: 0, refused: [] },
  ...{ detections: 0, detectionsUpdated: 0, detectionsUnchanged: 0 },
};

const mayLoadLists = ({ roles }: Viewer): boolean =>
  benignVerbs.importBenignList.roles.some((role) => roles.includes(role));

/** Without what is not known: a line of the answer leaves it out. */
const shown = ({ field, value, ...refusal }: ImportRefusal): ItemRefusal => ({
  ...refusal,
  ...(field === null ? {} : { field }),
  ...(value === null ? {} : { value }),
});
