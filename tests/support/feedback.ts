import type { ItemResult } from "../../src/platform/items";
import type { Party, World } from "./world";

export type SharedItem = {
  readonly id: string;
  readonly lineageId: string;
  readonly indicator: { readonly value: string };
};
export type Shared = {
  readonly id: string;
  readonly version: number;
  readonly revisionId: string;
  readonly items: readonly SharedItem[];
};
type SharePayload = {
  readonly share: { readonly id: string; readonly version: number };
  readonly revision: {
    readonly id: string;
    readonly items: { readonly edges: readonly { readonly node: SharedItem }[] };
  };
};
const SHARE = `share { id version } revision { id items(first: 500) { edges { node { id lineageId indicator { value } } } } }`;
const sharedOf = ({ share, revision }: SharePayload): Shared => ({
  ...share,
  revisionId: revision.id,
  items: revision.items.edges.map(({ node }) => node),
});

/** Shares these values: right and complete, at its own time, unless told otherwise. */
export async function shareOf(
  sender: Party,
  recipients: readonly Party[],
  values: readonly string[],
  given: object = {},
): Promise<Shared> {
  const input = {
    subject: "Destinations of a loader",
    recipientIds: recipients.map(({ organization }) => organization.id),
    tlp: "AMBER_STRICT",
    pap: "GREEN",
    fiveW: { why: ["PREVENT_SPREAD"] },
    claims: ["ACCURACY", "COVERAGE"],
    limitations: [{ corner: "SPEED", note: "It comes days later." }],
    items: values.map((value) => ({ indicator: { value } })),
    ...given,
  };
  return sharedOf(await sender.act<SharePayload>("share", input, SHARE));
}

export async function revise(
  sender: Party,
  { id, version }: Pick<Shared, "id" | "version">,
  changes: object,
): Promise<Shared> {
  return sharedOf(
    await sender.act<SharePayload>("publishRevision", { shareId: id, expectedVersion: version, ...changes }, SHARE),
  );
}

export const ITEMS = "results { index outcome id code field message }";
export type Filed = {
  readonly results: readonly ItemResult[];
  readonly receiptCodes: readonly (string | null)[];
  readonly position: string;
};
export const fileFeedback = (by: Party, entries: readonly object[], more: object = {}): Promise<Filed> =>
  by.act<Filed>("fileFeedback", { entries, ...more }, `${ITEMS} receiptCodes position`);

/** Files one entry by name, and gives its id. */
export async function fileOne(by: Party, entry: object): Promise<string> {
  const { results } = await fileFeedback(by, [entry]);
  const [{ id, ...result } = { id: null }] = results;
  if (id === null) throw new Error(`The feedback was refused: ${JSON.stringify(result)}`);
  return id;
}

/** Feedback on items of a share. */
export const onItems = ({ revisionId }: Shared, verdict: string, items: readonly SharedItem[], more: object = {}) => ({
  target: "SHARE_REVISION",
  targetId: revisionId,
  verdict,
  lineageIds: items.map(({ lineageId }) => lineageId),
  ...more,
});

/** One piece of feedback as somebody reads it; null when it is not there for them. */
export async function feedbackFor<T>(who: Party, id: string, selection: string): Promise<T | null> {
  const { data } = await who.ask(`query ($id: ID!) { node(id: $id) { ... on Feedback { ${selection} } } }`, { id });
  return data?.["node"] ?? null;
}

/** What waits for the next full ten minutes goes out. */
export async function nextBatch(world: World): Promise<void> {
  await world.shiftTime("10 minutes");
  await world.app.jobs.runDue();
}
