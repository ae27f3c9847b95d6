import { readIntel } from "../../src/interop/read";
import { type ServedWorld, authorization, serve } from "../support/served";
import { fileFeedback, onItems, revise, shareOf } from "../support/feedback";
import { findings, next, shared } from "../support/sharing";
import { type Party, type World, openWorld } from "../support/world";

let world: World;
let hub: ServedWorld;
let sender: Party;
let receiver: Party;
let elsewhere: Party;
beforeAll(async () => {
  world = await openWorld();
  hub = await serve(world);
});
afterAll(async () => {
  await hub.close();
  await world.close();
});
beforeEach(async () => {
  sender = await world.party({ name: "Sending SOC" });
  receiver = await world.party({ name: "Receiving CSIRT" });
  elsewhere = await world.party({ name: "Another hub" });
});

type Stix = Record<string, unknown> & { readonly type: string; readonly id: string; readonly modified: string };
const exported = async (query: string, who: Party) => {
  const response = await fetch(new URL(`/export?${query}`, hub.url), { headers: authorization(who) });
  return { status: response.status, text: await response.text() };
};
const bundleOf = async (query: string, who: Party = receiver) => {
  const { text } = await exported(`format=stix21&${query}`, who);
  return { text, objects: (JSON.parse(text) as { objects: readonly Stix[] }).objects };
};
/** What another hub makes of it. */
const imported = async (text: string) => {
  const input = { contentBase64: Buffer.from(text).toString("base64") };
  const selection = "summary { stored updated unchanged refusedCount ignored { what } }";
  const { summary } = await elsewhere.act<{
    summary: Record<"stored" | "updated" | "unchanged" | "refusedCount", number>;
  }>("importIndicators", input, selection);
  const { stored, updated, unchanged, refusedCount } = summary;
  return { stored, updated, unchanged, refusedCount };
};
const revoked = async (value: string) => {
  type Answer = {
    indicators: { edges: readonly { node: { assertions: { edges: readonly { node: { revoked: boolean } }[] } } }[] };
  };
  const { indicators } = await elsewhere.get<Answer>(
    `query ($value: String!) { indicators(value: $value) { edges { node { assertions { edges { node { revoked } } } } } } }`,
    { value },
  );
  return indicators.edges.flatMap(({ node }) => node.assertions.edges.map((edge) => edge.node.revoked));
};

describe("A revision of a share that is exported as STIX 2.1", () => {
  test("is a report with its claims, its indicators, and its items in words as notes", async () => {
    const share = await shareOf(sender, [receiver], ["a.evil.example", "b.evil.example"]);
    const changes = { add: [{ kind: "TTP", text: "A loader in a ZIP" }], claims: ["ACCURACY"], limitations: LIMITS };
    const { revisionId } = await revise(sender, share, changes);
    const { objects } = await bundleOf(`revisionId=${revisionId}`);
    const of = (type: string) => objects.filter((one) => one.type === type);
    expect(of("indicator").length).toBe(2);
    expect(of("note")).toMatchObject([{ content: "A loader in a ZIP" }]);
    expect(of("identity").map(({ name }) => name)).toEqual(["Sansha", "Sending SOC"]);
    const [report] = of("report");
    expect(report).toMatchObject({ name: "Destinations of a loader" });
    expect(Object.values(report?.["extensions"] as object)).toMatchObject([
      {
        claims: ["ACCURACY"],
        given_up: ["SPEED", "COVERAGE"],
        limitations: LIMITS,
        why: ["PREVENT_SPREAD"],
        number: 2,
      },
    ]);
  });

  test("leaves for nobody who may not read it, in whatever form", async () => {
    const { revisionId } = await shareOf(sender, [receiver], ["c.evil.example"]);
    const stranger = await world.party({ name: "Nobody" });
    for (const format of ["stix21", "blocklist", "csv&collection=domain_intel"]) {
      const { text } = await exported(`format=${format}&revisionId=${revisionId}`, stranger);
      expect(JSON.parse(text)).toMatchObject({ errors: [{ extensions: { code: "NOT_FOUND" } }] });
      expect(text).not.toContain("evil");
    }
  });

  test("names a masked sender nowhere", async () => {
    const recipientIds = [receiver.organization.id];
    const fiveW = { why: ["WARN"], contactText: "The desk of the Sending SOC" };
    const share = await shared(sender, findings({ recipientIds, fiveW, senderMasked: true, tlp: "GREEN" }));
    const { text, objects } = await bundleOf(`revisionId=${share.latestRevision.id}`);
    expect(objects.find(({ type }) => type === "report")).not.toHaveProperty("created_by_ref");
    expect(text).not.toContain("Sending SOC");
    expect(text).not.toContain(sender.organization.id);
    const own = await bundleOf(`revisionId=${share.latestRevision.id}`, sender);
    expect(own.text).toContain("Sending SOC");
  });
});

test("A revision says of each item what kind it is, whom to turn to, and from what it was passed on", async () => {
  const recipientIds = [receiver.organization.id];
  const fiveW = { why: ["WARN"], contactText: "The night desk" };
  const items = [{ indicator: { value: "j.evil.example" } }, { kind: "TTP", text: "A loader" }];
  const share = await shared(sender, findings({ recipientIds, fiveW, items, forwarding: "ALLOWED" }));
  await world.asOwner(
    `insert into organization_clients values ('${receiver.organization.id}', '${elsewhere.organization.id}')`,
  );
  const passing = { shareId: share.id, recipientIds: [elsewhere.organization.id], fiveW: { why: ["WARN"] } };
  const copy = await receiver.act<{ share: { latestRevision: { id: string } } }>(
    "forwardShare",
    passing,
    "share { latestRevision { id } }",
  );

  const told = async (id: string, who: Party) =>
    readIntel(Buffer.from((await bundleOf(`revisionId=${id}`, who)).text)).told;
  const [original] = (await told(share.latestRevision.id, receiver))?.revisions ?? [];
  expect(original?.one.facts).toMatchObject({ contact_text: "The night desk", who: "Sending SOC", share: share.id });
  expect(original?.statements).toMatchObject([{ facts: { kind: "DESTINATION", state: "ASSERTED" } }]);
  expect(original?.one.notes).toMatchObject([{ text: "A loader", facts: { kind: "TTP", state: "ASSERTED" } }]);
  const [passed] = (await told(copy.share.latestRevision.id, receiver))?.revisions ?? [];
  expect(passed?.one.facts).toMatchObject({ derived_from: share.id });
});

test("A case tells what was noticed and found in it, and keeps the alert as it came to itself", async () => {
  const { id: caseId } = await world.openCase(sender);
  await sender.act("assertIndicators", { caseId, items: [{ value: "k.evil.example" }] });
  const alert = { tool: "EDR", title: "A beacon", rawAlert: { host: "VICTIM-01" } };
  await sender.act("recordDetection", { caseId, vantage: "ENDPOINT", detectedAt: "2026-01-02T03:04:05Z", ...alert });
  const results = ["HIT", "NO_HIT", "FALSE_POSITIVE"] as const;
  const items = results.map((result) => ({ value: "k.evil.example", result, note: `a ${result}` }));
  await sender.act("reportSightings", { caseId, items });
  const { text, objects } = await bundleOf(`caseId=${caseId}`, sender);
  expect(text).not.toContain("VICTIM-01");
  const [told] = readIntel(Buffer.from(text)).told?.cases ?? [];
  expect(told?.one.detections).toMatchObject([
    { text: "A beacon", facts: { vantage: "ENDPOINT", tool: "EDR", detected_at: "2026-01-02T03:04:05.000Z" } },
  ]);
  expect(told?.one.sightings.map(({ result, count, note }) => [result, count, note]).sort()).toEqual([
    ["FALSE_POSITIVE", 1, "a FALSE_POSITIVE"],
    ["HIT", 1, "a HIT"],
    ["NO_HIT", 0, "a NO_HIT"],
  ]);
  const indicatorId = objects.find(({ type }) => type === "indicator")?.id;
  expect(objects.filter(({ type }) => type === "sighting").map((one) => one["sighting_of_ref"])).toEqual([
    indicatorId,
    indicatorId,
  ]);
  expect(objects.filter(({ type }) => type === "opinion")).toMatchObject([{ opinion: "strongly-disagree" }]);
});

const LIMITS = [
  { corner: "SPEED", note: "It comes days later." },
  { corner: "COVERAGE", note: "What one sensor saw." },
];

describe("A recall reaches another hub by the same export", () => {
  test("of a whole share", async () => {
    const share = await shareOf(sender, [receiver], ["d.evil.example"]);
    const query = `revisionId=${share.revisionId}`;
    const before = await bundleOf(query);
    expect(await imported(before.text)).toMatchObject({ stored: 1, refusedCount: 0 });
    await next(sender, "retractShare", share, { reason: "It was our own scanner." });

    const after = await bundleOf(query);
    expect(await imported(after.text)).toMatchObject({ updated: 1, refusedCount: 0 });
    expect(await revoked("d.evil.example")).toEqual([true]);
    expect(changedUnderOneTime(before.objects, after.objects)).toEqual([]);
    expect(after.objects.find(({ type }) => type === "report")).toMatchObject({ revoked: true });
  });

  test("of one item, in the revision that held it", async () => {
    const share = await shareOf(sender, [receiver], ["e.evil.example", "f.evil.example"]);
    const query = `revisionId=${share.revisionId}`;
    const before = await bundleOf(query);
    await imported(before.text);
    await revise(sender, share, { retract: [{ lineageId: share.items[0]?.lineageId, note: "A CDN." }] });
    const after = await bundleOf(query);
    expect(await imported(after.text)).toMatchObject({ updated: 1, unchanged: 1, refusedCount: 0 });
    expect([await revoked("e.evil.example"), await revoked("f.evil.example")]).toEqual([[true], [false]]);
    expect(changedUnderOneTime(before.objects, after.objects)).toEqual([]);
  });

  test("and so does a dispute, and that it is settled", async () => {
    const share = await shareOf(sender, [receiver], ["g.evil.example"]);
    const query = `revisionId=${share.revisionId}`;
    const calm = await bundleOf(query);
    const { results } = await fileFeedback(receiver, [onItems(share, "FALSE_POSITIVE", share.items)]);
    const disputed = await bundleOf(query);
    await sender.act("resolveFeedback", {
      feedbackId: results[0]?.id,
      expectedVersion: 1,
      resolution: "NOT_ADOPTED",
      reason: "It is theirs.",
    });
    const settled = await bundleOf(query);
    for (const { text } of [calm, disputed, settled]) expect(await imported(text)).toMatchObject({ refusedCount: 0 });
    expect(changedUnderOneTime(calm.objects, disputed.objects)).toEqual([]);
    expect(changedUnderOneTime(disputed.objects, settled.objects)).toEqual([]);
    expect(disputed.text).toContain('"disputed"');
    expect(settled.text).not.toContain('"disputed"');
  });
});

test("A case, and who owns it, change with the time of their last change", async () => {
  const incident = await world.openCase(sender);
  await sender.act("assertIndicators", { caseId: incident.id, items: [{ value: "h.evil.example" }] });
  const query = `caseId=${incident.id}`;
  const before = await bundleOf(query, sender);
  await sender.act("updateCase", { caseId: incident.id, expectedVersion: incident.version, title: "Another title" });
  await sender.act("assertIndicators", { caseId: incident.id, items: [{ value: "i.evil.example" }] });
  const { version } = sender.organization;
  const renamed = { organizationId: sender.organization.id, expectedVersion: version, name: "Renamed SOC" };
  await sender.act("updateOrganization", renamed);
  const after = await bundleOf(query, sender);
  expect(after.text).toContain("Renamed SOC");
  expect(changedUnderOneTime(before.objects, after.objects)).toEqual([]);
});

/** The objects that say something else than before and not by a later time: no importer would take them. */
const changedUnderOneTime = (before: readonly Stix[], after: readonly Stix[]): readonly string[] =>
  after.flatMap((one) => {
    const was = before.find(({ id }) => id === one.id);
    const isOther = was !== undefined && JSON.stringify(was) !== JSON.stringify(one);
    return isOther && !(one.modified > was.modified) ? [one.id] : [];
  });
