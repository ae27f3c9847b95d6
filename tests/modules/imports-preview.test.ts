import { randomUUID } from "node:crypto";
import type { ImportSummary } from "../../src/modules/intake/import";
import { type Party, type World, openWorld } from "../support/world";

let world: World;
let soc: Party;
beforeAll(async () => {
  world = await openWorld();
  soc = await world.party({ name: "SOC", kinds: ["SOC"] });
});
afterAll(() => world.close());

const SUMMARY = `position summary { format stored updated unchanged refusedCount refused { at message } dryRun
  columns { index header meaning type example } }`;
type Imported = { readonly position: string | null; readonly summary: ImportSummary };

const load = (text: string, more: object = {}) =>
  soc.act<Imported>("importIndicators", { contentBase64: Buffer.from(text).toString("base64"), ...more }, SUMMARY);
const known = async (value: string) => {
  const query = "query ($value: String!) { indicators(value: $value) { totalCount { value } } }";
  const { indicators } = await soc.get<{ indicators: { totalCount: { value: number } } }>(query, { value });
  return indicators.totalCount.value;
};

describe("What a table's columns are taken for", () => {
  test("is told, so that a wrong guess is seen", async () => {
    const name = `${randomUUID()}.example`;
    const { summary } = await load(`domain,seen by,comment\n${name},proxy,a note\n`);
    expect(summary.columns).toEqual([
      { index: 0, header: "domain", meaning: "VALUE", type: null, example: name },
      { index: 1, header: "seen by", meaning: "IGNORED", type: null, example: "proxy" },
      { index: 2, header: "comment", meaning: "DESCRIPTION", type: null, example: "a note" },
    ]);
  });

  test("is what its sender says, where it is said", async () => {
    const [bad, victim] = [`${randomUUID()}.example`, `${randomUUID()}.example`];
    const table = `first,second,third\n${victim},${bad},${victim}\n`;
    const { summary } = await load(table, { columns: ["IGNORED", "VALUE", "DESCRIPTION"], filename: "a.csv" });
    expect(summary.columns?.map(({ meaning }) => meaning)).toEqual(["IGNORED", "VALUE", "DESCRIPTION"]);
    expect([await known(bad), await known(victim)]).toEqual([1, 0]);
  });

  test("is not told of what is no table, nor taken for it", async () => {
    expect((await load(`${randomUUID()}.example\n`)).summary.columns).toBeNull();
    const contentBase64 = Buffer.from(`{"type":"bundle","objects":[]}`).toString("base64");
    expect(await soc.refused("importIndicators", { contentBase64, columns: ["VALUE"] })).toBe("INVALID_INPUT");
    const table = Buffer.from("a,b\nc,d\n").toString("base64");
    expect(await soc.refused("importIndicators", { contentBase64: table, columns: ["TLP", "PAP"] })).toBe(
      "UNSUPPORTED",
    );
  });
});

describe("A dry run", () => {
  test("tells what would become of a file, stores nothing, and leaves its key to be used", async () => {
    const name = `${randomUUID()}.example`;
    const given = { idempotencyKey: randomUUID() };
    const before = await world.asOwner("select count(*) from events");
    const tried = await load(`${name}\n999.1.1.1\n`, { ...given, dryRun: true });
    expect(tried).toMatchObject({ position: null, summary: { stored: 1, refusedCount: 1, dryRun: true } });
    expect(await known(name)).toBe(0);
    expect(await world.asOwner("select count(*) from events")).toEqual(before);
    const done = await load(`${name}\n999.1.1.1\n`, given);
    expect(done).toMatchObject({ position: expect.any(String) as unknown, summary: { stored: 1, dryRun: false } });
    expect(await known(name)).toBe(1);
  });

  test("is refused to whoever may not import", async () => {
    const watcher = await world.party({ roles: ["OBSERVER"] });
    const contentBase64 = Buffer.from("evil.example\n").toString("base64");
    expect(await watcher.refused("importIndicators", { contentBase64, dryRun: true })).toBe("FORBIDDEN");
  });
});
