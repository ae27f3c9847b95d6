import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import type { Case } from "../../src/modules/cases/case";
import { type Party, type World, openWorld } from "../support/world";

let world: World;
let soc: Party;
let csirt: Party;
let incident: Case;

beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  soc = await world.party({ name: "SOC" });
  csirt = await world.party({ name: "CSIRT" });
  incident = await world.openCase(soc);
  await world.join(incident, csirt, "CSIRT", "INVITED");
});

const DETECTION = `detection { id version vantage tool rule title firstSeen detectedAt timeInDoubt rawAlert case { id }
  indicators { edges { node { value } } } } items { outcome code field }`;
type Recorded = {
  readonly detection: Record<string, unknown> & { readonly id: string; readonly version: number };
  readonly items: readonly object[];
};
const record = (by: Party, given: object) =>
  by.act<Recorded>("recordDetection", { vantage: "ENDPOINT", detectedAt: "2026-01-02T03:04:05Z", ...given }, DETECTION);
const finding = (uid: string) => ({
  class_uid: 2004,
  activity_id: 1,
  type_uid: 200401,
  severity_id: 3,
  time: 1_767_323_045_000,
  metadata: { product: { name: "EDR of Example" } },
  finding_info: { uid, title: "LdapSearch", analytic: { name: "Ldap rule" }, first_seen_time: 1_767_323_000_000 },
});
const seen = async (by: Party, id: string) =>
  (
    await by.get<{ nodes: readonly unknown[] }>(
      "query ($ids: [ID!]!) { nodes(ids: $ids) { id ... on Detection { rawAlert } } }",
      { ids: [id] },
    )
  ).nodes[0];

test("an OCSF finding says what it is, and is known again by its own id", async () => {
  const given = { rawAlert: finding("alert-1"), detectedAt: null };
  const { detection } = await record(soc, given);
  const again = await record(soc, given);
  expect(detection).toMatchObject({
    tool: "EDR of Example",
    rule: "Ldap rule",
    title: "LdapSearch",
    firstSeen: "2026-01-02T03:03:20.000Z",
    detectedAt: "2026-01-02T03:04:05.000Z",
    timeInDoubt: false,
    rawAlert: finding("alert-1"),
  });
  expect(again.detection.id).toBe(detection.id);
});

test("what is no detection finding, too large or nested too deep is refused by its path", async () => {
  const wrong = async (rawAlert: unknown) => {
    const { errors } = await soc.ask(
      "mutation ($input: RecordDetectionInput!) { recordDetection(input: $input) { position } }",
      { input: { idempotencyKey: "k", vantage: "ENDPOINT", detectedAt: "2026-01-02T03:04:05Z", rawAlert } },
    );
    const { code, field } = errors?.[0]?.extensions as { code: string; field?: string };
    return [code, field];
  };
  const deep = JSON.parse(`${"[".repeat(100)}${"]".repeat(100)}`) as unknown;
  expect(await wrong({ class_uid: 2002 })).toEqual(["UNSUPPORTED", "input.rawAlert.class_uid"]);
  expect(await wrong({ ...finding("x"), type_uid: 1 })).toEqual(["INVALID_INPUT", "input.rawAlert.type_uid"]);
  expect(await wrong({ text: "x".repeat(300_000) })).toEqual(["PAYLOAD_TOO_LARGE", "input.rawAlert"]);
  expect(await wrong(deep)).toEqual(["INVALID_INPUT", "input.rawAlert"]);
});

test("without a case it is its owner's alone; in a case, whoever sees the case reads the alert too", async () => {
  const { detection: alone } = await record(soc, { rawAlert: { host: "FS01" } });
  const { detection: held } = await record(soc, { rawAlert: { host: "FS01" }, caseId: incident.id });
  const colleague = await world.party({ organization: soc.organization });
  const stranger = await world.party();
  expect(await seen(colleague, alone.id)).toEqual({ id: alone.id, rawAlert: { host: "FS01" } });
  expect(await seen(csirt, alone.id)).toBeNull();
  expect(await seen(csirt, held.id)).toEqual({ id: held.id, rawAlert: { host: "FS01" } });
  expect(await seen(stranger, held.id)).toBeNull();
});

test("in a restricted case it is for the members, in the owner's organisation too", async () => {
  const closed = await world.openCase(soc, { restricted: true });
  const { detection } = await record(soc, { caseId: closed.id });
  const colleague = await world.party({ organization: soc.organization });
  expect(await seen(soc, detection.id)).toMatchObject({ id: detection.id });
  expect(await seen(colleague, detection.id)).toBeNull();
});

test("what it matched is said by its owner; indicators that one cannot see are not found", async () => {
  const { detection, items } = await record(soc, {
    indicators: [{ value: "198.51.100[.]9" }, { value: "nothing here" }],
    caseId: incident.id,
  });
  expect(items).toMatchObject([{ outcome: "OK" }, { code: "INVALID_INPUT", field: "input.indicators[1].value" }]);
  expect(detection["indicators"]).toEqual({ edges: [{ node: { value: "198.51.100.9" } }] });
  const hidden = await csirt.act<{ assertions: readonly { indicator: { id: string } }[] }>(
    "assertIndicators",
    { items: [{ value: "hidden.example" }] },
    "assertions { indicator { id } }",
  );
  const input = {
    vantage: "HUMAN",
    detectedAt: "2026-01-02T03:04:05Z",
    indicatorIds: [hidden.assertions[0]?.indicator.id],
  };
  expect(await soc.refused("recordDetection", input)).toBe("NOT_FOUND");
});

test("a detection is brought into one case, with what it matched", async () => {
  const { detection } = await record(soc, { indicators: [{ value: "brought.example" }] });
  const input = { detectionId: detection.id, expectedVersion: detection.version, caseId: incident.id };
  const attached = await soc.act<Recorded>("attachDetection", input, DETECTION);
  expect(attached.detection).toMatchObject({ version: 2, case: { id: incident.id } });
  const { case: one } = await csirt.get<{ case: unknown }>(
    "query ($id: ID!) { case(id: $id) { detections { edges { node { id } } } indicators { edges { node { value } } } } }",
    { id: incident.id },
  );
  expect(one).toEqual({
    detections: { edges: [{ node: { id: detection.id } }] },
    indicators: { edges: [{ node: { value: "brought.example" } }] },
  });
  const other = await world.openCase(soc);
  expect(await soc.refused("attachDetection", { ...input, expectedVersion: 2, caseId: other.id })).toBe(
    "STATE_CONFLICT",
  );
});

test("only its owner brings a detection into a case, at the version that it knows", async () => {
  const { detection } = await record(soc, {});
  const ours = await world.openCase(csirt);
  const input = { detectionId: detection.id, expectedVersion: detection.version };
  expect(await csirt.refused("attachDetection", { ...input, caseId: ours.id })).toBe("NOT_FOUND");
  expect(await soc.refused("attachDetection", { ...input, caseId: ours.id })).toBe("NOT_FOUND");
  const { detection: held } = await record(soc, { caseId: incident.id });
  const seen = { detectionId: held.id, expectedVersion: held.version, caseId: ours.id };
  expect(await csirt.refused("attachDetection", seen)).toBe("FORBIDDEN");
  expect(await soc.refused("attachDetection", { ...input, caseId: incident.id, expectedVersion: 7 })).toBe(
    "VERSION_CONFLICT",
  );
  expect(
    await csirt.refused("recordDetection", {
      vantage: "HUMAN",
      detectedAt: "2026-01-02T03:04:05Z",
      caseId: incident.id,
    }),
  ).toBe("FORBIDDEN");
});

test("a time that cannot be true is kept, and is in doubt", async () => {
  const { detection } = await record(soc, { detectedAt: "2999-01-01T00:00:00Z" });
  expect(detection).toMatchObject({ detectedAt: "2999-01-01T00:00:00.000Z", timeInDoubt: true });
});

const real = path.resolve(__dirname, "../../../shared/data/ocsf/otrf-goldensaml-detection-findings.json");
(existsSync(real) ? test : test.skip)(
  "the findings of a real incident are recorded once (skipped without ../shared)",
  async () => {
    const contentBase64 = readFileSync(real).toString("base64");
    const load = () =>
      soc.act<{ summary: object }>(
        "importIndicators",
        { contentBase64, caseId: incident.id },
        "summary { format detections refusedCount }",
      );
    expect((await load()).summary).toEqual({ format: "OCSF_DETECTION_FINDING", detections: 9, refusedCount: 0 });
    expect((await load()).summary).toEqual({ format: "OCSF_DETECTION_FINDING", detections: 0, refusedCount: 0 });
  },
);
