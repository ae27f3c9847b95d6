import { fileFeedback, onItems, shareOf } from "../support/feedback";
import { type ServedWorld, authorization, serve } from "../support/served";
import { type Party, type World, openWorld } from "../support/world";

let world: World;
let hub: ServedWorld;
let csirt: Party;
let soc: Party;
beforeAll(async () => {
  world = await openWorld();
  hub = await serve(world);
});
afterAll(async () => {
  await hub.close();
  await world.close();
});
beforeEach(async () => {
  [csirt, soc] = [await world.party({ name: "CSIRT" }), await world.party({ name: "SOC" })];
});

const get = async (query: string, who: Party = csirt) => {
  const response = await fetch(new URL(`/export?${query}`, hub.url), { headers: authorization(who) });
  return response.text();
};
const lines = (text: string) =>
  text
    .split(/\r?\n/)
    .filter((line) => line !== "" && !line.startsWith("#"))
    .sort();
const say = (items: readonly object[], more: object = {}) => csirt.act("assertIndicators", { items, ...more });

describe("All that is said of one value", () => {
  /** Says one value in many cases: the surest word is the oldest. */
  const sayOften = async (value: string, often: number) => {
    await say([{ value, confidence: 95, pap: "CLEAR" }]);
    for (let i = 1; i < often; i++) {
      const { id: caseId } = await world.openCase(csirt);
      await say([{ value, confidence: 10, pap: "CLEAR" }], { caseId });
    }
  };

  test("is exported, however often it is said", async () => {
    await sayOften("often.example", 25);
    const { objects } = JSON.parse(await get("format=stix21&types=DOMAIN")) as { objects: readonly { type: string }[] };
    expect(objects.filter(({ type }) => type === "indicator").length).toBe(25);
    expect(lines(await get("format=blocklist&minConfidence=90"))).toEqual(["often.example"]);
  });
});

describe("A blocklist leaves out what would hurt who blocks it", () => {
  const benign = async (name: string, entries: readonly string[]) => {
    const operator = await world.party({ roles: ["OPERATOR"] });
    const list = { name, version: 1, description: name, type: "hostname", list: entries, matching_attributes: [] };
    await operator.act("importBenignList", {
      contentBase64: Buffer.from(JSON.stringify(list)).toString("base64"),
    });
  };

  test("what is known to be harmless, unless it is asked for", async () => {
    await benign("Updates", ["vendor.example"]);
    const { id: caseId } = await world.openCase(csirt);
    await say(
      [{ value: "dl.vendor.example" }, { value: "evil.example" }].map((one) => ({ ...one, pap: "GREEN" })),
      {
        caseId,
      },
    );
    for (const query of ["format=blocklist", `format=blocklist&caseId=${caseId}`]) {
      expect(lines(await get(query))).toEqual(["evil.example"]);
      expect(lines(await get(`${query}&includeBenign=true`))).toEqual(["dl.vendor.example", "evil.example"]);
    }
  });

  test("addresses of one's own network, unless they are asked for", async () => {
    const local = ["10.0.3.21", "127.0.0.1", "192.168.0.0/16", "fe80::1", "http://172.16.4.4/a", "printer.local"];
    const { id: caseId } = await world.openCase(csirt);
    await say(
      [...local, "203.0.113.9"].map((value) => ({ value, pap: "GREEN" })),
      { caseId },
    );
    expect(lines(await get(`format=blocklist&caseId=${caseId}`))).toEqual(["203.0.113.9"]);
    expect(lines(await get(`format=blocklist&caseId=${caseId}&includeBenign=true`)).length).toBe(local.length + 1);
  });

  test("what a receiver disputes, until the sender settles it: of the share, and of the value", async () => {
    const share = await shareOf(csirt, [soc], ["doubt.example", "sure.example"], { pap: "CLEAR" });
    await say([{ value: "doubt.example", pap: "CLEAR" }]);
    const wrong = share.items.filter(({ indicator }) => indicator.value === "doubt.example");
    const { results } = await fileFeedback(soc, [onItems(share, "FALSE_POSITIVE", wrong)]);
    const query = `format=blocklist&revisionId=${share.revisionId}`;
    expect(lines(await get(query, soc))).toEqual(["sure.example"]);
    expect(lines(await get("format=blocklist"))).toEqual([]);
    expect(lines(await get(`${query}&includeBenign=true`, soc))).toEqual(["doubt.example", "sure.example"]);
    const stranger = await world.party({ name: "Nobody" });
    await stranger.act("assertIndicators", { items: [{ value: "doubt.example", pap: "CLEAR" }] });
    expect(lines(await get("format=blocklist", stranger))).toEqual(["doubt.example"]); // Who sees no share sees no doubt.

    const settled = {
      feedbackId: results[0]?.id,
      expectedVersion: 1,
      resolution: "NOT_ADOPTED",
      reason: "It is theirs.",
    };
    await csirt.act("resolveFeedback", settled);
    expect(lines(await get(query, soc))).toEqual(["doubt.example", "sure.example"]);
    expect(lines(await get("format=blocklist"))).toEqual(["doubt.example"]);
  });
});

test("What was shared until a time is on no list after it", async () => {
  const validUntil = new Date(Date.now() + 3_600_000).toISOString();
  const given = { pap: "CLEAR", fiveW: { why: ["PREVENT_SPREAD"], validUntil } };
  const { revisionId } = await shareOf(csirt, [soc], ["hour.example"], given);
  const query = `format=blocklist&revisionId=${revisionId}`;
  expect(lines(await get(query, soc))).toEqual(["hour.example"]);
  await world.shiftTime("2 hours");
  expect(lines(await get(query, soc))).toEqual([]);
});

describe("A table for Splunk", () => {
  test("holds no cell that a spreadsheet would run, whichever column it is in", async () => {
    await say([
      { value: "=cmd().exe", type: "FILE_NAME" },
      { value: "@a.exe", type: "FILE_NAME", description: "-1" },
    ]);
    expect(lines(await get("format=csv&collection=file_intel"))).toEqual([
      "'-1,,'@a.exe,1",
      ",,'=cmd().exe,1",
      "description,file_hash,file_name,weight",
    ]);
  });

  test("leaves out what has ended, what was not meant for detection, and what is only to be looked at", async () => {
    await say([
      { value: "good.example", pap: "AMBER" },
      { value: "over.example", validUntil: "2020-01-01T00:00:00Z" },
      { value: "comment.example", labels: ["to_ids:false"] },
      { value: "watch.example", pap: "RED" },
    ]);
    expect(lines(await get("format=csv&collection=domain_intel"))).toEqual([
      ",good.example,1",
      "description,domain,weight",
    ]);
  });
});
