import { caseFor } from "../support/casework";
import { confidenceFor } from "../support/confidence";
import { fileOne, onItems, shareOf } from "../support/feedback";
import type { Case, Disposition } from "../../src/modules/cases/case";
import { type Party, type World, openWorld } from "../support/world";

/* What is found of an indicator moves its confidence when somebody has decided on it, and not before. */
let world: World;
let soc: Party;
let csirt: Party;
let value: string;
let sequel = 0;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  [soc, csirt] = [await world.party({ name: "Night SOC" }), await world.party({ name: "ACME CSIRT" })];
  value = `host${++sequel}.example.com`;
});

/** A case that is as good as over, in which both work and the value is stated with 60. */
const opened = async (): Promise<Case> => {
  const incident = await world.openCase(csirt, { state: "REVIEW" });
  await world.join(incident, soc);
  await csirt.act("assertIndicators", { caseId: incident.id, items: [{ value, confidence: 60 }] });
  return incident;
};
const report = (who: Party, result: string, incident?: Case) =>
  who.act("reportSightings", { ...(incident ? { caseId: incident.id } : {}), items: [{ value, result }] });
const move = async (incident: Case, to: object) => {
  const { version } = await caseFor<{ version: number }>(csirt, incident, "version");
  await csirt.act("moveCase", { caseId: incident.id, expectedVersion: version, reason: "It was looked into.", ...to });
};
const close = (incident: Case, disposition: Disposition) => move(incident, { to: "CLOSED", disposition });
const resolve = (by: Party, feedbackId: string, resolution: string) =>
  by.act("resolveFeedback", { feedbackId, expectedVersion: 1, resolution, reason: "It was looked into." });

const NOTHING = { value: 60, hits: 0, falsePositives: 0 };
const HIT = { value: 73, hits: 1, falsePositives: 0 };
const WRONG = { value: 40, hits: 0, falsePositives: 1 };

describe("a sighting", () => {
  test.each<readonly [string, Disposition, object]>([
    ["HIT", "TRUE_POSITIVE", HIT],
    ["HIT", "BENIGN_POSITIVE", NOTHING],
    ["HIT", "FALSE_POSITIVE", NOTHING],
    ["HIT", "TRANSFERRED", NOTHING],
    ["HIT", "UNDETERMINED", NOTHING],
    ["FALSE_POSITIVE", "FALSE_POSITIVE", WRONG],
    ["FALSE_POSITIVE", "BENIGN_POSITIVE", WRONG],
    ["FALSE_POSITIVE", "TRUE_POSITIVE", NOTHING],
    ["FALSE_POSITIVE", "UNDETERMINED", NOTHING],
    ["NO_HIT", "TRUE_POSITIVE", NOTHING],
    ["NO_HIT", "FALSE_POSITIVE", NOTHING],
  ])("%s counts by how its case ended: %s", async (result, disposition, counted) => {
    const incident = await opened();
    await report(soc, result, incident);
    expect(await confidenceFor(csirt, value)).toMatchObject(NOTHING);
    await close(incident, disposition);
    expect(await confidenceFor(csirt, value)).toMatchObject(counted);
  });

  test("counts no more once its case is opened again", async () => {
    const incident = await opened();
    await report(soc, "HIT", incident);
    await close(incident, "TRUE_POSITIVE");
    await move(incident, { to: "TRIAGE" });
    expect(await confidenceFor(csirt, value)).toMatchObject(NOTHING);
  });

  test("outside a case it is decided on by nobody, and counts nothing", async () => {
    await opened();
    await report(csirt, "HIT");
    await report(soc, "FALSE_POSITIVE");
    expect(await confidenceFor(csirt, value)).toMatchObject(NOTHING);
  });

  test("of each organisation the newest counts that was decided on, and each organisation once", async () => {
    const [one, two, three] = [await opened(), await opened(), await opened()];
    await report(soc, "HIT", one);
    await report(soc, "HIT", one);
    await close(one, "TRUE_POSITIVE");
    await report(soc, "FALSE_POSITIVE", two);
    expect(await confidenceFor(csirt, value)).toMatchObject(HIT);
    await close(two, "BENIGN_POSITIVE");
    expect(await confidenceFor(csirt, value)).toMatchObject(WRONG);

    await report(csirt, "FALSE_POSITIVE", three);
    await close(three, "FALSE_POSITIVE");
    expect(await confidenceFor(csirt, value)).toMatchObject({ value: 30, hits: 0, falsePositives: 2 });
  });

  test("who has left the case learns nothing of how it ended, not even by its own sighting", async () => {
    const incident = await opened();
    await soc.act("assertIndicators", { items: [{ value, confidence: 60 }] });
    await report(soc, "HIT", incident);
    await soc.act("leaveCase", { caseId: incident.id });
    await close(incident, "TRUE_POSITIVE");
    expect(await confidenceFor(soc, value)).toMatchObject(NOTHING);
    expect(await confidenceFor(csirt, value)).toMatchObject(HIT);
  });
});

describe("feedback", () => {
  /** An item that is shared, and stated with 60 by its sender afterwards. */
  const shared = async (recipients: readonly Party[] = [soc]) => {
    const share = await shareOf(csirt, recipients, [value]);
    await csirt.act("assertIndicators", { items: [{ value, confidence: 60 }], tlp: "CLEAR" });
    return share;
  };

  test.each([
    ["HIT", "ADOPTED", HIT],
    ["HIT", "THANKED", HIT],
    ["HIT", "NOT_ADOPTED", NOTHING],
    ["HIT", "DUPLICATE", NOTHING],
    ["FALSE_POSITIVE", "ADOPTED", WRONG],
    ["TOO_BROAD", "PARTLY_ADOPTED", WRONG],
    ["FALSE_POSITIVE", "NOT_ADOPTED", NOTHING],
    ["FALSE_POSITIVE", "ANSWERED", NOTHING],
    ["OUTDATED", "ADOPTED", NOTHING],
    ["NO_HIT", "ADOPTED", NOTHING],
  ])("%s counts by what became of it: %s", async (verdict, resolution, counted) => {
    const share = await shared();
    const id = await fileOne(soc, onItems(share, verdict, share.items, { effect: "It is one of ours." }));
    expect(await confidenceFor(soc, value)).toMatchObject(NOTHING);
    await resolve(csirt, id, resolution);
    expect(await confidenceFor(soc, value)).toMatchObject(counted);
  });

  test("however many say the same of a share, it is one finding", async () => {
    const rail = await world.party({ name: "Rail CSIRT" });
    const share = await shared([soc, rail]);
    for (const who of [soc, rail])
      await resolve(csirt, await fileOne(who, onItems(share, "HIT", share.items)), "THANKED");
    expect(await confidenceFor(csirt, value)).toMatchObject(HIT);
  });

  test("a sighting that comes with a response counts by its verdict alone, when that is answered", async () => {
    const share = await shared();
    const lineageId = share.items[0]?.lineageId;
    type Responded = { readonly results: readonly { readonly parts: readonly { part: string; id: string }[] }[] };
    const { results } = await soc.act<Responded>(
      "respondToShare",
      {
        responses: [
          {
            shareId: share.id,
            sightings: [{ lineageId, result: "HIT", count: 3 }],
            verdicts: [{ verdict: "HIT", lineageIds: [lineageId] }],
          },
        ],
      },
      "results { parts { part id } }",
    );
    expect(await confidenceFor(csirt, value)).toMatchObject(NOTHING);
    const verdict = results[0]?.parts.find(({ part }) => part === "verdicts");
    await resolve(csirt, verdict?.id ?? "", "THANKED");
    expect(await confidenceFor(csirt, value)).toMatchObject(HIT);
  });

  test.each([
    ["HIT", "THANKED", HIT],
    ["FALSE_POSITIVE", "ADOPTED", WRONG],
    ["FALSE_POSITIVE", "NOT_ADOPTED", NOTHING],
  ])("on an assertion it counts as well: %s, %s", async (verdict, resolution, counted) => {
    type Said = { readonly items: readonly { readonly id: string }[] };
    const { items } = await csirt.act<Said>(
      "assertIndicators",
      { items: [{ value, confidence: 60 }], tlp: "CLEAR" },
      "items { id }",
    );
    const id = await fileOne(soc, { target: "ASSERTION", targetId: items[0]?.id, verdict, effect: "It is ours." });
    expect(await confidenceFor(soc, value)).toMatchObject(NOTHING);
    await resolve(csirt, id, resolution);
    expect(await confidenceFor(soc, value)).toMatchObject(counted);
  });
});
