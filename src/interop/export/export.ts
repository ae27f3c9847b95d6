import { DomainError, notFound } from "../../platform/errors";
import { newId } from "../../platform/ids";
import type { ExportedCase, ExportedRevision, ExportedStatement, Facts } from "./exported";
import { caseText, indicatorsText, revisionText, type Answers } from "./export.queries";

/** Asks the hub's own API as the one who exports: what the answer does not hold is not exported. */
export type Ask = (query: string, variables: Facts) => Promise<Answers>;

/** More than this at once is not held: it is exported by case, by type, or by a higher confidence. */
const statementsMax = 100_000;

export type Exported<T> = { readonly one: T; readonly statements: readonly ExportedStatement[] };

/** A case with all that is said in it. */
export async function exportCase(ask: Ask, id: string): Promise<Exported<ExportedCase>> {
  const statements: ExportedStatement[] = [];
  for (let after: string | null = null; ;) {
    const found: Answers["case"] = (await ask(caseText, { id, after })).case;
    if (!found) throw notFound("Case");
    add(
      statements,
      found.assertions.edges.flatMap(({ node }) => (node.indicator ? [statementOf(node, node.indicator)] : [])),
    );
    after = found.assertions.pageInfo.endCursor;
    if (found.assertions.pageInfo.hasNextPage) continue;
    const { title, summary, reference, openedAt: created, owner: by, tlp, pap } = found;
    const {
      severity,
      category,
      state,
      disposition,
      occurredAt,
      detectedAt,
      awareAt,
      containedAt,
      closedAt,
      tags,
      techniques,
    } = found;
    const facts = factsOf({
      ...{ severity, category, state, disposition, tags, techniques },
      ...{
        occurred_at: occurredAt,
        detected_at: detectedAt,
        aware_at: awareAt,
        contained_at: containedAt,
        closed_at: closedAt,
      },
    });
    return { one: { id, title, summary, reference, created, by, tlp, pap, facts }, statements };
  }
}

/** A revision of a share with its items, as its reader sees them. What an item says of its indicator is the sender's. */
export async function exportRevision(ask: Ask, id: string): Promise<Exported<ExportedRevision>> {
  const items: Answers["node"]["items"]["edges"][number]["node"][] = [];
  for (let after: string | null = null; ;) {
    const { node: found } = await ask(revisionText, { id, after });
    if (found?.__typename !== "ShareRevision" || !found.share) throw notFound("ShareRevision");
    items.push(...found.items.edges.map(({ node }) => node));
    after = found.items.pageInfo.endCursor;
    if (found.items.pageInfo.hasNextPage) continue;
    const { share } = found;
    const published = found.publishedAt ?? found.createdAt;
    const half = share.fiveW;
    const facts = factsOf({
      ...{ number: found.number, claims: found.claims, given_up: found.givenUp, limitations: found.limitations },
      ...{ kind: share.kind, attribution: share.attribution, forwarding: share.forwarding },
      ...{
        why: half?.why,
        why_text: half?.whyText,
        when: half?.when,
        what: half?.what,
        where: half?.where,
        how: half?.how,
      },
      ...{ who: share.sender?.name, valid_until: share.validUntil, detected_at: share.detectedAt },
    });
    const one = {
      ...{ id, subject: share.subject, text: found.text, created: found.createdAt, published, by: share.sender },
      ...{ tlp: share.tlp, pap: share.pap, facts, retracted: found.state === "RETRACTED" },
      notes: items.flatMap((item) => {
        const { text, tlp, pap, kind, state, note } = item;
        return text && !item.indicator ? [{ id: item.id, text, tlp, pap, facts: factsOf({ kind, state, note }) }] : [];
      }),
    };
    const statements = items.flatMap((item): readonly ExportedStatement[] => {
      if (!item.indicator) return [];
      const { type, value } = item.indicator;
      const labels = item.disputed ? ["disputed"] : [];
      const said = { type, value, tlp: item.tlp, pap: item.pap, killChainPhases: [], labels, revoked: item.retracted };
      const description = item.text ?? item.note;
      return [
        {
          ...{ id: item.id, created: published, modified: published, by: share.sender },
          ...said,
          ...(description ? { description } : {}),
        },
      ];
    });
    return { one, statements };
  }
}

/** What is said of indicators, of those that the viewer may read: of some types, or of all. */
export async function exportIndicators(
  ask: Ask,
  types: readonly (string | null)[],
): Promise<Exported<{ readonly id: string }>> {
  const statements: ExportedStatement[] = [];
  for (const type of types) {
    for (let after: string | null = null; ;) {
      const { indicators } = await ask(indicatorsText, { type, after });
      for (const { node } of indicators.edges)
        add(
          statements,
          node.assertions.edges.map((edge) => statementOf(edge.node, node)),
        );
      after = indicators.pageInfo.endCursor;
      if (!indicators.pageInfo.hasNextPage) break;
    }
  }
  return { one: { id: newId("set") }, statements };
}

function add(statements: ExportedStatement[], more: readonly ExportedStatement[]): void {
  statements.push(...more);
  if (statements.length <= statementsMax) return;
  const details = { limit: statementsMax };
  throw new DomainError("PAYLOAD_TOO_LARGE", `An export holds at most ${statementsMax} statements.`, { details });
}

type Assertion = Answers["indicators"]["edges"][number]["node"]["assertions"]["edges"][number]["node"];
type Value = Pick<ExportedStatement, "type" | "value">;

function statementOf(one: Assertion, { type, value }: Value): ExportedStatement {
  const { id, createdAt, updatedAt, organization, tlp, killChainPhases, labels, revoked } = one;
  const { name, description, confidence, validFrom, validUntil, pap, source } = one;
  return {
    ...{
      id,
      created: createdAt,
      modified: updatedAt,
      by: organization,
      type,
      value,
      tlp,
      killChainPhases,
      labels,
      revoked,
    },
    ...(name === null ? {} : { name }),
    ...(description === null ? {} : { description }),
    ...(confidence === null ? {} : { confidence }),
    ...(validFrom === null ? {} : { validFrom }),
    ...(validUntil === null ? {} : { validUntil }),
    ...(pap === null ? {} : { pap }),
    ...(source === null ? {} : { source }),
  };
}

/** Without what is not known: STIX says so by leaving it out. */
const factsOf = (facts: Facts): Facts =>
  Object.fromEntries(
    Object.entries(facts).filter(([, value]) => value != null && !(Array.isArray(value) && value.length === 0)),
  );
