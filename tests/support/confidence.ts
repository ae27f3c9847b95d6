import type { Disposition } from "../../src/modules/cases/case";
import type { Asker } from "./asker";
import { caseFor } from "./casework";
import type { Party, World } from "./world";

export type ShownConfidence = Record<
  "value" | "stated" | "statements" | "hits" | "falsePositives" | "halfLifeDays",
  number
>;
export type ShownIndicator = {
  readonly confidence: ShownConfidence | null;
  readonly knownBenign: readonly object[];
};
export const CONFIDENCE = `query ($value: String!) { indicators(value: $value) { edges { node { confidence {
  value stated statements hits falsePositives halfLifeDays } knownBenign { list entry matching } } } } }`;

/** An indicator as somebody reads it; nothing when it is not there for them. */
export async function indicatorFor(who: Pick<Asker, "get">, value: string): Promise<ShownIndicator | undefined> {
  type Read = { readonly indicators: { readonly edges: readonly { readonly node: ShownIndicator }[] } };
  return (await who.get<Read>(CONFIDENCE, { value })).indicators.edges[0]?.node;
}

/** How sure somebody can be of a value; null when nobody states anything. */
export const confidenceFor = async (who: Pick<Asker, "get">, value: string): Promise<ShownConfidence | null> =>
  (await indicatorFor(who, value))?.confidence ?? null;

/** Somebody finds a value in a case of the owner's, which then is closed as what it was. */
export async function sightInCase(
  world: World,
  owner: Party,
  finder: Party,
  {
    value,
    result,
    disposition,
  }: { readonly value: string; readonly result: string; readonly disposition: Disposition },
): Promise<void> {
  const incident = await world.openCase(owner, { state: "REVIEW" });
  if (finder !== owner) await world.join(incident, finder);
  await finder.act("reportSightings", { caseId: incident.id, items: [{ value, result }] });
  const { version } = await caseFor<{ version: number }>(owner, incident, "version");
  await owner.act("moveCase", { caseId: incident.id, expectedVersion: version, to: "CLOSED", disposition });
}
