import { readIntel } from "../../src/interop/read";

const read = (value: unknown) => readIntel(Buffer.from(typeof value === "string" ? value : JSON.stringify(value)));
const uuid = (last: number) => `58503e41-62e8-4280-b09c-4674000000${String(last).padStart(2, "0")}`;
const attribute = (fields: object = {}) => ({
  uuid: uuid(1),
  type: "domain",
  category: "Network activity",
  to_ids: true,
  timestamp: "1481653825",
  distribution: "5",
  value: "evil.example",
  ...fields,
});
const event = (attributes: unknown, fields: object = {}) => ({
  Event: {
    uuid: uuid(99),
    info: "TeleBots",
    date: "2016-12-13",
    timestamp: "1481654318",
    distribution: "3",
    Orgc: { name: "CERT", uuid: "55f6ea5e-2c60-40e5-964f-47a8950d210f" },
    Attribute: attributes,
    ...fields,
  },
});
const tagged = (...names: readonly string[]) => ({ Tag: names.map((name) => ({ name })) });
const sourceOf = (fields: object, more: object = {}) =>
  read(event([attribute(more)], fields)).statements[0]?.source ?? { hash: "", modified: "" };

describe("What an attribute takes from its event", () => {
  test("is a part of its version: of the later time, with another hash where a statement would be another", () => {
    const clear = sourceOf(tagged("tlp:clear"));
    const red = sourceOf({ ...tagged("tlp:red"), timestamp: "1481659999" });
    expect([clear.modified, red.modified]).toEqual(["2016-12-13T18:38:38.000000Z", "2016-12-13T20:13:19.000000Z"]);
    expect(red.hash).not.toBe(clear.hash);
    for (const fields of [tagged("tlp:clear", "apt"), { ...tagged("tlp:clear"), Orgc: { name: "Else" } }])
      expect(sourceOf(fields).hash).not.toBe(clear.hash);
  });

  test("makes no other version where nothing of the statement is another", () => {
    const one = sourceOf(tagged("tlp:clear"));
    const republished = { ...tagged("tlp:clear"), timestamp: "1481659999", published: true, id: "7" };
    const seen = { id: "12", event_id: "7", Sighting: [{ type: "0", date_sighting: "1481653999" }] };
    expect(sourceOf(republished, seen).hash).toBe(one.hash);
  });

  test("stands in its stricter form where one file says it twice with the same time", () => {
    for (const order of [
      ["tlp:clear", "tlp:red"],
      ["tlp:red", "tlp:clear"],
    ]) {
      const { statements, refused } = read({ response: order.map((tag) => event([attribute()], tagged(tag))) });
      expect(statements).toMatchObject([{ tlp: "RED" }]);
      expect(refused).toMatchObject([{ field: "modified" }]);
    }
  });
});

test("What an object keeps in its organisation is kept there with all its attributes", () => {
  const object = (distribution: unknown) => ({ name: "file", distribution, Attribute: [attribute()] });
  const of = (distribution: unknown) => read(event([], { ...tagged("tlp:clear"), Object: [object(distribution)] }));
  expect(of("5").statements).toMatchObject([{ tlp: "CLEAR" }]);
  expect(of("0").statements).toMatchObject([{ tlp: "AMBER_STRICT" }]);
  expect(of("4").statements).toMatchObject([{ tlp: "AMBER_STRICT" }]);
  const { statements, refused } = of("everybody");
  expect([statements, refused]).toMatchObject([[], [{ at: "Event.Object[0]", field: "distribution" }]]);
});

describe("An attribute without a uuid", () => {
  const bare = (value: string, fields: object = {}) => attribute({ uuid: undefined, value, ...fields });

  test("has no source: what another event says in the same place is something else", () => {
    const { statements, refused } = read({
      response: [event([bare("one.example")]), event([bare("two.example")], { Orgc: { name: "Else" } })],
    });
    expect(refused).toEqual([]);
    expect(statements.map(({ value, source }) => [value, source])).toEqual([
      ["one.example", undefined],
      ["two.example", undefined],
    ]);
  });

  test("takes nothing back when it is deleted: nobody can tell what", () => {
    const { statements, withdrawals, ignored } = read(event([bare("one.example", { deleted: true })]));
    expect([statements, withdrawals]).toEqual([[], []]);
    expect(ignored).toMatchObject([
      { what: "attribute without a uuid that is deleted: nothing tells what it takes back" },
    ]);
  });
});

test("A deletion is taken by the uuid alone where the value cannot be read", () => {
  const { withdrawals, refused } = read(event([attribute({ deleted: true, value: "no domain at all" })]));
  expect([withdrawals.map(({ source }) => source.id), refused]).toEqual([[uuid(1)], []]);
});

describe("Sightings of MISP", () => {
  const sighted = (...sightings: readonly unknown[]) => read(event([attribute({ Sighting: sightings })]));

  test("are somebody else's and no statement: they are counted by what they are", () => {
    const seen = { type: "0", date_sighting: "1481653999" };
    const { ignored, refused, statements } = sighted(seen, seen, { ...seen, type: 1 }, { ...seen, type: "2" });
    expect(statements.length).toBe(1);
    expect([refused, ignored.map(({ what, count }) => [what, count])]).toEqual([
      [],
      [
        ["sighting of another organisation: seen", 2],
        ["sighting of another organisation: false positive", 1],
        ["sighting of another organisation: expired", 1],
      ],
    ]);
  });

  test.each([
    [{ type: "7", date_sighting: "1481653999" }, "type"],
    [{ type: "0", date_sighting: "x" }, "date_sighting"],
    [{ date_sighting: "1481653999" }, "type"],
    ["seen", ""],
  ])("are refused by their field where they are wrong: %j", (sighting, field) => {
    const { statements, refused } = sighted(sighting);
    expect(statements.length).toBe(1);
    expect(refused).toMatchObject([{ field }]);
  });
});

describe("The times of an attribute", () => {
  const timed = (fields: object) => read(event([attribute(fields)]));

  test("are when it was first and last seen", () => {
    const { statements } = timed({ first_seen: "2020-01-08T06:24:19+00:00", last_seen: "2020-02-01T00:00:00+09:00" });
    expect(statements).toMatchObject([
      { validFrom: "2020-01-08T06:24:19.000000Z", labels: ["last_seen:2020-01-31T15:00:00.000000Z"] },
    ]);
  });

  test("may be days: then from midnight UTC, with a caution", () => {
    const { statements, remarks } = timed({ first_seen: "2020-01-08" });
    expect(statements).toMatchObject([{ validFrom: "2020-01-08T00:00:00.000000Z" }]);
    expect(remarks).toMatchObject([{ at: uuid(1), field: "first_seen" }]);
  });

  test.each([
    [{ first_seen: "yesterday" }, "first_seen"],
    [{ last_seen: 5 }, "last_seen"],
    [{ first_seen: "2020-01-08T00:00:00Z", last_seen: "2020-01-07T00:00:00Z" }, "last_seen"],
  ])("are refused by their field where they are none: %j", (fields, field) => {
    expect(timed(fields).refused).toMatchObject([{ field }]);
  });
});

describe("A container of an event", () => {
  const [one, two] = [
    JSON.stringify([attribute()]),
    JSON.stringify([attribute({ uuid: uuid(2), value: "b.example" })]),
  ];

  test.each([
    ["Attribute", `{"Event":{"info":"x","uuid":"${uuid(99)}","Attribute":${one},"Attribute":${two}}}`],
    [
      "Attribute",
      `{"Event":{"info":"x","uuid":"${uuid(99)}","Object":[{"name":"o","Attribute":${one},"Attribute":${two}}]}}`,
    ],
    ["Object", `{"Event":{"info":"x","uuid":"${uuid(99)}","Object":[{"Attribute":${one}}],"Object":[]}}`],
    ["Event", `{"Event":{"info":"x","Attribute":${one}},"Event":{"info":"x","Attribute":${two}}}`],
  ])("that stands twice is refused, for one of the two would be lost: %s", (field, text) => {
    const { statements, refused } = read(text);
    expect(statements).toEqual([]);
    expect(refused).toMatchObject([{ field, message: expect.stringContaining("stands twice") as string }]);
  });

  test.each([
    ["Attribute", { Attribute: attribute() }],
    ["Object", { Object: "x" }],
    ["Object[0]", { Object: ["x"] }],
    ["Attribute", { Object: [{ Attribute: { 0: attribute() } }] }],
  ])("that is no list of objects is refused: %s", (_field, fields) => {
    const { statements, refused } = read(event([attribute()], { info: "x", ...fields }));
    expect(statements.length).toBe("Attribute" in fields ? 0 : 1);
    expect(refused.length).toBe(1);
  });
});
