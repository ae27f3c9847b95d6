import type { Case } from "../../src/modules/cases/case";
import { type Cast, caseFor, castOf, listOf, outcomeOf, staged } from "../support/casework";
import { type Party, type World, openWorld } from "../support/world";

let world: World;
let cast: Cast;
let one: Case;

beforeAll(async () => {
  world = await openWorld();
  cast = await castOf(world);
});
afterAll(() => world.close());
beforeEach(async () => {
  one = await staged(world, cast);
});

type Attempt = { id: string; version: number; confirmedAt: string | null; timeFlags: readonly string[] };
const FIELDS = `id version organization { name } person address channel at clock timeFlags result note decision decidedBy
  decidingOrganization { name } confirmedAt loggedAt
  confirmedBy { ... on User { name } ... on Organization { name } } loggedBy { ... on Organization { name } }`;
const call = (given: object = {}) => ({
  caseId: one.id,
  organizationId: cast.vendor.organization.id,
  person: "Duty engineer",
  address: "+81 3 0000 0000",
  channel: "PHONE",
  result: "REACHED",
  ...given,
});
const log = async (who: Party, given: object = {}) =>
  (await who.act<{ contactAttempt: Attempt }>("logContact", call(given), `contactAttempt { ${FIELDS} }`))
    .contactAttempt;
const decided = { text: "Isolate FS-01 now.", decidedBy: "Duty manager Kato" };
const confirm = (who: Party, { id: contactAttemptId, version: expectedVersion }: Pick<Attempt, "id" | "version">) =>
  outcomeOf(who, "confirmDecision", { contactAttemptId, expectedVersion });
const attempts = (who: Party, args = "") => listOf<Attempt>(who, one, "contactAttempts", FIELDS, args);

describe("a call", () => {
  test("is logged: whom, how, when, with what result", async () => {
    const logged = await log(cast.soc, { result: "LEFT_MESSAGE", note: "On the answering machine." });
    expect(logged).toMatchObject({
      organization: { name: "Dig Forensics" },
      person: "Duty engineer",
      address: "+81 3 0000 0000",
      channel: "PHONE",
      result: "LEFT_MESSAGE",
      note: "On the answering machine.",
      decision: null,
      confirmedAt: null,
      timeFlags: [],
      loggedBy: { name: "Night SOC" },
    });
    expect(await attempts(cast.owner)).toEqual([logged]);
    expect(await caseFor(cast.owner, one, "version")).toEqual({ version: 1 });
  });

  test("goes to an organisation, to a person in words, or to both, but not to nobody", async () => {
    expect(await outcomeOf(cast.soc, "logContact", call({ organizationId: null }))).toEqual(["OK"]);
    expect(await outcomeOf(cast.soc, "logContact", call({ person: null }))).toEqual(["OK"]);
    for (const person of [null, "  "]) {
      expect(await outcomeOf(cast.soc, "logContact", call({ organizationId: null, person }))).toEqual([
        "INVALID_INPUT",
        "input.person",
      ]);
    }
    expect(await outcomeOf(cast.soc, "logContact", call({ organizationId: "org_none" }))).toEqual([
      "NOT_FOUND",
      "input.organizationId",
    ]);
  });

  test("has the time that it is told with, flagged when that cannot be true", async () => {
    const at = "2025-07-05T02:10:00.000Z";
    expect(await log(cast.soc, { at, clock: "my watch" })).toMatchObject({ at, clock: "my watch", timeFlags: [] });
    const future = "2099-01-01T00:00:00.000Z";
    expect(await log(cast.soc, { at: future })).toMatchObject({ at: future, timeFlags: ["OCCURRED_IN_FUTURE"] });
  });

  test("may be one of many at once", async () => {
    const people = Array.from({ length: 12 }, (_, i) => `Contact ${i}`);
    await Promise.all(people.map((person) => log(cast.soc, { person, result: "NO_ANSWER" })));
    expect(await attempts(cast.owner, "(first: 50, results: [NO_ANSWER])")).toHaveLength(12);
    expect(await attempts(cast.owner, "(results: [REACHED])")).toEqual([]);
  });

  test("is told to whoever sees the case", async () => {
    const stream = await cast.invited.follow();
    await stream.next();
    await log(cast.soc, { decision: decided });
    expect(await stream.next()).toMatchObject({
      __typename: "ContactAttemptEvent",
      type: "CONTACT_LOGGED",
      changed: ["channel", "at", "result", "decision", "decidedBy", "decidingOrganization"],
    });
    await stream.end();
  });
});

describe("a verbal decision", () => {
  test("is that of the organisation that was called, or of another that is named", async () => {
    expect(await log(cast.soc, { decision: decided })).toMatchObject({
      decision: decided.text,
      decidedBy: decided.decidedBy,
      decidingOrganization: { name: "Dig Forensics" },
    });
    const organizationId = cast.owner.organization.id;
    expect(await log(cast.soc, { decision: { ...decided, organizationId } })).toMatchObject({
      decidingOrganization: { name: "ACME CSIRT" },
    });
  });

  test("needs somebody who was reached, and an organisation to confirm it", async () => {
    for (const result of ["NO_ANSWER", "LEFT_MESSAGE", "REFUSED", "WRONG_CONTACT"]) {
      expect(await outcomeOf(cast.soc, "logContact", call({ result, decision: decided }))).toEqual([
        "INVALID_INPUT",
        "input.decision",
      ]);
    }
    expect(await outcomeOf(cast.soc, "logContact", call({ organizationId: null, decision: decided }))).toEqual([
      "INVALID_INPUT",
      "input.decision.organizationId",
    ]);
    const unknown = { ...decided, organizationId: "org_none" };
    expect(await outcomeOf(cast.soc, "logContact", call({ decision: unknown }))).toEqual([
      "NOT_FOUND",
      "input.decision.organizationId",
    ]);
  });

  test("is confirmed later by the organisation that decided, and everybody is told", async () => {
    const logged = await log(cast.soc, { decision: decided });
    const stream = await cast.soc.follow({ args: "types: [DECISION_CONFIRMED]" });
    await stream.next();
    expect(await attempts(cast.owner, "(toBeConfirmed: true)")).toHaveLength(1);
    expect(await confirm(cast.owner, logged)).toEqual(["FORBIDDEN"]);
    expect(await confirm(cast.vendor, logged)).toEqual(["OK"]);
    expect(await attempts(cast.owner, "(toBeConfirmed: true)")).toEqual([]);
    expect(await attempts(cast.owner)).toMatchObject([{ version: 2, confirmedBy: { name: "Dig Forensics" } }]);
    expect(await stream.next()).toMatchObject({ version: 2, changed: ["confirmedAt", "confirmedBy"] });
    await stream.end();
  });

  test("is not confirmed by the account that logged it, but by a colleague", async () => {
    const logged = await log(cast.soc, { decision: { ...decided, organizationId: cast.soc.organization.id } });
    const colleague = await world.party({ organization: cast.soc.organization, roles: ["APPROVER"], kind: "USER" });
    expect(await confirm(cast.soc, logged)).toEqual(["FORBIDDEN"]);
    expect(await confirm(colleague, logged)).toEqual(["OK"]);
  });

  test("is confirmed once, on the version that was read", async () => {
    const logged = await log(cast.soc, { decision: decided });
    expect(await confirm(cast.vendor, { ...logged, version: 2 })).toEqual([
      "VERSION_CONFLICT",
      "input.expectedVersion",
    ]);
    const outcomes = await Promise.all([confirm(cast.vendor, logged), confirm(cast.vendor, logged)]);
    expect(outcomes.map(([code]) => code).sort()).toEqual(["OK", "VERSION_CONFLICT"]);
    expect(await confirm(cast.vendor, { ...logged, version: 2 })).toEqual(["STATE_CONFLICT"]);
  });
});
