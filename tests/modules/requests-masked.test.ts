import type { Message } from "../support/asker";
import { canRead, caseFor, outcomeOf } from "../support/casework";
import { type ShownRequest, answerTo, asked, owedBy, questions, requestFor, requestsOf } from "../support/requests";
import { type ShownShare, idsOf, itemsOf, shared } from "../support/sharing";
import { type Party, type World, openWorld } from "../support/world";

/* Nobody learns who a masked sender is by asking it: not from the question, its events, what waits, nor by trying ids. */
let world: World;
let victim: Party;
let bank: Party;
let rail: Party;
let share: ShownShare;

beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  [victim, bank, rail] = (await Promise.all(
    ["Victim CSIRT", "Bank CSIRT", "Rail CSIRT"].map((name) => world.party({ name, kind: "USER" })),
  )) as [Party, Party, Party];
  share = await shared(victim, { recipientIds: idsOf(bank), senderMasked: true, forwarding: "ALLOWED" });
});

const ACTOR = "... on Organization { id } ... on User { id }";
const READ = `state asker { id } addressee { id } addresseeMasked settledBy { ${ACTOR} } questions { answer }`;
const endings = {
  answerInformationRequest: answerTo,
  declineInformationRequest: ({ id, version }: ShownRequest) => ({
    informationRequestId: id,
    expectedVersion: version,
    reason: "We cannot tell.",
  }),
} as const;
const names = Object.keys(endings) as (keyof typeof endings)[];

test("it is asked and answers, sees who asks, and is nobody to the asker", async () => {
  const request = await asked(bank, { aboutId: share.id });
  expect([await owedBy(victim), await owedBy(bank)]).toEqual([[request.id], []]);
  await victim.act("answerInformationRequest", answerTo(request));

  const told = { state: "ANSWERED", asker: { id: bank.organization.id }, questions: [{ answer: "Since May." }] };
  expect(await requestFor(bank, request, READ)).toEqual({
    ...told,
    addressee: null,
    addresseeMasked: true,
    settledBy: null,
  });
  expect(await requestFor(victim, request, READ)).toEqual({
    ...told,
    addressee: { id: victim.organization.id },
    addresseeMasked: true,
    settledBy: { id: victim.account.id },
  });
  expect(await requestsOf(bank, share)).toEqual([request.id]);
});

test.each(names)("the event of %s names nobody; that of the question names who asked", async (name) => {
  const selection = `__typename ... on Event { type changed actor { ${ACTOR} } }`;
  const [ours, theirs] = await Promise.all([bank, victim].map((who) => who.follow({ selection })));
  const request = await asked(bank, { aboutId: itemsOf(share)[0]?.id });
  await victim.act(name, endings[name](request));

  const ended = (message: Message) => /^INFORMATION_(ANSWERED|DECLINED)$/.test(String(message["type"]));
  const [began, end] = (await ours!.until(ended)).slice(-2);
  expect(began).toMatchObject({ type: "INFORMATION_REQUESTED", actor: { id: bank.account.id } });
  expect(end).toMatchObject({ actor: null });
  expect(end?.["changed"]).not.toContain("settledBy");
  const own = (await theirs!.until(ended)).at(-1);
  expect(own).toMatchObject({ actor: null, changed: expect.arrayContaining(["settledBy"]) as string[] });
  const stored = await world.asOwner(
    `select 1 from events where subject_id = '${request.id}' and actor_organization_id = '${victim.organization.id}'`,
  );
  expect(stored).toEqual([]);
  await Promise.all([ours!.end(), theirs!.end()]);
});

test("trying ids finds nobody: any addressee is refused alike, and nothing is asked", async () => {
  for (const addresseeId of [victim.organization.id, rail.organization.id, bank.organization.id, "org_X"]) {
    const given = questions({ aboutId: share.id, addresseeId });
    expect(await outcomeOf(bank, "askInformation", given)).toEqual(["INVALID_INPUT", "input.addresseeId"]);
  }
  expect(await requestsOf(bank, share)).toEqual([]);
});

test("it is asked outside of the case that both take part in: who leaves that would be found out", async () => {
  const incident = await world.openCase(victim);
  await world.join(incident, bank);
  const masked = await shared(victim, { caseId: incident.id, recipientIds: idsOf(bank), senderMasked: true });
  const inside = questions({ aboutId: masked.id, caseId: incident.id });
  expect(await outcomeOf(bank, "askInformation", inside)).toEqual(["INVALID_INPUT", "input.caseId"]);

  const request = await asked(bank, { aboutId: masked.id });

  expect(await requestFor(bank, request, "case { id } addressee { id }")).toEqual({ case: null, addressee: null });
  for (const who of [bank, victim]) {
    expect(await caseFor(who, incident, "waitingOn { id }")).toEqual({ waitingOn: [] });
  }
  const found = await bank.get("query ($id: ID!) { cases(waitingOnId: $id) { edges { node { id } } } }", {
    id: victim.organization.id,
  });
  expect(found).toEqual({ cases: { edges: [] } });
});

test("its silence expires by itself, and tells no more", async () => {
  const [row] = await world.asOwner("select hub_now() + interval '1 hour' as at");
  const request = await asked(bank, { aboutId: share.id, dueAt: (row?.["at"] as Date).toISOString() });
  await world.app.jobs.runDue();
  expect(await requestFor(bank, request, "state")).toEqual({ state: "OPEN" });

  await world.shiftTime("61 minutes");
  await world.app.jobs.runDue();

  expect(await requestFor(bank, request, READ)).toMatchObject({ state: "EXPIRED", addressee: null, settledBy: null });
  expect(await owedBy(victim)).toEqual([]);
});

test("of a forwarded copy whoever passed it on is asked; where it began hears nothing", async () => {
  const passing = { shareId: share.id, recipientIds: idsOf(rail), fiveW: { why: ["PREVENT_SPREAD"] } };
  await world.asOwner(`insert into organization_clients values ('${bank.organization.id}', '${rail.organization.id}')`);
  const { share: copy } = await bank.act<{ share: ShownShare }>("forwardShare", passing, "share { id }");
  const request = await asked(rail, { aboutId: copy.id });

  expect(await requestFor(rail, request, "addressee { id } addresseeMasked about { id }")).toEqual({
    addressee: { id: bank.organization.id },
    addresseeMasked: false,
    about: { id: copy.id },
  });
  expect([await canRead(victim, request), await requestsOf(victim, share)]).toEqual([false, []]);
  expect(await owedBy(bank)).toEqual([request.id]);
});
