import { type Party, type World, openWorld } from "./world";

/** A world in which no batch of anonymous feedback goes out by itself while a test talks: just after a full ten minutes. */
export async function worldBetweenBatches(): Promise<World> {
  const one = await openWorld();
  await one.asOwner(`update hub set clock_offset = timestamptz '2030-01-01T00:00:05Z' - now()`);
  return one;
}

const NAMES = ["ACME CSIRT", "Bank CSIRT", "Rail CSIRT", "Port CSIRT"] as const;
export const fourParties = async (one: World) =>
  (await Promise.all(NAMES.map((name) => one.party({ name })))) as [Party, Party, Party, Party];

type Heard = { data?: { feedback: { edges: readonly { node: { id: string; anonymous: boolean } }[] } } | null };
/** The id of the anonymous feedback in an answer; empty when there is none. */
export const anonymousIn = (answer: unknown): string =>
  (answer as Heard).data?.feedback.edges.find(({ node }) => node.anonymous)?.node.id ?? "";
