import type { ItemResult } from "../../src/platform/items";
import { type Party, type World, openWorld } from "../support/world";

let world: World;
let soc: Party;

beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  soc = await world.party({ name: "SOC" });
});

const ITEMS = "items { index outcome id code field message }";
const FACTS = `assertions { id version tlp pap confidence validUntil name description labels killChainPhases revoked
  indicator { type value } organization { id } case { id } }`;
type Said = { readonly items: readonly ItemResult[]; readonly assertions: readonly Record<string, unknown>[] };
const say = (items: readonly object[], more: object = {}) =>
  soc.act<Said>("assertIndicators", { items, ...more }, `${ITEMS} ${FACTS}`);
const outcomes = ({ items }: Pick<Said, "items">) => items.map(({ outcome }) => outcome);

test("values are refanged, normalised and typed on the way in", async () => {
  const said = await say(
    [{ value: "hxxp://Evil[.]Example/A" }, { value: "198.51.100[.]7" }, { value: "evil.exe", type: "FILE_NAME" }],
    { tlp: "GREEN", confidence: 70 },
  );
  expect(outcomes(said)).toEqual(["OK", "OK", "OK"]);
  expect(said.assertions.map(({ indicator }) => indicator)).toEqual([
    { type: "URL", value: "http://evil.example/A" },
    { type: "IPV4", value: "198.51.100.7" },
    { type: "FILE_NAME", value: "evil.exe" },
  ]);
  expect(said.assertions[0]).toMatchObject({ tlp: "GREEN", pap: null, confidence: 70, version: 1, case: null });
});

test("a wrong item is refused by its field, and holds no other back", async () => {
  const { items } = await say([
    { value: "no indicator at all" },
    { value: "999.1.1.1", type: "IPV4" },
    { value: "a.evil.example", confidence: 101 },
    { value: "b.evil.example", validFrom: "2026-01-02T00:00:00Z", validUntil: "2026-01-01T00:00:00Z" },
    { value: "c.evil.example", labels: ["fine", " "] },
    { value: "d.evil.example" },
  ]);
  expect(items.map(({ outcome, code, field }) => [outcome, code, field])).toEqual([
    ["REFUSED", "INVALID_INPUT", "input.items[0].value"],
    ["REFUSED", "INVALID_INPUT", "input.items[1].value"],
    ["REFUSED", "INVALID_INPUT", "input.items[2].confidence"],
    ["REFUSED", "INVALID_INPUT", "input.items[3].validUntil"],
    ["REFUSED", "INVALID_INPUT", "input.items[4].labels[1]"],
    ["OK", null, null],
  ]);
});

test("what nobody marks stays in its organisation, and in a case takes the case's marking", async () => {
  const incident = await world.openCase(soc, { tlp: "GREEN", pap: "RED" });
  const [outside] = (await say([{ value: "e.evil.example" }])).assertions;
  const [inside] = (await say([{ value: "e.evil.example" }], { caseId: incident.id })).assertions;
  expect(outside).toMatchObject({ tlp: "AMBER_STRICT", pap: null, case: null });
  expect(inside).toMatchObject({ tlp: "GREEN", pap: "RED", case: { id: incident.id } });
});

test("said again, nothing changes; what is said otherwise changes, and what is left out stays", async () => {
  await say([{ value: "f.evil.example", confidence: 50, description: "C2", labels: ["a"] }]);
  const again = await say([{ value: "F[.]evil.example", confidence: 50 }]);
  const otherwise = await say([{ value: "f.evil.example", confidence: 90, validUntil: "2030-01-01T00:00:00Z" }]);
  expect(outcomes(again)).toEqual(["UNCHANGED"]);
  expect(outcomes(otherwise)).toEqual(["OK"]);
  expect(otherwise.assertions).toMatchObject([
    { version: 2, confidence: 90, description: "C2", labels: ["a"], validUntil: "2030-01-01T00:00:00.000Z" },
  ]);
});

test("an end that would lie before the beginning that is known is refused", async () => {
  await say([{ value: "g.evil.example", validFrom: "2026-06-01T00:00:00Z" }]);
  const { items } = await say([{ value: "g.evil.example", validUntil: "2026-05-01T00:00:00Z" }]);
  expect(items).toMatchObject([{ outcome: "REFUSED", code: "INVALID_INPUT", field: "input.items[0].validUntil" }]);
});

test("one value twice in a call is said once, with the stricter marking and the words of both", async () => {
  const said = await say([
    { value: "h.evil.example", tlp: "RED", labels: ["one"] },
    { value: "h[.]evil[.]example", tlp: "GREEN", labels: ["two"], confidence: 20 },
  ]);
  expect(outcomes(said)).toEqual(["OK", "UNCHANGED"]);
  expect(said.assertions).toMatchObject([{ tlp: "RED", labels: ["one", "two"], confidence: 20, version: 1 }]);
});

test("each assertion is told of, with what changed", async () => {
  const stream = await soc.follow();
  await stream.next();
  const [first] = (await say([{ value: "i.evil.example", confidence: 10 }])).assertions;
  await say([{ value: "i.evil.example", confidence: 30 }]);
  expect(await stream.next()).toMatchObject({ type: "ASSERTION_MADE", changed: ["indicator"], version: 1 });
  expect(await stream.next()).toMatchObject({
    type: "ASSERTION_UPDATED",
    changed: ["confidence"],
    version: 2,
    subject: { __typename: "Assertion", id: first?.["id"] },
  });
  await stream.end();
});

test("repeating a call does nothing twice", async () => {
  const input = { idempotencyKey: "once", items: [{ value: "j.evil.example" }] };
  const [first, second] = [
    await soc.act<Said>("assertIndicators", input, ITEMS),
    await soc.act<Said>("assertIndicators", input, ITEMS),
  ];
  expect(second).toEqual(first);
});

test("the number of statements does not grow with the number of items", async () => {
  const count = async (most: number, name: string) => {
    const items = Array.from({ length: most }, (_, i) => ({ value: `${name}-${i}.evil.example` }));
    const before = world.statements.length;
    expect(outcomes(await soc.act<Said>("assertIndicators", { items }, ITEMS)).every((one) => one === "OK")).toBe(true);
    return world.statements.slice(before).filter((text) => !text.includes("events.read")).length; // That is the tail.
  };
  const one = await count(1, "one");
  expect(await count(1_000, "many")).toBe(one);
});

describe("taking back", () => {
  const revoke = (by: Party, items: readonly object[], reason = "A false positive.") =>
    by.act<Said>("revokeAssertions", { items, reason }, `${ITEMS} assertions { id version revoked revokedReason }`);

  test("one's own is revoked for good, and told to whoever sees it", async () => {
    const peer = await world.party();
    const [one] = (await say([{ value: "k.evil.example" }], { tlp: "CLEAR" })).assertions;
    const stream = await peer.follow({ args: "types: [ASSERTION_REVOKED]" });
    await stream.next();

    const { items, assertions } = await revoke(soc, [{ assertionId: one?.["id"], expectedVersion: 1 }]);
    const again = await revoke(soc, [{ assertionId: one?.["id"], expectedVersion: 1 }]);
    const revived = await say([{ value: "k.evil.example", confidence: 99 }]);

    expect(items).toMatchObject([{ outcome: "OK" }]);
    expect(assertions).toMatchObject([{ version: 2, revoked: true, revokedReason: "A false positive." }]);
    expect(outcomes(again)).toEqual(["UNCHANGED"]);
    expect(revived.items).toMatchObject([
      { outcome: "REFUSED", code: "STATE_CONFLICT", field: "input.items[0].revoked" },
    ]);
    expect(await stream.next()).toMatchObject({ type: "ASSERTION_REVOKED", changed: ["revoked", "revokedReason"] });
    await stream.end();
  });

  test("of others, unseen or changed meanwhile: each refused by itself", async () => {
    const peer = await world.party();
    const [open, hidden, changed] = (
      await say([{ value: "l.evil.example", tlp: "CLEAR" }, { value: "m.evil.example" }, { value: "n.evil.example" }])
    ).assertions.map(({ id }) => ({ assertionId: id, expectedVersion: 1 }));
    await say([{ value: "n.evil.example", confidence: 1 }]);

    const foreign = await revoke(
      peer,
      [open, hidden].map((one) => ({ ...one })),
    );
    const own = await revoke(soc, [{ ...changed }]);

    expect(foreign.items.map(({ code }) => code)).toEqual(["FORBIDDEN", "NOT_FOUND"]);
    expect(own.items).toMatchObject([{ code: "VERSION_CONFLICT", field: "input.items[0].expectedVersion" }]);
  });
});

test("more than 1,000 items are refused as a whole", async () => {
  const items = Array.from({ length: 1_001 }, (_, i) => ({ value: `x${i}.evil.example` }));
  expect(await soc.refused("assertIndicators", { items })).toBe("INVALID_INPUT");
});
