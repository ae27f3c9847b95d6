import type { Asker, Stream } from "../support/asker";
import { type World, openWorld } from "../support/world";

// わからない: what is really going on is unknown. The CSIRT asks instead of guessing, its clock stands still while the
// SOC owes the answer, and the hours that this cost are counted.

type Who = Asker & { readonly organization: { readonly id: string } };

let world: World;
let soc: Who;
let csirt: Who;

beforeAll(async () => {
  world = await openWorld();
  soc = await world.party({ name: "Night SOC", kinds: ["SOC"] });
  csirt = await world.party({ name: "ACME CSIRT", kinds: ["CSIRT"] });
});
afterAll(() => world.close());

const pass = async (time: string) => {
  await world.shiftTime(time);
  await world.app.jobs.runDue();
};
const inOneHour = async () => {
  const [row] = await world.asOwner("select hub_now() + interval '1 hour' as at");
  return (row?.["at"] as Date).toISOString();
};
const heard = async (stream: Stream, type: string) =>
  (await stream.until((message) => message["type"] === type)).at(-1) ?? {};

type Handoff = { readonly id: string; readonly version: number };
type Question = { readonly id: string; readonly version: number };
const HANDOFF = `state version overdue pausedSince dueAt package { number summary confidence knownUnknowns }
  informationRequests { edges { node { id version state questions { number text answer } } } }`;
const handoffOf = async <T = object>(who: Who, id: string) =>
  (await who.get<{ handoff: T }>(`query ($id: ID!) { handoff(id: $id) { ${HANDOFF} } }`, { id })).handoff;

test("the CSIRT acknowledges, asks, gets its answer as a new version of the package, and accepts", async () => {
  const pushed = await csirt.follow();
  await pushed.next();

  // 14:26. The SOC's tool opens the case and hands it over in one call: it knows little.
  const opened = await soc.act<{ case: { id: string }; handoff: Handoff }>(
    "openCase",
    {
      title: "Unusual traffic from an accounting PC",
      summary: "A PC talks to a file-sharing service at night. It may be a backup.",
      severity: "LEVEL_3",
      handoff: {
        kind: "ESCALATION",
        receiverId: csirt.organization.id,
        package: { expectation: "INVESTIGATE", contact: "SOC desk, ext. 12", dueAt: await inOneHour() },
      },
    },
    "case { id } handoff { id version }",
  );
  const caseId = opened.case.id;

  // The CSIRT is pushed the news, reads it, and says that it has. The case is still the SOC's.
  expect(await heard(pushed, "HANDOFF_OFFERED")).toMatchObject({ subject: { id: opened.handoff.id } });
  const acknowledged = await csirt.act<{ handoff: Handoff; case: object }>(
    "acknowledgeHandoff",
    { handoffId: opened.handoff.id, expectedVersion: opened.handoff.version },
    "handoff { id version } case { owner { name } }",
  );
  expect(acknowledged.case).toEqual({ owner: { name: "Night SOC" } });

  // It takes part in the case, without taking it over: it cannot tell what is going on, says so, and asks.
  await csirt.act("respondToInvitation", { caseId, accept: true });
  const { obstacle } = await csirt.act<{ obstacle: { id: string; version: number } }>(
    "raiseObstacle",
    { caseId, kind: "SITUATION_UNCLEAR", note: "A backup, or data going out? Nobody can tell from this." },
    "obstacle { id version }",
  );
  const asked = await csirt.act<{ informationRequest: Question }>(
    "requestHandoffInfo",
    {
      handoffId: acknowledged.handoff.id,
      expectedVersion: acknowledged.handoff.version,
      purpose: "To decide whether the PC is isolated",
      questions: ["How much data went out?", "Is a backup planned at that time?"],
    },
    "informationRequest { id version }",
  );

  // Two hours pass. It is the SOC's turn; the CSIRT's clock stands still, and nobody is late.
  await pass("2 hours");
  expect(await soc.get(`{ waitingOnUs { edges { node { kind overdue case { id } } } } }`)).toEqual({
    waitingOnUs: { edges: [{ node: { kind: "ANSWER", overdue: false, case: { id: caseId } } }] },
  });
  expect(await handoffOf(csirt, opened.handoff.id)).toMatchObject({ state: "INFO_REQUESTED", overdue: false });

  // The SOC answers, and what it knows by now is the second version of the package.
  const answered = await soc.act<{ handoff: Handoff }>(
    "answerInformationRequest",
    {
      informationRequestId: asked.informationRequest.id,
      expectedVersion: asked.informationRequest.version,
      answers: [
        { number: 1, answer: "4.1 GB in 40 minutes." },
        { number: 2, notKnown: true },
      ],
      package: {
        confidence: 80,
        rationale: "The volume fits no backup.",
        knownUnknowns: ["Whether a backup is planned"],
      },
    },
    "handoff { id version }",
  );
  expect(answered.handoff.id).toBe(opened.handoff.id);
  expect(await heard(pushed, "HANDOFF_RESUMED")).toMatchObject({ subject: { id: opened.handoff.id } });
  const resumed = await handoffOf<Handoff>(csirt, opened.handoff.id);
  expect(resumed).toMatchObject({
    state: "ACKNOWLEDGED",
    overdue: false,
    pausedSince: null,
    package: { number: 2, confidence: 80, knownUnknowns: ["Whether a backup is planned"] },
    informationRequests: { edges: [{ node: { state: "ANSWERED" } }] },
  });

  // Now the CSIRT knows enough: it takes the case, and the obstacle is out of the way after two hours.
  const accepted = await csirt.act<{ case: object }>(
    "acceptHandoff",
    { handoffId: opened.handoff.id, expectedVersion: resumed.version },
    "case { owner { name } waitingOn { kind } }",
  );
  expect(accepted.case).toEqual({ owner: { name: "ACME CSIRT" }, waitingOn: [] });
  const resolved = await csirt.act<{ obstacle: { hours: number } }>(
    "resolveObstacle",
    { obstacleId: obstacle.id, expectedVersion: obstacle.version, how: "The SOC measured the traffic." },
    "obstacle { hours }",
  );
  expect(resolved.obstacle.hours).toBeCloseTo(2, 1);
  await pushed.end();
});
