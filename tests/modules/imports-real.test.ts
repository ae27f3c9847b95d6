import { existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import path from "node:path";
import type { ImportSummary } from "../../src/modules/intake/import";
import { type Party, type World, openWorld } from "../support/world";

/** Files that partners publish lie beside the project; a checkout without them skips what needs them. */
const root = path.resolve(__dirname, "../../../shared/data");
const withData = existsSync(root) ? describe : describe.skip;

function filesBelow(folder: string): readonly string[] {
  return readdirSync(path.join(root, folder))
    .sort()
    .flatMap((name) => {
      const one = path.join(folder, name);
      return statSync(path.join(root, one)).isDirectory() ? filesBelow(one) : [one];
    });
}

withData("real files (skipped without ../shared/data)", () => {
  let world: World;
  let soc: Party;
  beforeAll(async () => {
    world = await openWorld();
    soc = await world.party({ name: "SOC", kinds: ["SOC"] });
  });
  afterAll(() => world.close());

  const SUMMARY = "summary { format stored updated unchanged refusedCount refused { at message } }";
  const given = (file: string) => ({
    filename: path.basename(file),
    contentBase64: readFileSync(path.join(root, file)).toString("base64"),
  });

  test.each([
    "stix21/AmnestyTech__investigations/",
    "ioc/WithSecureLabs__iocs/",
    "ioc/eset__malware-ioc/",
    "ioc/stamparm__maltrail/",
  ])("a file of %s opens a case, and changes nothing when it comes again", async (folder) => {
    const file = filesBelow(folder).find((name) => !/README/.test(name)) ?? "";
    const opened = await soc.act<{ case: { id: string; indicators: object }; summary: ImportSummary }>(
      "openCase",
      { title: file, severity: "LEVEL_2", intake: "PARTNER_SHARE", file: given(file) },
      `case { id indicators(first: 500) { totalCount { value } } } ${SUMMARY}`,
    );
    const again = await soc.act<{ summary: ImportSummary }>(
      "importIndicators",
      { ...given(file), caseId: opened.case.id },
      SUMMARY,
    );
    expect(opened.summary.stored).toBeGreaterThan(0);
    expect(again.summary).toMatchObject({ stored: 0, updated: 0, refusedCount: opened.summary.refusedCount });
  });

  test("no hostile file is a fault of the hub: what it holds is stored, or refused with its reason", async () => {
    const codes = new Set(["INVALID_INPUT", "UNSUPPORTED", "PAYLOAD_TOO_LARGE"]);
    for (const file of filesBelow("bad")) {
      const { data, errors } = await soc.ask(
        `mutation ($input: ImportIndicatorsInput!) { importIndicators(input: $input) { ${SUMMARY} } }`,
        { input: { idempotencyKey: path.basename(file), ...given(file) } },
      );
      const code = errors?.[0]?.extensions?.["code"];
      expect({ file, fine: data?.["importIndicators"] != null || codes.has(String(code)) }).toEqual({
        file,
        fine: true,
      });
    }
    expect(world.bugs).toEqual([]);
  });

  test("whoever takes over, revives or redefines what is known is refused item by item", async () => {
    const takeover = JSON.parse(readFileSync(path.join(root, "bad/stix-takeover.json"), "utf8")) as {
      objects: readonly { id: string; created_by_ref?: string }[];
    };
    const [foreign] = takeover.objects;
    const known = {
      ...foreign,
      created_by_ref: "identity--00000000-0000-4000-8000-000000000001",
      revoked: false,
      created: "2020-01-01T00:00:00.000Z",
      modified: "2020-01-01T00:00:00.000Z",
    };
    const first = Buffer.from(JSON.stringify({ ...takeover, objects: [known] })).toString("base64");
    const other = await world.party();
    await other.act("importIndicators", { contentBase64: first });
    const { summary } = await other.act<{ summary: ImportSummary }>(
      "importIndicators",
      given("bad/stix-takeover.json"),
      "summary { refused { at code } }",
    );
    expect(summary.refused).toEqual([{ at: foreign?.id, code: "FORBIDDEN" }]);
  });
});
