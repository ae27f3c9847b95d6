import { DomainError } from "../../platform/errors";
import { newId } from "../../platform/ids";
import type { ExportedParty, ExportedStatement, Facts } from "./exported";
import {
  assertionsText,
  indicatorsText,
  type AssertionsAnswer,
  type IndicatorsAnswer,
  type Page,
  type Party,
  type Said,
  type Value,
} from "./export.queries";

/** Asks the hub's own API as the one who exports: what the answer does not hold is not exported. */
export type Ask = <Answer>(query: string, variables: Facts) => Promise<Answer>;

/** What of all that is read leaves the hub, and whether what speaks against blocking a value is asked for. */
export type Wanted = {
  readonly takes: (statement: ExportedStatement) => boolean;
  readonly doubts: boolean;
};

/** More than this at once is not held: it is exported by case, by type, or by a higher confidence. */
const statementsMax = 100_000;

export type Exported<T> = { readonly one: T; readonly statements: readonly ExportedStatement[] };

/** Statements that are wanted, up to as many as one export holds. What nobody asked for counts nothing. */
export class Statements {
  readonly all: ExportedStatement[] = [];

  constructor(private readonly wanted: Wanted) {}

  add(more: readonly ExportedStatement[]): void {
    for (const one of more) if (this.wanted.takes(one)) this.all.push(one);
    if (this.all.length <= statementsMax) return;
    const details = { limit: statementsMax };
    throw new DomainError("PAYLOAD_TOO_LARGE", `An export holds at most ${statementsMax} statements.`, { details });
  }
}

/** All pages of a list, one after the other. */
export async function* pagesOf<Node>(
  ask: (after: string | null) => Promise<Page<Node>>,
  first: string | null = null,
): AsyncGenerator<readonly Node[]> {
  for (let after = first; ;) {
    const { edges, pageInfo } = await ask(after);
    yield edges.map(({ node }) => node);
    if (!pageInfo.hasNextPage) return;
    after = pageInfo.endCursor;
  }
}

/** What is said of indicators, of those that the viewer may read: of some types, or of all. */
export async function exportIndicators(
  ask: Ask,
  types: readonly (string | null)[],
  wanted: Wanted,
): Promise<Exported<{ readonly id: string }>> {
  const statements = new Statements(wanted);
  const text = indicatorsText(wanted.doubts);
  for (const type of types) {
    const indicators = pagesOf(async (after) => (await ask<IndicatorsAnswer>(text, { type, after })).indicators);
    for await (const nodes of indicators) {
      for (const node of nodes) {
        const { edges, pageInfo } = node.assertions;
        statements.add(edges.map((edge) => statementOf(edge.node, node)));
        if (!pageInfo.hasNextPage) continue;
        for await (const more of restOf(ask, node.id, pageInfo.endCursor))
          statements.add(more.map((one) => statementOf(one, node)));
      }
    }
  }
  return { one: { id: newId("set") }, statements: statements.all };
}

const restOf = (ask: Ask, id: string, first: string | null) =>
  pagesOf<Said>(async (after) => {
    const { node } = await ask<AssertionsAnswer>(assertionsText, { id, after });
    return node?.assertions ?? { edges: [], pageInfo: { hasNextPage: false, endCursor: null } };
  }, first);

export function statementOf(one: Said, of: Value): ExportedStatement {
  const { id, createdAt, updatedAt, organization, tlp, killChainPhases, labels, revoked } = one;
  const { name, description, confidence, validFrom, validUntil, pap, source } = one;
  const { type, value } = of;
  return {
    ...{ id, created: createdAt, modified: updatedAt, by: partyOf(organization) },
    ...{ type, value, tlp, killChainPhases, labels, revoked },
    ...(name === null ? {} : { name }),
    ...(description === null ? {} : { description }),
    ...(confidence === null ? {} : { confidence }),
    ...(validFrom === null ? {} : { validFrom }),
    ...(validUntil === null ? {} : { validUntil }),
    ...(pap === null ? {} : { pap }),
    ...(source === null ? {} : { source }),
    ...(isDoubtful(of) ? { doubtful: true } : {}),
  };
}

export const isDoubtful = ({ disputed = false, knownBenign = [] }: Value): boolean =>
  disputed || knownBenign.length > 0;

export const partyOf = (party: Party): ExportedParty | null =>
  party && { id: party.id, name: party.name, created: party.createdAt, modified: party.updatedAt };

/** Without what is not known: STIX says so by leaving it out. */
export const factsOf = (facts: Facts): Facts =>
  Object.fromEntries(
    Object.entries(facts).filter(([, value]) => value != null && !(Array.isArray(value) && value.length === 0)),
  );

/** The last of several times in ISO 8601. */
export const latest = (first: string, ...more: readonly (string | null | undefined)[]): string =>
  more.reduce<string>((last, time) => (time != null && time > last ? time : last), first);
