import type { Outcome, ViewerChange, Writer } from "../../platform/change";
import type { Viewer } from "../../platform/context";
import { DomainError, invalid, notFound } from "../../platform/errors";
import { type ItemResult, itemOk, itemRefused, itemUnchanged } from "../../platform/items";
import { scopeOf, visibleRows } from "../../platform/read/model";
import { tableOf } from "../../platform/read/compile";
import { bind, run, sql } from "../../platform/sql";
import { type Verb, assertRole } from "../../platform/verbs";
import type { Case } from "../cases/case";
import type { CaseSide } from "../cases/case.access";
import type { CaseService } from "../cases/case.service";
import { type GivenStatement, type Statement, statementOf } from "./assertion";
import { type Said, state } from "./assertion.record";
import type { Saying } from "./assertion.row";
import { lockAssertionsOf, revoke } from "./assertion.store";
import { assertionTold } from "./assertion.events";
import { assertionModel } from "./assertion.read";
import { assertionVerbs } from "./assertion.verbs";
import { type Withdrawn, withdraw } from "./assertion.withdraw";
import type { SourceObject } from "./source";

type Defaults = Saying["defaults"];
export type AssertIndicators = {
  readonly idempotencyKey: string;
  readonly caseId?: string | null;
  readonly items: readonly GivenStatement[];
} & { readonly [Default in keyof Defaults]?: Defaults[Default] | null };
export type RevokeAssertions = {
  readonly idempotencyKey: string;
  readonly items: readonly { readonly assertionId: string; readonly expectedVersion: number }[];
  readonly reason?: string | null;
};
export type ItemsOutcome = { readonly items: readonly ItemResult[]; readonly caseId: string | null };

export class AssertionService {
  constructor(
    private readonly writer: Writer,
    private readonly cases: CaseService,
  ) {}

  /** Says something of many values at once; what is wrong with one holds no other back. */
  assert(viewer: Viewer, input: AssertIndicators): Promise<Outcome<ItemsOutcome>> {
    return this.writer.mutate(viewer, "assertIndicators", input, async (change) => {
      const current = await this.enter(change, "assertIndicators", assertionVerbs.assertIndicators, input.caseId);
      const items = await this.assertItems(change, current, input.items, defaultsOf(input), "input.items");
      return { items, caseId: current?.id ?? null };
    });
  }

  /** Takes one's own assertions back, for good. */
  revoke(viewer: Viewer, input: RevokeAssertions): Promise<Outcome<{ readonly items: readonly ItemResult[] }>> {
    return this.writer.mutate(viewer, "revokeAssertions", input, async (change) => {
      await this.enter(change, "revokeAssertions", assertionVerbs.revokeAssertions, null);
      const found = await findForRevoking(
        change,
        input.items.map(({ assertionId }) => assertionId),
      );
      const seen = new Set<string>();
      const items = input.items.map(({ assertionId, expectedVersion }, index) => {
        const problem = problemOf(found.get(assertionId), expectedVersion, viewer, `input.items[${index}]`);
        if (problem) return itemRefused(index, problem);
        const again = seen.has(assertionId) || isFinal(found.get(assertionId));
        seen.add(assertionId);
        return again ? itemUnchanged(index, assertionId) : itemOk(index, assertionId);
      });
      const ids = items.flatMap(({ outcome, id }) => (outcome === "OK" && id ? [id] : []));
      const revoked = await revoke(change.tx, ids, { reason: input.reason ?? null });
      change.tell(...revoked.map((one) => assertionTold("ASSERTION_REVOKED", one, ["revoked", "revokedReason"])));
      return { items };
    });
  }

  /**
   * Begins a change of assertions: the role, then the lock on what one's organisation says, then the case. Every change
   * of them starts here, so that there is one order of locks.
   */
  async enter(change: ViewerChange, name: string, verb: Verb, caseId: string | null | undefined): Promise<Case | null> {
    assertRole(change.viewer, name, verb);
    await lockAssertionsOf(change.tx, change.viewer.organizationId);
    return caseId == null ? null : this.cases.lock(change, name, verb as Verb<CaseSide>, caseId);
  }

  /** Says what people and tools sent, inside a change that has been entered. */
  async assertItems(
    change: ViewerChange,
    current: Case | null,
    given: readonly GivenStatement[],
    defaults: Defaults,
    path: string,
  ): Promise<readonly ItemResult[]> {
    const read = given.map((item, i) => statementOf(item, `${path}[${i}]`));
    const good = read.flatMap((one, index) => (one instanceof DomainError ? [] : [{ index, statement: one }]));
    const said = await this.state(
      change,
      { case: current, manner: "RESTATE", defaults },
      good.map(({ statement }) => statement),
    );
    const results = new Map(good.map(({ index }, i) => [index, said[i]]));
    return read.map((one, index) =>
      one instanceof DomainError ? itemRefused(index, one) : resultOf(index, results.get(index), `${path}[${index}]`),
    );
  }

  /** Takes back what their creators revoke by the ids of their objects alone: one result for each, in order. */
  withdraw(change: ViewerChange, sources: readonly SourceObject[]): Promise<readonly Withdrawn[]> {
    return withdraw(change, sources);
  }

  /** Says what an import read, or what a person or tool sent: one result for each statement, in order. */
  state(change: ViewerChange, saying: Saying, statements: readonly Statement[]): Promise<readonly Said[]> {
    return state(change, saying, statements);
  }
}

function resultOf(index: number, said: Said | undefined, path: string): ItemResult {
  if (!said || said.fate === "OUTDATED") throw new Error("A statement of one's own is never outdated.");
  if (said.fate !== "REFUSED")
    return said.fate === "UNCHANGED" ? itemUnchanged(index, said.id) : itemOk(index, said.id);
  const { code, message, field } = said.error;
  return itemRefused(index, new DomainError(code, message, { field: field ? `${path}.${field}` : path }));
}

const defaultsOf = ({ tlp, pap, confidence }: AssertIndicators): Defaults => {
  if (confidence != null && (confidence < 0 || confidence > 100))
    throw invalid("input.confidence", "A confidence is 0 to 100.");
  return { ...(tlp ? { tlp } : {}), ...(pap ? { pap } : {}), ...(confidence == null ? {} : { confidence }) };
};

type Found = {
  readonly id: string;
  readonly version: number;
  readonly revoked: boolean;
  readonly unsaid: boolean;
  readonly organizationId: string;
};
const isFinal = (found: Found | undefined): boolean => found?.revoked === true && !found.unsaid;

async function findForRevoking(
  { tx, viewer }: ViewerChange,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Found>> {
  const { alias, column } = tableOf(assertionModel);
  const rows = await run<Found>(
    tx,
    "assertions.to revoke",
    sql`
    select ${column("id")} as id, ${column("version")} as version, ${column("revoked")} as revoked,
           ${column("unsaid")} as unsaid, ${column("organizationId")} as "organizationId"
    from ${visibleRows(assertionModel, alias, scopeOf(viewer), (a) => sql`${a("id")} = any(${bind(ids, "text[]")})`)}`,
  );
  return new Map(rows.map((row) => [row.id, row]));
}

function problemOf(
  found: Found | undefined,
  expectedVersion: number,
  { organizationId }: Viewer,
  path: string,
): DomainError | undefined {
  if (!found) return new DomainError("NOT_FOUND", notFound("Assertion").message, { field: `${path}.assertionId` });
  if (found.organizationId !== organizationId) {
    const message = "Only the organisation that made an assertion takes it back.";
    return new DomainError("FORBIDDEN", message, { field: `${path}.assertionId` });
  }
  if (isFinal(found) || found.version === expectedVersion) return undefined;
  const message = `It has changed since you read it: its version is ${found.version}.`;
  return new DomainError("VERSION_CONFLICT", message, { field: `${path}.expectedVersion` });
}
