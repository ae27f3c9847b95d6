import { randomUUID } from "node:crypto";
import { newId } from "../../src/platform/ids";
import type { ItemResult } from "../../src/platform/items";
import { type Party, type World, openWorld } from "../support/world";

let world: World;
let soc: Party;

beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  soc = await world.party({ name: "SOC", kinds: ["SOC"] });
});

const file = (text: string) => Buffer.from(text).toString("base64");
const OPENED = `
  case { id title severity tlp detectedAt occurredAt occurredClock owner { id }
    affectedOrganization { id } participants { edges { node { organization { id } role state } } }
    indicators { edges { node { type value } } } detections { edges { node { id rule } } } }
  detection { id tool rule rawAlert vantage }
  items { index outcome id code field message } matched { outcome }
  summary { format encoding stored unchanged refusedCount refused { at code message } }`;
type Opened = {
  readonly case: Record<string, unknown>;
  readonly detection: Record<string, unknown> | null;
  readonly items: readonly ItemResult[];
  readonly summary: Record<string, unknown> | null;
};

test("one call opens a case with its detection, indicators, file and participants", async () => {
  const csirt = await world.party({ name: "CSIRT" });
  const victim = await world.organization({ name: "ACME", kinds: [] });

  const opened = await soc.act<Opened>(
    "openCase",
    {
      severity: "LEVEL_3",
      affectedOrganizationId: victim.id,
      participants: [{ organizationId: csirt.organization.id, role: "CSIRT" }],
      detection: {
        vantage: "ENDPOINT",
        tool: "EDR",
        rule: "Beacon",
        title: "Beacon from a file server",
        detectedAt: "2026-01-02T03:04:05.000Z",
        firstSeen: "2026-01-02T03:00:00.000Z",
        rawAlert: { a: [1, { b: "c" }] },
        indicators: [{ value: "198.51.100.7" }],
      },
      indicators: [{ value: "evil[.]example" }, { value: "no indicator" }],
      file: { filename: "list.txt", contentBase64: file("192.0.2.1\n192.0.2[.]2\n999.1.1.1\n") },
    },
    OPENED,
  );

  expect(opened.case).toMatchObject({
    title: "Beacon from a file server",
    detectedAt: "2026-01-02T03:04:05.000Z",
    occurredAt: "2026-01-02T03:00:00.000Z",
    occurredClock: "EDR",
    owner: { id: soc.organization.id },
    affectedOrganization: { id: victim.id },
  });
  expect(opened.items.map(({ outcome, code, field }) => ({ outcome, code, field }))).toEqual([
    { outcome: "OK", code: null, field: null },
    { outcome: "REFUSED", code: "INVALID_INPUT", field: "input.indicators[1].value" },
  ]);
  expect(opened.summary).toMatchObject({ format: "PLAIN_LIST", stored: 2, refusedCount: 1 });
});

const casesOf = async (by: Party) =>
  (await by.get<{ cases: { totalCount: { value: number } } }>("{ cases { totalCount { value } } }")).cases.totalCount
    .value;
const refusal = async (by: Party, input: object) => {
  const { errors } = await by.ask("mutation ($input: OpenCaseInput!) { openCase(input: $input) { position } }", {
    input: { idempotencyKey: randomUUID(), title: "T", severity: "LEVEL_1", ...input },
  });
  const { code, field } = errors?.[0]?.extensions as { code: string; field?: string };
  return [code, field];
};

test("what is wrong with the case refuses all of it, by its field", async () => {
  const unknown = "org_00000000000000000000000000";
  const detection = { vantage: "HUMAN", detectedAt: "2026-01-02T00:00:00Z" };
  expect(await refusal(soc, { title: null })).toEqual(["INVALID_INPUT", "input.title"]);
  expect(await refusal(soc, { title: " " })).toEqual(["INVALID_INPUT", "input.title"]);
  expect(await refusal(soc, { techniques: ["T1"] })).toEqual(["INVALID_INPUT", "input.techniques[0]"]);
  expect(await refusal(soc, { role: "OBSERVER" })).toEqual(["INVALID_INPUT", "input.role"]);
  expect(await refusal(soc, { affectedOrganizationId: unknown })).toEqual([
    "NOT_FOUND",
    "input.affectedOrganizationId",
  ]);
  expect(await refusal(soc, { participants: [{ organizationId: unknown, role: "CSIRT" }] })).toEqual([
    "NOT_FOUND",
    "input.participants[0].organizationId",
  ]);
  expect(await refusal(soc, { detection: { ...detection, detectedAt: null } })).toEqual([
    "INVALID_INPUT",
    "input.detection.detectedAt",
  ]);
  expect(await refusal(soc, { detectionId: "det_00000000000000000000000000" })).toEqual([
    "NOT_FOUND",
    "input.detectionId",
  ]);
  expect(await refusal(soc, { file: { contentBase64: file("{}") } })).toEqual([
    "UNSUPPORTED",
    "input.file.contentBase64",
  ]);
  expect(await refusal(soc, { memberIds: [newId("user")] })).toEqual(["NOT_FOUND", "input.memberIds[0]"]);
  expect(await refusal(soc, { handoff: { kind: "ESCALATION", receiverId: unknown, package: {} } })).toEqual([
    "HANDOFF_INCOMPLETE",
    "input.handoff.package.expectation",
  ]);
  expect(await casesOf(soc)).toBe(0);
});

test("a case is handed off as it is opened: what it says already is not asked again", async () => {
  const csirt = await world.party({ name: "CSIRT", kinds: ["CSIRT"] });
  const stream = await csirt.follow();
  await stream.next();
  const opened = await soc.act<{ case: { id: string }; handoff: object }>(
    "openCase",
    {
      title: "Beacon",
      summary: "HTTPS every 60 seconds.",
      severity: "LEVEL_4",
      indicators: [{ value: "203.0.113.9" }],
      handoff: {
        kind: "ESCALATION",
        receiverId: csirt.organization.id,
        package: { expectation: "CONTAIN_HOST", contact: "SOC desk, ext. 100", dueAt: "2999-01-01T00:00:00Z" },
      },
    },
    "case { id } handoff { state receiver { id } package { summary severity } }",
  );
  expect(opened.handoff).toEqual({
    state: "OFFERED",
    receiver: { id: csirt.organization.id },
    package: { summary: "HTTPS every 60 seconds.", severity: "LEVEL_4" },
  });
  const { case: seen } = await csirt.get<{ case: object }>(
    "query ($id: ID!) { case(id: $id) { indicators { edges { node { value } } } } }",
    { id: opened.case.id },
  );
  expect(seen).toEqual({ indicators: { edges: [{ node: { value: "203.0.113.9" } }] } });
  const told = await stream.until(({ type }) => type === "HANDOFF_OFFERED");
  expect(told.map(({ type }) => type)).toEqual(expect.arrayContaining(["CASE_OPENED", "ASSERTION_MADE"]));
  await stream.end();
});

test("a detection that is recorded already becomes the first of its case", async () => {
  const { detection } = await soc.act<{ detection: { id: string } }>(
    "recordDetection",
    {
      vantage: "NETWORK",
      rule: "ET TROJAN",
      detectedAt: "2026-01-02T00:00:00Z",
      indicators: [{ value: "203.0.113.5" }],
    },
    "detection { id }",
  );
  const opened = await soc.act<Opened>("openCase", { severity: "LEVEL_2", detectionId: detection.id }, OPENED);
  expect(opened.case).toMatchObject({
    title: "ET TROJAN",
    detectedAt: "2026-01-02T00:00:00.000Z",
    detections: { edges: [{ node: { id: detection.id } }] },
    indicators: { edges: [{ node: { value: "203.0.113.5" } }] },
  });
  expect(await refusal(soc, { detectionId: detection.id })).toEqual(["STATE_CONFLICT", "input.detectionId"]);
});

test("a restricted case is seen by whoever opens it, and by those who are named", async () => {
  const colleague = await world.party({ organization: soc.organization });
  const other = await world.party({ organization: soc.organization });
  const csirt = await world.party({ name: "CSIRT" });
  const csirtOther = await world.party({ organization: csirt.organization });
  const { case: one } = await soc.act<{ case: { id: string } }>(
    "openCase",
    {
      title: "Insider",
      severity: "LEVEL_4",
      restricted: true,
      memberIds: [colleague.account.id],
      participants: [{ organizationId: csirt.organization.id, role: "CSIRT", memberIds: [csirt.account.id] }],
      indicators: [{ value: "203.0.113.77" }],
    },
    "case { id }",
  );
  const sees = async (by: Party) =>
    (await by.get<{ nodes: readonly unknown[] }>("query ($ids: [ID!]!) { nodes(ids: $ids) { id } }", { ids: [one.id] }))
      .nodes[0] !== null;
  expect(await Promise.all([soc, colleague, csirt, other, csirtOther].map(sees))).toEqual([
    true,
    true,
    true,
    false,
    false,
  ]);
});

test("whoever only observes opens no case, and a call that is repeated opens one", async () => {
  const observer = await world.party({ organization: soc.organization, roles: ["OBSERVER"] });
  expect(await refusal(observer, {})).toEqual(["FORBIDDEN", undefined]);
  const input = { idempotencyKey: "once", title: "T", severity: "LEVEL_1", indicators: [{ value: "203.0.113.78" }] };
  const answers = await Promise.all(
    Array.from({ length: 10 }, () => soc.act("openCase", input, "case { id } items { id }")),
  );
  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  expect(await casesOf(soc)).toBe(1);
});
