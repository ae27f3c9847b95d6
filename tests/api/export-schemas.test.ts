import { hasStixSchemas, stixProblems } from "../interop/stix-schemas";
import { fileFeedback, onItems, revise, shareOf } from "../support/feedback";
import { type ServedWorld, authorization, serve } from "../support/served";
import { type Party, type World, openWorld } from "../support/world";

let world: World;
let hub: ServedWorld;
let csirt: Party;
let soc: Party;
beforeAll(async () => {
  world = await openWorld();
  hub = await serve(world);
  [csirt, soc] = [await world.party({ name: "CSIRT" }), await world.party({ name: "SOC" })];
});
afterAll(async () => {
  await hub.close();
  await world.close();
});

type Stix = Record<string, unknown> & { readonly type: string; readonly id: string };
const bundleOf = async (query: string, who: Party = csirt) => {
  const response = await fetch(new URL(`/export?format=stix21&${query}`, hub.url), { headers: authorization(who) });
  return (await response.json()) as { readonly objects: readonly Stix[] };
};
const typesIn = ({ objects }: { readonly objects: readonly Stix[] }) =>
  [...new Set(objects.map(({ type }) => type))].sort();

const values = [
  { value: "evil.example", confidence: 80, tlp: "AMBER_STRICT", pap: "RED", labels: ["c2"], killChainPhases: ["a:b"] },
  { value: "192.0.2.7", validUntil: "2099-01-01T00:00:00Z", name: "C2", description: "A beacon" },
  { value: "2001:db8::/32" },
  { value: "http://evil.example/a?b='c'" },
  { value: "a".repeat(64) },
  { value: "it's.exe", type: "FILE_NAME" },
  { value: "HKLM\\Software\\Run", type: "REGISTRY_KEY" },
  { value: "AS64500", type: "ASN" },
  { value: "CVE-2026-1234", type: "CVE" },
  { value: "rule a { condition: true }", type: "YARA" },
  { value: "[process:name LIKE '%x'] FOLLOWEDBY [file:size > 5]", type: "STIX_PATTERN" },
];

const whereAtHand = hasStixSchemas ? test : test.skip;
const unless = hasStixSchemas ? "" : " (skipped: no copy in STIX_SCHEMAS or ../shared/stix-schemas)";

describe(`Bundles validate against the JSON schemas of OASIS${unless}`, () => {
  whereAtHand("an indicator set", async () => {
    await csirt.act("assertIndicators", { items: values });
    const bundle = await bundleOf("");
    expect(bundle.objects.filter(({ type }) => type === "indicator").length).toBe(values.length);
    expect(stixProblems(bundle)).toEqual([]);
  });

  whereAtHand("a case with what was noticed and found in it", async () => {
    const { id: caseId } = await world.openCase(csirt);
    await csirt.act("assertIndicators", { caseId, items: values });
    const detection = { vantage: "ENDPOINT", detectedAt: "2026-01-02T03:04:05Z", tool: "EDR", title: "A beacon" };
    await csirt.act("recordDetection", { caseId, ...detection });
    const sightings = ["HIT", "NO_HIT", "FALSE_POSITIVE"].map((result) => ({
      value: "evil.example",
      result,
      note: "x",
    }));
    await csirt.act("reportSightings", { caseId, items: sightings });
    const bundle = await bundleOf(`caseId=${caseId}`);
    expect(typesIn(bundle)).toEqual(expect.arrayContaining(["grouping", "incident", "note", "opinion", "sighting"]));
    expect(stixProblems(bundle)).toEqual([]);
  });

  whereAtHand("a revision of a share, also when it is disputed and taken back", async () => {
    const share = await shareOf(csirt, [soc], ["one.example", "two.example"]);
    const next = await revise(csirt, share, {
      add: [{ kind: "TTP", text: "A loader in a ZIP" }],
      retract: [{ lineageId: share.items[0]?.lineageId, note: "A CDN." }],
    });
    await fileFeedback(soc, [onItems(next, "FALSE_POSITIVE", share.items.slice(1))]);
    for (const { revisionId } of [share, next]) {
      const bundle = await bundleOf(`revisionId=${revisionId}`, soc);
      expect(typesIn(bundle)).toEqual(expect.arrayContaining(["identity", "indicator", "report"]));
      expect(stixProblems(bundle)).toEqual([]);
    }
    await csirt.act("retractShare", { shareId: share.id, expectedVersion: next.version, reason: "Our own scanner." });
    expect(stixProblems(await bundleOf(`revisionId=${next.revisionId}`, soc))).toEqual([]);
  });

  whereAtHand("and what is wrong is found", async () => {
    const { objects } = await bundleOf("");
    const [one] = objects.filter(({ type }) => type === "indicator");
    expect(
      stixProblems({ objects: [{ type: "indicator", id: "indicator--x", ...{ ...one, pattern: 5 } }] }),
    ).not.toEqual([]);
  });
});
