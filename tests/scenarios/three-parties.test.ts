import type { Asker, Message } from "../support/asker";
import { firstNotice } from "../support/handoffs";
import { type ServedWorld, serve } from "../support/served";
import { type Party, type World, openWorld } from "../support/world";
import { hasSharedData, sharedFile } from "../interop/shared-data";

/*
 * One incident, three parties, over HTTP and WebSocket: the SOC's tool opens a case from a real indicator file with
 * its first notice and handoff in one call; the CSIRT is pushed the news, asks, is answered, accepts and owns it, and
 * engages a vendor. Everybody who is entitled sees each step as it happens, and a stranger sees nothing.
 */
let world: World;
let hub: ServedWorld;
let [soc, csirt, vendor, stranger]: Asker[] = [];
let parties: Record<"soc" | "csirt" | "vendor" | "stranger", Party>;

beforeEach(async () => {
  world = await openWorld();
  hub = await serve(world, { SANSHA_POLL_MS: "20" });
  await world.app.start(20);
  parties = {
    soc: await world.party({ name: "Night SOC", kinds: ["SOC"] }),
    csirt: await world.party({ name: "ACME CSIRT", kinds: ["CSIRT"] }),
    vendor: await world.party({ name: "Dig Forensics", kinds: ["VENDOR"] }),
    stranger: await world.party({ name: "Somebody else" }),
  };
  [soc, csirt, vendor, stranger] = [parties.soc, parties.csirt, parties.vendor, parties.stranger].map((who) =>
    hub.client(who),
  );
});
afterEach(async () => {
  await hub.close();
  await world.close();
});

type Shown = { readonly id: string; readonly version: number };
const HANDOFF = "handoff { id version state }";
const step = ({ id, version }: Shown, more: object = {}) => ({ handoffId: id, expectedVersion: version, ...more });
const typesOf = (messages: readonly Message[]) => messages.map(({ type }) => type);
const until = (type: string) => (message: Message) => message["type"] === type;

const escalation = (file: object = {}) => ({
  title: "Beacon from a file server",
  summary: "HTTPS every 60 seconds to an unknown host.",
  severity: "LEVEL_3",
  intake: "DETECTION",
  detection: { vantage: "NETWORK", tool: "proxy", rule: "beacon-60s", detectedAt: "2026-04-01T14:26:00+09:00" },
  handoff: { kind: "ESCALATION", receiverId: parties.csirt.organization.id, package: firstNotice() },
  ...file,
});

test("a case goes from SOC to CSIRT to vendor, and each step is pushed to whoever may see it", async () => {
  const [atSoc, atCsirt, atVendor, atStranger] = await Promise.all(
    [soc!, csirt!, vendor!, stranger!].map((who) => who.follow()),
  );
  for (const stream of [atSoc, atCsirt, atVendor, atStranger])
    expect(await stream!.next()).toMatchObject({ outcome: "FRESH" });

  const { case: opened, handoff } = await soc!.act<{ case: Shown; handoff: Shown }>(
    "openCase",
    escalation(),
    `case { id version } ${HANDOFF}`,
  );
  expect((await atCsirt!.until(until("HANDOFF_OFFERED"))).at(-1)).toMatchObject({ case: { id: opened.id } });
  expect(await csirt!.get(`{ waitingOnUs { edges { node { kind case { id } } } } }`)).toEqual({
    waitingOnUs: { edges: [{ node: { kind: "ACKNOWLEDGEMENT", case: { id: opened.id } } }] },
  });

  const { handoff: acknowledged } = await csirt!.act<{ handoff: Shown }>("acknowledgeHandoff", step(handoff), HANDOFF);
  const question = { purpose: "To choose what to isolate", questions: ["Which account ran the process?"] };
  const asked = await csirt!.act<{ handoff: { informationRequests: { edges: { node: Shown }[] } } }>(
    "requestHandoffInfo",
    step(acknowledged, question),
    "handoff { informationRequests { edges { node { id version } } } }",
  );
  const [request] = asked.handoff.informationRequests.edges.map(({ node }) => node);
  await atSoc!.until(until("HANDOFF_INFO_REQUESTED"));
  await soc!.act("answerInformationRequest", {
    informationRequestId: request!.id,
    expectedVersion: request!.version,
    answers: [{ number: 1, answer: "svc-backup" }],
    package: { confidence: 80, rationale: "The host is no proxy, and the interval never varies." },
  });
  await atCsirt!.until(until("INFORMATION_ANSWERED"));

  const { node: current } = await csirt!.get<{ node: Shown }>(
    `query ($id: ID!) { node(id: $id) { ... on Handoff { id version } } }`,
    { id: handoff.id },
  );
  await csirt!.act("acceptHandoff", step(current), HANDOFF);
  const moved = await atSoc!.until(until("CASE_OWNER_CHANGED"));
  expect(moved.at(-1)).toMatchObject({ changed: ["owner"], case: { id: opened.id } });
  const { case: owned } = await soc!.get<{ case: object }>(`query ($id: ID!) { case(id: $id) { owner { name } } }`, {
    id: opened.id,
  });
  expect(owned).toEqual({ owner: { name: "ACME CSIRT" } });

  const engagement = {
    caseId: opened.id,
    kind: "ENGAGEMENT",
    receiverId: parties.vendor.organization.id,
    package: firstNotice({ expectation: "COLLECT_EVIDENCE" }),
  };
  await csirt!.act("offerHandoff", engagement, HANDOFF);
  expect(typesOf(await atVendor!.until(until("HANDOFF_OFFERED")))).toContain("HANDOFF_OFFERED");

  // The stranger's own case is the first thing that it hears of.
  const own = await world.openCase(parties.stranger);
  expect(await atStranger!.next()).toMatchObject({ type: "CASE_OPENED", case: { id: own.id } });
});

const testReal = hasSharedData ? test : test.skip;
testReal.each([
  ["a STIX 2.1 bundle", "stix21/AmnestyTech__investigations/2021-12-16_cytrox__cytrox.stix2", "STIX_2_1"],
  ["a list of indicators", "ioc/eset__malware-ioc/agrius__samples.sha1", "LIST"],
])("a case is opened from a real file: %s (../shared/data)", async (_what, name, _format) => {
  const file = { file: { filename: name.split("/").at(-1), contentBase64: sharedFile(name).toString("base64") } };
  const { case: opened, summary } = await soc!.act<{
    case: Shown;
    summary: { format: string; stored: number; refusedCount: number };
  }>("openCase", escalation(file), "case { id version } summary { format stored refusedCount }");
  expect(summary).toMatchObject({ refusedCount: 0 });
  expect(summary.stored).toBeGreaterThan(5);
  const { case: seen } = await csirt!.get<{ case: { indicators: { totalCount: { value: number } } } }>(
    `query ($id: ID!) { case(id: $id) { indicators(first: 5) { totalCount { value } } } }`,
    { id: opened.id },
  );
  expect(seen.indicators.totalCount.value).toBe(summary.stored);
});

test("two acceptances of one handoff at once: one takes it, the case has one owner", async () => {
  const { case: opened, handoff } = await soc!.act<{ case: Shown; handoff: Shown }>(
    "openCase",
    escalation(),
    `case { id version } ${HANDOFF}`,
  );
  const { handoff: acknowledged } = await csirt!.act<{ handoff: Shown }>("acknowledgeHandoff", step(handoff), HANDOFF);
  const accept = () =>
    csirt!.ask(`mutation ($input: AcceptHandoffInput!) { acceptHandoff(input: $input) { handoff { state } } }`, {
      input: { idempotencyKey: Math.random().toString(36), ...step(acknowledged) },
    });
  const answers = await Promise.all([accept(), accept()]);
  const codes = answers.map(({ errors }) => errors?.[0]?.extensions?.["code"] ?? "OK").sort();
  expect(codes[0]).toBe("OK");
  expect(["STATE_CONFLICT", "VERSION_CONFLICT"]).toContain(codes[1]);
  const { case: owned } = await soc!.get<{ case: object }>(`query ($id: ID!) { case(id: $id) { owner { name } } }`, {
    id: opened.id,
  });
  expect(owned).toEqual({ owner: { name: "ACME CSIRT" } });
});

test("fifty duplicates of opening a case, over HTTP, open one", async () => {
  const input = { idempotencyKey: "alert-4711", ...escalation() };
  const query = `mutation ($input: OpenCaseInput!) { openCase(input: $input) { case { id reference } handoff { id } position } }`;
  const answers = await Promise.all(Array.from({ length: 50 }, () => soc!.ask(query, { input })));
  expect(new Set(answers.map(({ data }) => JSON.stringify(data))).size).toBe(1);
  const { cases } = await soc!.get<{ cases: { totalCount: object } }>(`{ cases { totalCount { value } } }`);
  expect(cases.totalCount).toEqual({ value: 1 });
});

test("story 10: a participant is removed while it is subscribed: its stream narrows, and it never receives the next event", async () => {
  const incident = await world.openCase(parties.csirt);
  await world.join(incident, parties.soc, "SOC");
  const kept = await world.openCase(parties.soc);
  const stream = await soc!.follow();
  await stream.next();
  await csirt!.act("moveCase", { caseId: incident.id, expectedVersion: 1, to: "TRIAGE" });
  expect(await stream.next()).toMatchObject({ type: "CASE_MOVED", version: 2 });
  await csirt!.act("removeParticipant", { caseId: incident.id, organizationId: parties.soc.organization.id });
  await csirt!.act("moveCase", { caseId: incident.id, expectedVersion: 2, to: "ANALYSIS" });
  expect(await stream.next()).toMatchObject({ __typename: "Gone", id: incident.id });

  await soc!.act("moveCase", { caseId: kept.id, expectedVersion: 1, to: "TRIAGE" });
  const rest = await stream.until((message) => (message["case"] as { id?: string })?.id === kept.id);
  expect(rest.filter((message) => message.__typename !== "Gone")).toHaveLength(1);
});
