import type { QueryRunner } from "typeorm";
import { ImportAndExport1700000000020 } from "../../migrations/1700000000020-import-and-export";
import type { Case } from "../../src/modules/cases/case";
import type { ImportSummary } from "../../src/modules/intake/import";
import { type Party, type World, openWorld } from "../support/world";

let world: World;
let soc: Party;
let incident: Case;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  soc = await world.party({ name: "SOC" });
  incident = await world.openCase(soc);
});

const finding = (uid: string, more: object = {}, info: object = {}) => ({
  class_uid: 2004,
  activity_id: 1,
  type_uid: 200401,
  severity_id: 3,
  time: 1_767_323_045_000,
  metadata: { product: { name: "EDR-A", vendor_name: "Example" } },
  finding_info: { uid, title: "LdapSearch", ...info },
  ...more,
});
const update = { activity_id: 2, type_uid: 200402, severity_id: 5, time: 1_767_330_000_000 };
const of = (name: string) => ({ metadata: { product: { name } } });

const load = async (findings: readonly object[], more: object = {}) => {
  const input = { contentBase64: Buffer.from(JSON.stringify(findings)).toString("base64"), ...more };
  const selection = `summary { detections detectionsUpdated detectionsUnchanged refusedCount
    refused { at code field message } remarkCount }`;
  return (await soc.act<{ summary: ImportSummary }>("importIndicators", input, selection)).summary;
};
const counts = ({ detections, detectionsUpdated, detectionsUnchanged, refusedCount }: ImportSummary) => ({
  ...(detections ? { detections } : {}),
  ...(detectionsUpdated ? { updated: detectionsUpdated } : {}),
  ...(detectionsUnchanged ? { unchanged: detectionsUnchanged } : {}),
  ...(refusedCount ? { refused: refusedCount } : {}),
});
const detections = async () => {
  const query = `{ detections { edges { node { version tool title detectedAt rawAlert } } } }`;
  type Found = { detections: { edges: readonly { node: Record<string, unknown> }[] } };
  return (await soc.get<Found>(query)).detections.edges.map(({ node }) => node);
};

test("two tools that count from 1 each have two detections, and a second run finds both", async () => {
  const both = [finding("1"), finding("1", of("NDR-B"))];
  expect(counts(await load(both))).toEqual({ detections: 2 });
  expect(counts(await load(both))).toEqual({ unchanged: 2 });
  expect((await detections()).map(({ tool }) => tool).sort()).toEqual(["EDR-A", "NDR-B"]);
});

test("an update of a finding is a change, told to whoever sees it, and an older word changes nothing", async () => {
  const stream = await soc.follow();
  await load([finding("2")], { caseId: incident.id });
  const later = finding("2", update, { title: "Kerberoasting" });
  expect(counts(await load([later], { caseId: incident.id }))).toEqual({ updated: 1 });
  await stream.until(
    ({ __typename, ...event }) => __typename === "DetectionEvent" && event["type"] === "DETECTION_UPDATED",
  );
  await stream.end();

  expect(counts(await load([finding("2")], { caseId: incident.id }))).toEqual({ unchanged: 1 });
  expect(counts(await load([later], { caseId: incident.id }))).toEqual({ unchanged: 1 });
  const [one] = await detections();
  expect(one).toMatchObject({ version: 2, title: "Kerberoasting", rawAlert: later });
  expect(one?.["detectedAt"]).toBe("2026-01-02T03:04:05.000Z"); // When it was noticed, not when it was told of again.
});

test("one file may hold a finding and its updates, in any order", async () => {
  expect(counts(await load([finding("3", update, { title: "Later" }), finding("3"), finding("3")]))).toEqual({
    detections: 1,
    updated: 1,
    unchanged: 1,
  });
  expect(await detections()).toMatchObject([{ title: "Later", detectedAt: "2026-01-02T03:04:05.000Z" }]);
});

test("two contents of one time are a contradiction: the second is refused by its field", async () => {
  await load([finding("4")]);
  const { refused, ...rest } = await load([finding("4", { severity_id: 5 })]);
  expect(counts({ ...rest, refused })).toEqual({ refused: 1 });
  expect(refused).toMatchObject([{ at: "item [0]", code: "INVALID_INPUT", field: "time" }]);
});

test("what has no field of its own is kept in the alert, and that is said once", async () => {
  const { remarkCount } = await load([finding("5"), finding("6", { device: { hostname: "FS01" } })]);
  expect(remarkCount).toBe(1);
  expect((await detections()).map(({ rawAlert }) => rawAlert)).toContainEqual(
    expect.objectContaining({ severity_id: 3, device: { hostname: "FS01" } }),
  );
});

test("what was known by its id alone is known by its product after the migration", async () => {
  const [named, unnamed] = [finding("7", of('製品 "A"')), finding("8", { metadata: {} })];
  await load([named, unnamed]);
  await world.asOwner(`update detections set source_id = raw_alert #>> '{finding_info,uid}'
    where organization_id = '${soc.organization.id}'`);
  const migration = new ImportAndExport1700000000020();
  const runner = { query: (text: string) => world.asOwner(text) } as unknown as QueryRunner;
  await migration.down(runner);
  await migration.up(runner);
  expect(counts(await load([named, unnamed]))).toEqual({ unchanged: 2 });
});
