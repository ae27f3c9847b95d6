import { codeOf, mutationText } from "./asker";
import type { Party, World } from "./world";
import { randomUUID } from "node:crypto";

/** What a test of sharing reads again and again. */
export type ShownItem = {
  readonly id: string;
  readonly lineageId: string;
  readonly state: string;
  readonly change: string;
  readonly disputed: boolean;
  readonly retracted: boolean;
  readonly text: string | null;
  readonly indicator: { readonly value: string } | null;
};
export type ShownShare = {
  readonly id: string;
  readonly version: number;
  readonly state: string;
  readonly latestRevision: {
    readonly id: string;
    readonly number: number;
    readonly claims: readonly string[];
    readonly givenUp: readonly string[];
  };
  readonly items: { readonly edges: readonly { readonly node: ShownItem }[] };
};
const ITEM = "id lineageId state change disputed retracted text indicator { value }";
export const SHARE = `id version state latestRevision { id number claims givenUp }
  items(first: 500) { edges { node { ${ITEM} } } }`;

/** Something to share with everything that it needs, but for whom: fast and accurate, and what that gives up. */
export const findings = (given: object = {}) => ({
  subject: "Beacon to a new command server",
  tlp: "AMBER",
  detectedAt: new Date(Date.now() - 3_600_000).toISOString(),
  claims: ["SPEED", "ACCURACY"],
  limitations: [{ corner: "COVERAGE", note: "One server of several." }],
  fiveW: { why: ["WARN"] },
  items: [{ indicator: { value: "203.0.113.7" } }],
  ...given,
});
export const domains = (count: number, from = 0) =>
  Array.from({ length: count }, (_, i) => ({ indicator: { value: `host${from + i}.evil.example` } }));

export const idsOf = (...parties: readonly Party[]) => parties.map(({ organization }) => organization.id);

/** Shares with everything filled in that the test does not talk about. */
export async function shared(sender: Party, given: object): Promise<ShownShare> {
  const { share } = await sender.act<{ share: ShownShare }>("share", findings(given), `share { ${SHARE} }`);
  return share;
}

/** Does one thing with a share, and gives the share after it. */
export async function next(who: Party, name: string, share: Pick<ShownShare, "id" | "version">, given: object = {}) {
  const input = { shareId: share.id, expectedVersion: share.version, ...given };
  return (await who.act<{ share: ShownShare }>(name, input, `share { ${SHARE} }`)).share;
}

/** A share as somebody reads it now. */
export async function shareFor<T = ShownShare>(who: Party, { id }: { readonly id: string }, selection = SHARE) {
  return (await who.get<{ share: T }>(`query ($id: ID!) { share(id: $id) { ${selection} } }`, { id })).share;
}

/** Whether somebody sees a share at all. */
export async function sees(who: Party, { id }: { readonly id: string }): Promise<boolean> {
  const answer = await who.ask(`query ($id: ID!) { share(id: $id) { id } }`, { id });
  if (!answer.errors) return true;
  expect(codeOf(answer)).toBe("NOT_FOUND");
  return false;
}

export const itemsOf = ({ items }: Pick<ShownShare, "items">): readonly ShownItem[] =>
  items.edges.map(({ node }) => node);
export const valuesOf = (share: Pick<ShownShare, "items">) =>
  itemsOf(share).map(({ indicator, text }) => indicator?.value ?? text);

/** The error of a mutation: its code, field and details. */
export async function errorOf(who: Party, name: string, input: object) {
  const variables = { input: { idempotencyKey: randomUUID(), ...input } };
  const { errors } = await who.ask(mutationText(name, "position"), variables);
  if (errors?.length !== 1) throw new Error(`One error was expected: ${JSON.stringify(errors)}`);
  return { message: errors[0]?.message, ...errors[0]?.extensions };
}

/** How many statements something costs; the tail of the event log reads by itself, whenever it comes to it. */
export async function statementsOf(world: World, work: () => Promise<unknown>): Promise<number> {
  const before = world.statements.length;
  await work();
  return world.statements.slice(before).filter((text) => !text.includes("events.read")).length;
}
