import { type Filed, type Shared, fileFeedback, fileOne, onItems, shareOf } from "../support/feedback";
import { type Party, type World, openWorld } from "../support/world";

let world: World;
let sender: Party;
let receiver: Party;
let shared: Shared;

beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  sender = await world.party({ name: "ACME CSIRT" });
  receiver = await world.party({ name: "Bank CSIRT" });
  shared = await shareOf(sender, [receiver], ["a.example.com", "b.example.com"]);
});

const codes = ({ results }: Filed) => results.map(({ code, field }) => (code === null ? "OK" : [code, field]));

test("V18: what speaks of items names them, and an item of another share is not found", async () => {
  const elsewhere = await shareOf(sender, [receiver], ["z.example.com"]);
  const onNone = onItems(shared, "FALSE_POSITIVE", []);
  const filed = await fileFeedback(receiver, [
    onNone,
    onItems(shared, "HIT", elsewhere.items),
    onItems(shared, "HIT", shared.items),
  ]);
  expect(codes(filed)).toEqual([
    ["FEEDBACK_INCOMPLETE", "input.entries[0].lineageIds"],
    ["NOT_FOUND", "input.entries[1].lineageIds"],
    "OK",
  ]);
});

test.each(["MISSING", "UNCLEAR", "UNUSABLE", "LATE"])("V18: %s says something", async (verdict) => {
  const entry = { target: "SHARE_REVISION", targetId: shared.revisionId, verdict };
  const filed = await fileFeedback(receiver, [
    entry,
    { ...entry, observation: "  " },
    { ...entry, proposal: "Add 192.0.2.6." },
  ]);
  expect(codes(filed)).toEqual([
    ["FEEDBACK_INCOMPLETE", "input.entries[0].observation"],
    ["FEEDBACK_INCOMPLETE", "input.entries[1].observation"],
    "OK",
  ]);
});

test("V18: NOT_ADOPTED needs a reason", async () => {
  const feedbackId = await fileOne(receiver, onItems(shared, "HIT", shared.items));
  const input = { feedbackId, expectedVersion: 1, resolution: "NOT_ADOPTED" };
  expect(await sender.refused("resolveFeedback", { ...input, reason: " " })).toBe("FEEDBACK_INCOMPLETE");
  await sender.act("resolveFeedback", { ...input, reason: "It is what we saw." });
});

test("V18: an author cannot resolve its own feedback, the addressee cannot close it, and nobody judges its own share", async () => {
  const feedbackId = await fileOne(receiver, onItems(shared, "HIT", shared.items));
  const asked = { feedbackId, expectedVersion: 1 };
  expect(await receiver.refused("resolveFeedback", { ...asked, resolution: "ADOPTED" })).toBe("FORBIDDEN");
  await sender.act("resolveFeedback", { ...asked, resolution: "ADOPTED" });
  expect(await sender.refused("closeFeedback", { feedbackId, expectedVersion: 2 })).toBe("FORBIDDEN");
  expect(codes(await fileFeedback(sender, [onItems(shared, "HIT", shared.items)]))).toEqual([
    ["FORBIDDEN", "input.entries[0].targetId"],
  ]);
});

test("V19: a case closes over unanswered feedback on its shares only when it is carried over in words", async () => {
  const incident = await world.openCase(sender);
  await world.join(incident, receiver, "SOC");
  const inCase = await shareOf(sender, [receiver], ["e.example.com"], {
    caseId: incident.id,
  });
  const id = await fileOne(receiver, onItems(inCase, "HIT", inCase.items));
  const moved = await sender.act<{ case: { version: number } }>(
    "moveCase",
    { caseId: incident.id, expectedVersion: incident.version, to: "TRIAGE" },
    "case { version }",
  );
  const closing = {
    caseId: incident.id,
    expectedVersion: moved.case.version,
    to: "CLOSED",
    disposition: "BENIGN_POSITIVE",
    reason: "A scan of our own.",
  };

  expect(await sender.refused("moveCase", closing)).toBe("CASE_NOT_CLOSABLE");
  await sender.act("moveCase", { ...closing, carriedOver: [{ id, note: "We answer it in the share." }] });
});
