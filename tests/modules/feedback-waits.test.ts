import { randomUUID } from "node:crypto";
import type { Case } from "../../src/modules/cases/case";
import { mutationText } from "../support/asker";
import { type Shared, fileFeedback, fileOne, nextBatch, onItems, shareOf } from "../support/feedback";
import { type Party, type World, openWorld } from "../support/world";

let world: World;
let soc: Party;
let csirt: Party;
let vendor: Party;
let incident: Case;
let shared: Shared;

beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  [soc, csirt, vendor] = (await Promise.all(["SOC", "CSIRT", "Vendor"].map((name) => world.party({ name })))) as [
    Party,
    Party,
    Party,
  ];
  incident = await world.openCase(csirt);
  await world.join(incident, soc);
  await world.join(incident, vendor);
  shared = await shareOf(vendor, [csirt, soc], ["a.example.com", "b.example.com"], { caseId: incident.id });
});

const doubt = () => onItems(shared, "FALSE_POSITIVE", shared.items.slice(0, 1), { observation: "A vendor's server." });

type Wait = { readonly id: string; readonly kind: string; readonly organization: { readonly name: string } | null };
const waitsInCase = async (who: Party): Promise<readonly string[]> => {
  const { case: one } = await who.get<{ case: { waitingOn: readonly Wait[] } }>(
    "query ($id: ID!) { case(id: $id) { waitingOn { id kind organization { name } } } }",
    { id: incident.id },
  );
  return one.waitingOn.map(({ kind, organization }) => `${organization?.name} owes ${kind}`);
};
const owed = async (who: Party): Promise<readonly Wait[]> => {
  const { waitingOnUs } = await who.get<{ waitingOnUs: { edges: readonly { node: Wait }[] } }>(
    "{ waitingOnUs { edges { node { id kind overdue case { id } } } } }",
  );
  return waitingOnUs.edges.map(({ node }) => node);
};
const resolve = (who: Party, feedbackId: string) =>
  who.act("resolveFeedback", { feedbackId, expectedVersion: 1, resolution: "THANKED" }, "feedback { state }");

test("feedback waits on its addressee until it is answered; author and addressee see that, and no other participant", async () => {
  const id = await fileOne(csirt, doubt());

  expect(await owed(vendor)).toEqual([{ id, kind: "FEEDBACK", overdue: false, case: { id: incident.id } }]);
  expect(await waitsInCase(vendor)).toEqual(["Vendor owes FEEDBACK"]);
  expect(await waitsInCase(csirt)).toEqual(["Vendor owes FEEDBACK"]);
  expect(await waitsInCase(soc)).toEqual([]);

  await resolve(vendor, id);
  expect(await owed(vendor)).toEqual([]);
  expect(await waitsInCase(csirt)).toEqual([]);
});

test("after 14 days it is overdue", async () => {
  const id = await fileOne(csirt, doubt());
  expect(await owed(vendor)).toMatchObject([{ id, overdue: false }]);

  await world.shiftTime("14 days 1 minute");

  expect(await owed(vendor)).toMatchObject([{ id, overdue: true }]);
  const seen = await vendor.get("query ($id: ID!) { node(id: $id) { ... on Feedback { overdue } } }", { id });
  expect(seen).toEqual({ node: { overdue: true } });
});

test("of anonymous feedback its addressee alone sees the wait: it would tell who wrote", async () => {
  await fileFeedback(csirt, [doubt()], { anonymous: true });
  await nextBatch(world);

  expect(await waitsInCase(vendor)).toEqual(["Vendor owes FEEDBACK"]);
  expect(await waitsInCase(csirt)).toEqual([]);
});

test("a masked sender is not told by what waits on it, nor found by the list of cases that wait on it", async () => {
  const masked = await shareOf(vendor, [csirt], ["c.example.com"], { caseId: incident.id, senderMasked: true });
  const cases = async (who: Party) => {
    const { cases: found } = await who.get<{ cases: { edges: readonly object[] } }>(
      "query ($id: ID!) { cases(waitingOnId: $id) { edges { node { id } } } }",
      { id: vendor.organization.id },
    );
    return found.edges.length;
  };
  await fileOne(csirt, onItems(masked, "TOO_BROAD", masked.items, { observation: "A shared host." }));

  expect(await waitsInCase(csirt)).toEqual([]);
  expect(await cases(csirt)).toBe(0);
  expect(await waitsInCase(vendor)).toEqual(["Vendor owes FEEDBACK"]);
  expect(await cases(vendor)).toBe(1);
});

test("feedback on a share outside any case waits too, and its event is among those that wait on us", async () => {
  const outside = await shareOf(vendor, [soc], ["d.example.com"]);
  const [ours, theirs] = await Promise.all(
    [vendor, soc].map((who) =>
      who.follow({ args: "waitingOnUs: true", selection: "__typename position ... on Event { type }" }),
    ),
  );
  const id = await fileOne(soc, onItems(outside, "HIT", outside.items));
  await world.openCase(soc);

  expect(await owed(vendor)).toEqual([{ id, kind: "FEEDBACK", overdue: false, case: null }]);
  expect(await ours!.until(({ __typename }) => __typename === "FeedbackEvent")).toMatchObject([
    { __typename: "StreamStarted" },
    { type: "FEEDBACK_FILED" },
  ]);
  await theirs!.end();
});

const CLOSED = { data: { moveCase: { case: { state: "CLOSED" } } } };

describe("a case closes only when what was said of its shares is answered (V19)", () => {
  const close = async (more: object = {}) => {
    const { case: one } = await csirt.get<{ case: Case }>("query ($id: ID!) { case(id: $id) { version } }", {
      id: incident.id,
    });
    const facts = { to: "CLOSED", disposition: "FALSE_POSITIVE", reason: "It was a drill.", ...more };
    const input = { idempotencyKey: randomUUID(), caseId: incident.id, expectedVersion: one.version, ...facts };
    return csirt.ask(mutationText("moveCase", "case { state }"), { input });
  };
  beforeEach(() =>
    csirt.act("moveCase", { caseId: incident.id, expectedVersion: incident.version, to: "TRIAGE" }, "case { id }"),
  );

  test("also what the owner asked of a vendor's share, unless that is carried over in words", async () => {
    const id = await fileOne(csirt, doubt());
    const outstanding = [{ id, what: "Feedback is not answered." }];
    expect((await close()).errors).toMatchObject([
      { extensions: { code: "CASE_NOT_CLOSABLE", details: { outstanding } } },
    ]);
    expect(await close({ carriedOver: [{ id, note: "The vendor answers by mail." }] })).toEqual(CLOSED);
  });

  test("what the owner may not know of holds nothing up, and is not told by that", async () => {
    await fileOne(soc, doubt());
    expect(await close()).toEqual(CLOSED);
  });
});
