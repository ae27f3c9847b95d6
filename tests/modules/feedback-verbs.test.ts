import { type Role, roles } from "../../src/modules/accounts/account";
import { type FeedbackState, feedbackStates } from "../../src/modules/feedback/feedback";
import { FeedbackTable } from "../../src/modules/feedback/feedback.table";
import { feedbackVerbs } from "../../src/modules/feedback/feedback.verbs";
import type { Verb } from "../../src/platform/verbs";
import { fileFeedback, fileOne, nextBatch } from "../support/feedback";
import { outcomeOf } from "../support/casework";
import { type Party, type World, openWorld } from "../support/world";

let world: World;
let owner: Party;
let author: Party;
let caseId: string;

beforeAll(async () => {
  world = await openWorld();
  owner = await world.party({ name: "ACME CSIRT" });
  author = await world.party({ name: "Night SOC" });
  const incident = await world.openCase(owner);
  await world.join(incident, author);
  caseId = incident.id;
});
afterAll(() => world.close());

type Name = keyof typeof feedbackVerbs;
const table = Object.entries<Verb>(feedbackVerbs).map(([name, verb]) => ({ name: name as Name, verb }));
/** What stands in no relation to the object by its table has tests of its own. */
const acts = table.filter(({ name, verb }) => name === "fileFeedback" || verb.sides.length > 0);
const moves = acts.filter(({ name }) => name !== "fileFeedback" && name !== "answerFeedback");
const byReceipt = table.filter(({ name }) => name.endsWith("AnonymousFeedback"));
const partyOf = ({ sides }: Verb) => (sides.includes("AUTHOR") ? author : owner);
const otherOf = ({ sides }: Verb) => (sides.includes("AUTHOR") ? owner : author);
const withRoles = ({ organization }: Party, given: readonly Role[]) => world.party({ organization, roles: given });

const entry = () => ({ target: "CASE", targetId: caseId, verdict: "USEFUL" });
/** What somebody may ask for who has role and side, of feedback in this state. */
async function inputFor(name: Name, state: FeedbackState = feedbackStates.values[0] ?? "OPEN"): Promise<object> {
  if (name === "fileFeedback") return { entries: [entry()] };
  const feedbackId = await fileOne(author, entry());
  await world.db.getRepository(FeedbackTable).update({ id: feedbackId }, { state });
  if (name === "answerFeedback") return { answers: [{ feedbackId, expectedVersion: 1, resolution: "THANKED" }] };
  return { feedbackId, expectedVersion: 1, ...(name === "resolveFeedback" ? { resolution: "THANKED" } : {}) };
}
const firstState = ({ from }: Verb) => (from?.[0] ?? "OPEN") as FeedbackState;

test.each(acts)("$name is refused to whoever has none of its roles, however many others", async ({ name, verb }) => {
  const asker = await withRoles(
    partyOf(verb),
    roles.values.filter((role) => !verb.roles.includes(role)),
  );
  expect(await outcomeOf(asker, name, await inputFor(name, firstState(verb)))).toEqual(["FORBIDDEN"]);
});

test.each(acts)("$name is possible with each of its roles alone", async ({ name, verb }) => {
  for (const role of roles.values.filter((one) => verb.roles.includes(one))) {
    const asker = await withRoles(name === "fileFeedback" ? author : partyOf(verb), [role]);
    expect(await outcomeOf(asker, name, await inputFor(name, firstState(verb)))).toEqual(["OK"]);
  }
});

test.each(moves)("$name is refused to the other side, which reads the feedback as well", async ({ name, verb }) => {
  expect(await outcomeOf(otherOf(verb), name, await inputFor(name, firstState(verb)))).toEqual(["FORBIDDEN"]);
});

test.each(moves)("$name is not found by whoever takes part in the case, but in no feedback", async ({ name, verb }) => {
  const third = await world.party({ name: "Dig Forensics" });
  await world.join({ id: caseId }, third, "VENDOR");
  const input = await inputFor(name, firstState(verb));
  expect(await outcomeOf(third, name, input)).toEqual(["NOT_FOUND", "input.feedbackId"]);
});

test.each(moves)("$name is possible from its states, and from no other", async ({ name, verb }) => {
  for (const state of feedbackStates.values) {
    const expected = verb.from?.includes(state) ? "OK" : "STATE_CONFLICT";
    const [code] = await outcomeOf(partyOf(verb), name, await inputFor(name, state));
    expect([state, code]).toEqual([state, expected]);
  }
});

test.each(moves)("$name is decided on the present version", async ({ name, verb }) => {
  const input = { ...(await inputFor(name, firstState(verb))), expectedVersion: 7 };
  expect(await outcomeOf(partyOf(verb), name, input)).toEqual(["VERSION_CONFLICT", "input.expectedVersion"]);
});

describe("by the receipt of an anonymous feedback", () => {
  const receipt = async (state: FeedbackState) => {
    const more = { anonymous: true, minAnonymitySet: 1 };
    const { receiptCodes } = await fileFeedback(author, [entry()], more);
    await nextBatch(world);
    const [code = ""] = receiptCodes;
    await world.asOwner(
      `update feedback set state = '${state}' where filed_at = (select max(filed_at) from feedback where anonymous)`,
    );
    return { receiptCode: code };
  };

  test.each(byReceipt)("$name asks for one of its roles", async ({ name, verb }) => {
    const input = await receipt(firstState(verb));
    const none = await withRoles(
      author,
      roles.values.filter((role) => !verb.roles.includes(role)),
    );
    expect(await outcomeOf(none, name, input)).toEqual(["FORBIDDEN"]);
    for (const role of roles.values.filter((one) => verb.roles.includes(one)))
      expect(await outcomeOf(await withRoles(author, [role]), name, input)).toEqual(["OK"]);
  });

  test.each(byReceipt)("$name is possible from its states, and from no other", async ({ name, verb }) => {
    for (const state of feedbackStates.values) {
      const expected = verb.from?.includes(state) ? "OK" : "STATE_CONFLICT";
      expect([state, (await outcomeOf(author, name, await receipt(state)))[0]]).toEqual([state, expected]);
    }
  });
});
