import type { Asker } from "../support/asker";
import { type World, openWorld } from "../support/world";

// 差し戻し: sent back twice for missing information. Whoever owns the case, and whose turn it is, is right at each step.

type Who = Asker & { readonly organization: { readonly id: string } };
type Handoff = { readonly id: string; readonly version: number };

let world: World;
let soc: Who;
let csirt: Who;
let caseId: string;

beforeAll(async () => {
  world = await openWorld();
  soc = await world.party({ name: "Night SOC", kinds: ["SOC"] });
  csirt = await world.party({ name: "ACME CSIRT", kinds: ["CSIRT"] });
  const opened = await soc.act<{ case: { id: string } }>(
    "openCase",
    { title: "Beacon from a file server", severity: "LEVEL_3" },
    "case { id }",
  );
  caseId = opened.case.id;
});
afterAll(() => world.close());

const standing = async () => {
  const { case: one } = await soc.get<{
    case: { owner: { name: string }; waitingOn: readonly { kind: string; organization: { name: string } }[] };
  }>(`query ($id: ID!) { case(id: $id) { owner { name } waitingOn { kind organization { name } } } }`, { id: caseId });
  return [one.owner.name, ...one.waitingOn.map(({ kind, organization }) => `${organization.name} owes ${kind}`)];
};
const offer = async (giver: Who, receiver: Who, kind: string, summary: string, reason?: string): Promise<Handoff> =>
  (
    await giver.act<{ handoff: Handoff }>(
      "offerHandoff",
      {
        caseId,
        kind,
        ...(kind === "RETURN" ? { reason } : { receiverId: receiver.organization.id }),
        package: {
          summary,
          severity: "LEVEL_3",
          expectation: "INVESTIGATE",
          contact: "Desk, ext. 12",
          dueAt: "2126-01-01T00:00:00Z",
        },
      },
      "handoff { id version }",
    )
  ).handoff;
const take = async (who: Who, name: "acknowledgeHandoff" | "acceptHandoff", { id, version }: Handoff) =>
  (await who.act<{ handoff: Handoff }>(name, { handoffId: id, expectedVersion: version }, "handoff { id version }"))
    .handoff;

/** One way of the case from one to the other, looked at after each step. */
async function handOver(giver: Who, receiver: Who, kind: string, summary: string, reason?: string) {
  const seen = [];
  const offered = await offer(giver, receiver, kind, summary, reason);
  seen.push(await standing());
  const acknowledged = await take(receiver, "acknowledgeHandoff", offered);
  seen.push(await standing());
  await take(receiver, "acceptHandoff", acknowledged);
  seen.push(await standing());
  return seen;
}
const toCsirt = [
  ["Night SOC", "ACME CSIRT owes ACKNOWLEDGEMENT"],
  ["Night SOC", "ACME CSIRT owes ACCEPTANCE"],
  ["ACME CSIRT"],
];
const toSoc = [
  ["ACME CSIRT", "Night SOC owes ACKNOWLEDGEMENT"],
  ["ACME CSIRT", "Night SOC owes ACCEPTANCE"],
  ["Night SOC"],
];

test("a case is sent back twice, and has one owner at every instant", async () => {
  expect(await standing()).toEqual(["Night SOC"]);

  expect(await handOver(soc, csirt, "ESCALATION", "A file server sends a beacon.")).toEqual(toCsirt);
  expect(await handOver(csirt, soc, "RETURN", "Which server?", "The server is not named.")).toEqual(toSoc);

  expect(await handOver(soc, csirt, "ESCALATION", "FS-02 sends a beacon.")).toEqual(toCsirt);
  expect(await handOver(csirt, soc, "RETURN", "Since when?", "The time of the first beacon is missing.")).toEqual(
    toSoc,
  );

  const third = "FS-02 sends a beacon since 14:26.";
  expect(await handOver(soc, csirt, "ESCALATION", third)).toEqual(toCsirt);
});

test("the whole way can be read in the case, with the reasons", async () => {
  const { case: one } = await csirt.get<{ case: { handoffs: { edges: readonly { node: object }[] } } }>(
    `query ($id: ID!) { case(id: $id) { handoffs { edges { node { kind state reason giver { name } } } } } }`,
    { id: caseId },
  );
  const escalation = { kind: "ESCALATION", state: "ACCEPTED", reason: null, giver: { name: "Night SOC" } };
  const back = (reason: string) => ({ kind: "RETURN", state: "ACCEPTED", reason, giver: { name: "ACME CSIRT" } });
  expect(one.handoffs.edges.map(({ node }) => node)).toEqual([
    escalation,
    back("The time of the first beacon is missing."),
    escalation,
    back("The server is not named."),
    escalation,
  ]);
});

test("every change of the owner is an event, and the events are in the order of the changes", async () => {
  const told = await world.asOwner(
    `select type, version from events where case_id = '${caseId}' and subject_type = 'Case' order by xid, seq`,
  );
  expect(told.map((row) => [row["type"], row["version"]])).toEqual([
    ["CASE_OPENED", 1],
    ...[2, 3, 4, 5, 6].map((version) => ["CASE_OWNER_CHANGED", version]),
  ]);
});
