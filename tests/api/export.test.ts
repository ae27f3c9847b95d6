import { readIntel } from "../../src/interop/read";
import { type ServedWorld, authorization, serve } from "../support/served";
import { type Party, type World, openWorld } from "../support/world";

let world: World;
let hub: ServedWorld;
let csirt: Party;
let soc: Party;
let stranger: Party;
let caseId: string;
beforeAll(async () => {
  world = await openWorld();
  hub = await serve(world);
  csirt = await world.party({ name: "CSIRT" });
  soc = await world.party({ name: "SOC" });
  stranger = await world.party({ name: "Else" });
  const one = await world.openCase(csirt, { title: "=Beacon, of a server" });
  caseId = one.id;
  await world.join(one, soc);
  const items = [
    { value: "evil.example", confidence: 80, tlp: "GREEN", pap: "GREEN", description: "=cmd()" },
    { value: "192.0.2.7", confidence: 20, tlp: "AMBER_STRICT" },
    { value: "watch.example", confidence: 90, pap: "RED" },
    { value: "over.example", confidence: 90, validUntil: "2020-01-01T00:00:00Z" },
    { value: "soon.example", confidence: 90, pap: "CLEAR", validUntil: "2099-01-01T00:00:00Z" },
    { value: "comment.example", confidence: 90, labels: ["to_ids:false"] },
  ];
  await csirt.act("assertIndicators", { caseId, items: items.map((item) => ({ pap: "GREEN", ...item })) });
});
afterAll(async () => {
  await hub.close();
  await world.close();
});

const get = async (query: string, who: Party = csirt) => {
  const response = await fetch(new URL(`/export?${query}`, hub.url), { headers: authorization(who) });
  return { status: response.status, type: response.headers.get("content-type"), text: await response.text() };
};
const lines = (text: string) => text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));

describe("A case that is exported as STIX 2.1", () => {
  test("is an incident, a grouping and its indicators, with markings of TLP 2.0", async () => {
    const { type, text } = await get(`format=stix21&caseId=${caseId}`);
    const { objects } = JSON.parse(text) as { objects: { type: string; id: string; object_refs?: string[] }[] };
    expect(type).toMatch(/^application\/stix\+json/);
    expect(objects.filter((one) => one.type === "indicator").length).toBe(6);
    expect(objects.find((one) => one.type === "grouping")?.object_refs?.length).toBe(7);
    expect(objects.find((one) => one.type === "incident")).toMatchObject({ name: "=Beacon, of a server" });
    expect(objects.map(({ id }) => id)).toContain("marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003");
  });

  test("says the same when it is read again", async () => {
    const { statements, refused } = readIntel(Buffer.from((await get(`format=stix21&caseId=${caseId}`)).text));
    expect(refused).toEqual([]);
    expect(statements.map(({ value }) => value).sort()).toEqual([
      "192.0.2.7",
      "comment.example",
      "evil.example",
      "over.example",
      "soon.example",
      "watch.example",
    ]);
    const [evil] = statements.filter(({ value }) => value === "evil.example");
    expect(evil).toMatchObject({
      confidence: 80,
      tlp: "GREEN",
      pap: "GREEN",
      description: "=cmd()",
      source: { creatorName: "CSIRT" },
    });
    expect(evil).not.toHaveProperty("validFrom");
  });
});

describe("A blocklist", () => {
  test("holds what is valid now and sure enough, and what PAP and its source let be blocked", async () => {
    const { text } = await get(`format=blocklist&caseId=${caseId}&minConfidence=50`);
    expect(lines(text).sort()).toEqual(["evil.example", "soon.example"]);
    expect(text).toContain("the first of them ends: 2099-01-01");
  });

  test("of the whole hub holds types that can be blocked, of what one may read", async () => {
    expect(lines((await get("format=blocklist&types=IPV4")).text)).toEqual(["192.0.2.7"]);
    expect(lines((await get("format=blocklist", stranger)).text)).toEqual([]);
  });
});

describe("A table for Splunk", () => {
  test("has the columns of its collection, and no cell that a spreadsheet would run", async () => {
    const { text } = await get(`format=csv&collection=domain_intel&caseId=${caseId}&minConfidence=80`);
    const [head, ...rows] = text.trimEnd().split("\r\n");
    expect(head).toBe("description,domain,weight");
    expect(rows).toContain("'=cmd(),evil.example,3");
    const ips = await get("format=csv&collection=ip_intel");
    expect(ips.text).toBe("description,ip,weight\r\n,192.0.2.7,1\r\n");
  });
});

describe("Who exports", () => {
  test("gets of a case what the API lets them read of it", async () => {
    const { text } = await get(`format=blocklist&caseId=${caseId}&minConfidence=50`, soc);
    expect(lines(text).length).toBe(2);
  });

  test.each(["stix21", "csv&collection=ip_intel", "blocklist"])(
    "finds no case that is not theirs, as %s",
    async (format) => {
      const { text } = await get(`format=${format}&caseId=${caseId}`, stranger);
      expect(JSON.parse(text)).toMatchObject({ errors: [{ extensions: { code: "NOT_FOUND" } }] });
      expect(text).not.toContain("evil");
    },
  );

  test("has a credential", async () => {
    expect((await fetch(new URL(`/export?format=stix21&caseId=${caseId}`, hub.url))).status).toBe(401);
  });

  test.each([
    "",
    "format=pdf",
    "format=csv",
    "format=stix21&minConfidence=200",
    "format=stix21&type=IPV4",
    "format=stix21&types=FOO",
    "format=stix21&caseId=a&revisionId=b",
  ])("is told of the parameter that is wrong in %j", async (query) => {
    const { status, text } = await get(query);
    expect(status).toBe(400);
    expect(JSON.parse(text)).toMatchObject({ errors: [{ extensions: { code: "INVALID_INPUT" } }] });
  });
});
