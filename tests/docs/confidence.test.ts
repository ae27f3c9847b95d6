import { readFileSync } from "node:fs";
import path from "node:path";
import { confidenceFor, sightInCase } from "../support/confidence";
import { revise, shareOf } from "../support/feedback";
import { type Party, type World, openWorld } from "../support/world";

/* The numbers of docs/confidence.md are read from the page, and asked of the hub. */
let world: World;
let soc: Party;
let csirt: Party;
beforeAll(async () => {
  world = await openWorld();
  [soc, csirt] = [await world.party({ name: "Night SOC" }), await world.party({ name: "ACME CSIRT" })];
});
afterAll(() => world.close());

const page = readFileSync(path.resolve(__dirname, "../../docs/confidence.md"), "utf8");
/** What the groups of a pattern find on the page. */
const told = (pattern: RegExp): readonly number[] => {
  const found = pattern.exec(page);
  if (!found) throw new Error(`The page says nothing like ${pattern.source}.`);
  return found.slice(1).map((number) => Number(number.replace(",", "")));
};

const valueOf: Readonly<Record<string, string>> = {
  IPV4: "203.0.113.9",
  IPV6: "2001:db8::9",
  CIDR: "203.0.113.0/24",
  URL: "https://evil.example.com/a",
  DOMAIN: "evil.example.com",
  EMAIL: "a@evil.example.com",
  EMAIL_SUBJECT: "Your invoice",
  ASN: "AS64500",
  JA3: "d41d8cd98f00b204e9800998ecf8427e",
  FILE_NAME: "invoice.exe",
  REGISTRY_KEY: "HKEY_LOCAL_MACHINE\\Software\\Evil",
  MUTEX: "Global\\evil",
  FILE_MD5: "d41d8cd98f00b204e9800998ecf8427e",
  FILE_SHA1: "da39a3ee5e6b4b0d3255bfef95601890afd80709",
  FILE_SHA256: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
  CVE: "CVE-2026-12345",
  YARA: "rule evil { condition: true }",
  SIGMA: "title: Evil\nlogsource:\n  product: windows\ndetection:\n  condition: evil\n",
  STIX_PATTERN: "[domain-name:value = 'evil.example.com']",
};

test("each type of indicator has the half-life that the page gives it", async () => {
  const table = [...page.matchAll(/^\| ([A-Z0-9_, ]+) \| ([\d,]+) \|$/gm)].flatMap(([, types = "", days = ""]) =>
    types.split(", ").map((type) => [type, Number(days.replace(",", ""))] as const),
  );
  const items = Object.entries(valueOf).map(([type, value]) => ({ type, value }));
  const hunter = await world.party({ name: "Hunters" });
  await hunter.act("assertIndicators", { items });

  type Node = { readonly type: string; readonly confidence: { readonly halfLifeDays: number } };
  type Read = { readonly indicators: { readonly edges: readonly { readonly node: Node }[] } };
  const { indicators } = await hunter.get<Read>(
    "{ indicators(first: 100) { edges { node { type confidence { halfLifeDays } } } } }",
  );
  const days = indicators.edges.map(({ node }) => [node.type, node.confidence.halfLifeDays] as const);
  expect(Object.fromEntries(days)).toEqual(Object.fromEntries(table));
  expect(table).toHaveLength(items.length);
});

test("what is stated without a number, and what is confirmed, count as the page says", async () => {
  const [unsaid, shared, confirmed] = told(/or (\d+) when it says none.*?counts (\d+), or (\d+) when its sender/);
  await csirt.act("assertIndicators", { items: [{ value: "said.example.com" }], tlp: "CLEAR" });
  expect(await confidenceFor(soc, "said.example.com")).toMatchObject({ value: unsaid });

  const first = await shareOf(csirt, [soc], ["shared.example.com"]);
  expect(await confidenceFor(soc, "shared.example.com")).toMatchObject({ value: shared });
  await revise(csirt, first, { confirm: [first.items[0]?.lineageId] });
  expect(await confidenceFor(soc, "shared.example.com")).toMatchObject({ value: confirmed });
});

test("the example is what the hub says", async () => {
  const [one, two, s, hit] = told(/say (\d+) and (\d+) of a domain \(s = (\d+)\); one hit makes .* = (\d+);/);
  const [both, days] = told(/beside it makes .* = (\d+)\. After (\d+) days/);
  const value = "example.example.com";
  await soc.act("assertIndicators", { items: [{ value, confidence: one }], tlp: "CLEAR" });
  await csirt.act("assertIndicators", { items: [{ value, confidence: two }], tlp: "CLEAR" });
  expect(await confidenceFor(csirt, value)).toMatchObject({ value: s, stated: s });
  await sightInCase(world, csirt, soc, { value, result: "HIT", disposition: "TRUE_POSITIVE" });
  expect(await confidenceFor(csirt, value)).toMatchObject({ value: hit });
  await sightInCase(world, csirt, csirt, { value, result: "FALSE_POSITIVE", disposition: "FALSE_POSITIVE" });
  expect(await confidenceFor(csirt, value)).toMatchObject({ value: both });

  await world.shiftTime(`${days} days`);
  const later = await confidenceFor(csirt, value);
  expect([Math.floor((both ?? 0) / 2), Math.ceil((both ?? 0) / 2)]).toContain(later?.value);
});
