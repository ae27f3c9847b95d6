import { roles } from "../../src/modules/accounts/account";
import type { Case } from "../../src/modules/cases/case";
import { requestStates } from "../../src/modules/requests/request";
import { requestVerbs } from "../../src/modules/requests/request.verbs";
import { mutationText } from "../support/asker";
import { offer, step } from "../support/handoffs";
import { type Party, type World, openWorld } from "../support/world";

let world: World;
let csirt: Party;
let isp: Party;
let incident: Case;

beforeAll(async () => {
  world = await openWorld();
  csirt = await world.party({ name: "ACME CSIRT" });
  isp = await world.party({ name: "Provider" });
});
afterAll(() => world.close());
beforeEach(async () => {
  incident = await world.openCase(csirt);
  await world.join(incident, isp, "IT_OPERATIONS");
});

type Shown = { readonly id: string; readonly version: number; readonly state: string };
const ASKED = "informationRequest { id version state }";
const questions = (given: object = {}) => ({
  caseId: incident.id,
  addresseeId: isp.organization.id,
  purpose: "To find the device",
  questions: ["Who had 10.0.3.21 at 14:26?", "Since when?"],
  ...given,
});
const ask = async (given: object = {}): Promise<Shown> =>
  (await csirt.act<{ informationRequest: Shown }>("askInformation", questions(given), ASKED)).informationRequest;
const answers = [
  { number: 1, answer: "The laptop PC-0107" },
  { number: 2, notKnown: true },
];
const of = ({ id, version }: Shown, more: object = {}) => ({
  informationRequestId: id,
  expectedVersion: version,
  ...more,
});
const endings = { answerInformationRequest: { answers }, declineInformationRequest: { reason: "No logs." } } as const;
const names = Object.keys(endings) as (keyof typeof endings)[];
const READ = `query ($id: ID!) { informationRequest(id: $id) { state purpose reason settledAt asker { name } addressee { name }
  questions { number text answer notKnown } about { __typename id } case { id } settledBy { ... on Organization { name } } } }`;
const read = async (who: Party, { id }: Shown) =>
  (await who.get<{ informationRequest: object }>(READ, { id })).informationRequest;
const codeOfReading = async (who: Party, { id }: Shown) =>
  (await who.ask(READ, { id })).errors?.[0]?.extensions?.["code"];

test("a question in a case is what the addressee owes, until it is answered", async () => {
  const asked = await ask();
  const waits = async () =>
    (
      await csirt.get<{ case: { waitingOn: object } }>(
        `query ($id: ID!) { case(id: $id) { waitingOn { kind organization { name } } } }`,
        { id: incident.id },
      )
    ).case.waitingOn;
  expect(await waits()).toEqual([{ kind: "ANSWER", organization: { name: "Provider" } }]);
  const stream = await csirt.follow();
  await stream.next();

  await isp.act("answerInformationRequest", of(asked, { answers }));

  expect(await waits()).toEqual([]);
  expect(await read(csirt, asked)).toEqual({
    state: "ANSWERED",
    purpose: "To find the device",
    reason: null,
    settledAt: expect.any(String) as string,
    asker: { name: "ACME CSIRT" },
    addressee: { name: "Provider" },
    settledBy: { name: "Provider" },
    about: { __typename: "Case", id: incident.id },
    case: { id: incident.id },
    questions: [
      { number: 1, text: "Who had 10.0.3.21 at 14:26?", answer: "The laptop PC-0107", notKnown: false },
      { number: 2, text: "Since when?", answer: null, notKnown: true },
    ],
  });
  expect(await stream.next()).toMatchObject({ __typename: "InformationRequestEvent", type: "INFORMATION_ANSWERED" });
  await stream.end();
});

test("an answer that is declined has its reason", async () => {
  const asked = await ask();
  expect(await isp.refused("declineInformationRequest", of(asked, { reason: " " }))).toBe("INVALID_INPUT");
  await isp.act("declineInformationRequest", of(asked, { reason: "We keep no logs." }));
  expect(await read(csirt, asked)).toMatchObject({ state: "DECLINED", reason: "We keep no logs." });
});

test("what is not answered in time expires, and is owed no longer", async () => {
  const [row] = await world.asOwner("select hub_now() + interval '1 hour' as at");
  const asked = await ask({ dueAt: (row?.["at"] as Date).toISOString() });
  await world.app.jobs.runDue();
  expect(await read(csirt, asked)).toMatchObject({ state: "OPEN" });

  await world.shiftTime("61 minutes");
  await world.app.jobs.runDue();

  expect(await read(csirt, asked)).toMatchObject({ state: "EXPIRED", settledBy: null });
  expect(await isp.refused("answerInformationRequest", of({ ...asked, version: 2 }, { answers }))).toBe(
    "STATE_CONFLICT",
  );
});

test("a handoff whose question expires or is declined goes on without the answer", async () => {
  const vendor = await world.party({ name: "Forensics Inc" });
  for (const ending of ["expire", "decline"]) {
    const [row] = await world.asOwner("select hub_now() + interval '1 hour' as at");
    const dueAt = ending === "expire" ? (row?.["at"] as Date).toISOString() : null;
    const offered = await step(vendor, "acknowledgeHandoff", await offer(csirt, vendor, incident, "ENGAGEMENT"));
    const { informationRequest } = await vendor.act<{ informationRequest: Shown }>(
      "requestHandoffInfo",
      { handoffId: offered.id, expectedVersion: offered.version, purpose: "To plan", questions: ["How many?"], dueAt },
      ASKED,
    );
    await world.shiftTime("61 minutes");
    await world.app.jobs.runDue();
    if (ending === "decline") await csirt.act("declineInformationRequest", of(informationRequest, { reason: "Busy." }));
    const { handoff } = await csirt.get<{ handoff: object }>(
      `query ($id: ID!) { handoff(id: $id) { state pausedSince } }`,
      { id: offered.id },
    );
    expect(handoff).toEqual({ state: "ACKNOWLEDGED", pausedSince: null });
  }
});

test("without a case a question is between its two sides", async () => {
  const asked = await ask({ caseId: null });
  const third = await world.party();
  expect(await codeOfReading(third, asked)).toBe("NOT_FOUND");
  expect(await third.refused("answerInformationRequest", of(asked, { answers }))).toBe("NOT_FOUND");

  const list = `{ informationRequests(addressedToUs: true, states: [OPEN]) { edges { node { id about { id } case { id } } } } }`;
  const { informationRequests } = await isp.get<{ informationRequests: { edges: readonly object[] } }>(list);
  expect(informationRequests.edges).toContainEqual({ node: { id: asked.id, about: null, case: null } });
  expect(await third.get(list)).toEqual({ informationRequests: { edges: [] } });
  await isp.act("answerInformationRequest", of(asked, { answers }));
});

test("in a case a question is for whoever takes part in it, and for nobody else", async () => {
  const outsider = await world.party({ name: "Outsider" });
  const observer = await world.party({ name: "Ministry" });
  await world.join(incident, observer, "OBSERVER");
  for (const [who, code] of [
    [outsider, "INVALID_INPUT"],
    [observer, "INVALID_INPUT"],
    [csirt, "INVALID_INPUT"],
  ] as const) {
    expect(await csirt.refused("askInformation", questions({ addresseeId: who.organization.id }))).toBe(code);
  }
  expect(await csirt.refused("askInformation", questions({ addresseeId: "org_X" }))).toBe("NOT_FOUND");
  expect(await outsider.refused("askInformation", questions())).toBe("NOT_FOUND");
  expect(await observer.refused("askInformation", questions())).toBe("FORBIDDEN");
  expect(await codeOfReading(outsider, await ask())).toBe("NOT_FOUND");
});

test("whoever leaves a case waits for no answer in it, and owes none", async () => {
  const toIsp = await ask();
  const { informationRequest: fromIsp } = await isp.act<{ informationRequest: Shown }>(
    "askInformation",
    questions({ addresseeId: csirt.organization.id }),
    ASKED,
  );
  await isp.act("leaveCase", { caseId: incident.id });
  expect(await read(csirt, toIsp)).toMatchObject({ state: "EXPIRED" });
  expect(await read(csirt, fromIsp)).toMatchObject({ state: "EXPIRED" });
});

test.each([
  ["no question", { questions: [] }, "input.questions"],
  ["a question without words", { questions: ["Who?", " "] }, "input.questions[1]"],
  ["no purpose", { purpose: " " }, "input.purpose"],
  ["a time that has passed", { dueAt: "2020-01-01T00:00:00Z" }, "input.dueAt"],
])("asking with %s is refused by the field's name", async (_what, given, field) => {
  const { errors } = await csirt.ask(mutationText("askInformation", "position"), {
    input: { idempotencyKey: field, ...questions(given) },
  });
  expect(errors?.[0]?.extensions).toMatchObject({ code: "INVALID_INPUT", field });
});

test.each([
  ["a question left out", [{ number: 1, answer: "Yes" }], "input.answers"],
  ["one answered twice", [...answers, { number: 2, answer: "Yes" }], "input.answers[2].number"],
  ["one that was not asked", [...answers, { number: 3, answer: "Yes" }], "input.answers[2].number"],
  ["an answer without words", [{ number: 1, answer: " " }], "input.answers[0].answer"],
  ["known and not known", [{ number: 1, answer: "Yes", notKnown: true }], "input.answers[0].answer"],
])("answers with %s are refused by the field's name", async (_what, given, field) => {
  const { errors } = await isp.ask(mutationText("answerInformationRequest", "position"), {
    input: { idempotencyKey: incident.id, ...of(await ask(), { answers: given }) },
  });
  expect(errors?.[0]?.extensions).toMatchObject({ code: "INVALID_INPUT", field });
});

test("only the answer to a question about a handoff brings a package", async () => {
  const input = of(await ask(), { answers, package: { summary: "More" } });
  expect(await isp.refused("answerInformationRequest", input)).toBe("INVALID_INPUT");
});

test.each(names)("%s is for the addressee, by its roles, while it is open", async (name) => {
  const asked = await ask();
  const verb = requestVerbs[name];
  const third = await world.party();
  await world.join(incident, third, "LEGAL");
  expect(await csirt.refused(name, of(asked, endings[name]))).toBe("FORBIDDEN");
  expect(await third.refused(name, of(asked, endings[name]))).toBe("FORBIDDEN");
  for (const state of requestStates.values.filter((one) => !(verb.from as readonly string[]).includes(one))) {
    await world.asOwner(`update information_requests set state = '${state}' where id = '${asked.id}'`);
    expect(await isp.refused(name, of(asked, endings[name]))).toBe("STATE_CONFLICT");
  }
  await world.asOwner(`update information_requests set state = 'OPEN' where id = '${asked.id}'`);
  expect(await isp.refused(name, of({ ...asked, version: 2 }, endings[name]))).toBe("VERSION_CONFLICT");
  for (const role of roles.values) {
    const account = await world.party({ organization: isp.organization, roles: [role] });
    const allowed = (verb.roles as readonly string[]).includes(role);
    if (allowed) await account.act(name, of(await ask(), endings[name]));
    else expect(await account.refused(name, of(asked, endings[name]))).toBe("FORBIDDEN");
  }
});

test("asking is for accounts with the roles of its row, with a case and without", async () => {
  for (const role of roles.values) {
    const account = await world.party({ organization: csirt.organization, roles: [role] });
    for (const caseId of [incident.id, null]) {
      const { errors } = await account.ask(mutationText("askInformation", "position"), {
        input: { idempotencyKey: `${role}-${caseId ?? ""}`, ...questions({ caseId }) },
      });
      const allowed = (requestVerbs.askInformation.roles as readonly string[]).includes(role);
      expect(errors?.[0]?.extensions?.["code"]).toBe(allowed ? undefined : "FORBIDDEN");
    }
  }
});
