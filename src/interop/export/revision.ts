import { notFound } from "../../platform/errors";
import type { ExportedNote, ExportedRevision, ExportedStatement } from "./exported";
import {
  Statements,
  factsOf,
  isDoubtful,
  latest,
  pagesOf,
  partyOf,
  type Ask,
  type Exported,
  type Wanted,
} from "./export";
import {
  revisionText,
  type FoundItem,
  type FoundRevision,
  type FoundShare,
  type RevisionAnswer,
} from "./export.queries";

type Found = FoundRevision & { readonly share: FoundShare };

/** A revision of a share with its items, as its reader sees them. What an item says of its indicator is the sender's. */
export async function exportRevision(ask: Ask, id: string, wanted: Wanted): Promise<Exported<ExportedRevision>> {
  const statements = new Statements(wanted);
  const notes: ExportedNote[] = [];
  let found: Found | undefined;
  const pages = pagesOf(async (after) => {
    const { node } = await ask<RevisionAnswer>(revisionText(wanted.doubts), { id, after });
    if (node?.__typename !== "ShareRevision" || !node.share) throw notFound("ShareRevision");
    found = { ...node, share: node.share };
    return node.items;
  });
  for await (const items of pages) {
    if (!found) continue;
    const common = commonOf(found);
    const validity = validityOf(found);
    statements.add(items.flatMap((item) => statementOf(item, { ...common, ...validity })));
    notes.push(...items.flatMap((item) => noteOf(item, common)));
  }
  if (!found) throw notFound("ShareRevision");
  return { one: { ...revisionOf(id, found), notes }, statements: statements.all };
}

type Common = Pick<ExportedStatement, "created" | "by">;
const publishedAt = ({ publishedAt: published, createdAt }: Found) => published ?? createdAt;
const commonOf = (found: Found): Common => ({ created: publishedAt(found), by: partyOf(found.share.sender) });
/** A share that is valid until a time says nothing of a value after it. */
const validityOf = ({ share: { validUntil } }: Found) => (validUntil === null ? {} : { validUntil });

const factsOfItem = ({ kind, state, note }: FoundItem) => factsOf({ kind, state, note });

function statementOf(
  item: FoundItem,
  common: Common & Pick<ExportedStatement, "validUntil">,
): readonly ExportedStatement[] {
  const { id, updatedAt, indicator, tlp, pap, text, retracted, disputed } = item;
  if (!indicator) return [];
  const { type, value } = indicator;
  return [
    {
      ...{ id, ...common, modified: updatedAt, type, value, tlp, pap, killChainPhases: [] },
      labels: disputed ? ["disputed"] : [],
      revoked: retracted,
      facts: factsOfItem(item),
      ...(text ? { description: text } : {}),
      ...(disputed || isDoubtful(indicator) ? { doubtful: true } : {}),
    },
  ];
}

function noteOf(item: FoundItem, common: Common): readonly ExportedNote[] {
  const { id, updatedAt, indicator, tlp, pap, text } = item;
  if (indicator || !text) return [];
  return [{ id, ...common, modified: updatedAt, tlp, pap, text, facts: factsOfItem(item) }];
}

/** What is said of the whole share may change with a later revision of it, and its sender's name at any time. */
function revisionOf(id: string, found: Found): Omit<ExportedRevision, "notes"> {
  const { share } = found;
  const published = publishedAt(found);
  const modified = latest(published, share.latestRevision?.publishedAt, share.retractedAt, share.sender?.updatedAt);
  return {
    ...{ id, subject: share.subject, text: found.text, created: found.createdAt, published, modified },
    ...{ by: partyOf(share.sender), tlp: share.tlp, pap: share.pap, facts: factsOfRevision(found) },
    retracted: found.state === "RETRACTED" || share.state === "RETRACTED",
  };
}

function factsOfRevision({ share, number, claims, givenUp, limitations }: Found) {
  const half = share.fiveW;
  return factsOf({
    ...{ number, claims, given_up: givenUp, limitations },
    ...{ share: share.id, derived_from: share.derivedFrom?.id },
    ...{ kind: share.kind, attribution: share.attribution, forwarding: share.forwarding },
    ...{ why: half?.why, why_text: half?.whyText, when: half?.when, what: half?.what },
    ...{ where: half?.where, how: half?.how, who: share.sender?.name },
    ...{ contact: half?.contact?.name, contact_text: half?.contactText },
    ...{ valid_until: share.validUntil, detected_at: share.detectedAt },
  });
}
