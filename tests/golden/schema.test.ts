import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { composeServices } from "@apollo/composition";
import { graphql, parse } from "graphql";
import { type Services, schemasOf } from "../../src/app";

const FILE = path.resolve(__dirname, "../../schema.graphql");
/** The schema is the same whatever the services do, so it is emitted without them, and without a database. */
const { schema, sdl } = schemasOf({} as Services);

test("schema.graphql is what the hub serves (npm run golden writes it: review the difference like code)", () => {
  if (process.env["UPDATE_GOLDEN"]) writeFileSync(FILE, sdl);
  const committed = existsSync(FILE) ? readFileSync(FILE, "utf8") : "";
  expect(differences(committed, sdl)).toEqual([]);
});

const SHOWN_MAX = 20;
/** The lines that one of them has and the other has not: the whole is too long to be shown. */
function differences(committed: string, emitted: string): readonly string[] {
  const [before, after] = [committed, emitted].map((text) => new Set(text.split("\n"))) as [Set<string>, Set<string>];
  const lines = [
    ...[...before].filter((line) => !after.has(line)).map((line) => `- ${line}`),
    ...[...after].filter((line) => !before.has(line)).map((line) => `+ ${line}`),
  ];
  if (lines.length === 0 && committed !== emitted) return ["The same lines, in another order or number."];
  return lines.length > SHOWN_MAX ? [...lines.slice(0, SHOWN_MAX), `… and ${lines.length - SHOWN_MAX} more`] : lines;
}

test("a difference is shown by its lines, also one of order alone", () => {
  expect(differences("a\nb\nc", "a\nB\nc")).toEqual(["- b", "+ B"]);
  expect(differences("a\nb", "b\na")).toHaveLength(1);
  expect(differences("", "x\n".repeat(2))).toEqual(["+ x"]);
});

test("a gateway reads the same schema from the hub itself", async () => {
  const { data } = await graphql({ schema, source: "{ _service { sdl } }" });
  expect(data).toEqual({ _service: { sdl } });
});

describe("beside another subgraph", () => {
  const LINK = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@external"])`;
  const withPartner = (partner: string) =>
    composeServices([
      { name: "sansha", url: "http://sansha.example/graphql", typeDefs: parse(sdl) },
      { name: "tickets", url: "http://tickets.example/graphql", typeDefs: parse(`${LINK} ${partner}`) },
    ]);
  const PARTNER = `
    type Query { ticket(id: ID!): Ticket }
    type Ticket @key(fields: "id") { id: ID! case: Case raisedBy: Organization about: [Indicator!]! }
    type Case @key(fields: "id") { id: ID! tickets: [Ticket!]! }
    type Organization @key(fields: "id") { id: ID! costCentre: String }
    type Indicator @key(fields: "id") { id: ID! reputation: Int }`;

  test("cases, organisations and indicators are extended by whoever knows more of them", () => {
    const { errors, supergraphSdl } = withPartner(PARTNER);
    expect(errors ?? []).toEqual([]);
    const supergraph = parse(supergraphSdl ?? "").definitions.find((d) => "name" in d && d.name?.value === "Case");
    const fields = supergraph && "fields" in supergraph ? (supergraph.fields ?? []).map(({ name }) => name.value) : [];
    expect(fields).toEqual(expect.arrayContaining(["title", "tickets"]));
  });

  test("what two of them would both answer is refused", () => {
    const { errors } = withPartner(PARTNER.replace("tickets: [Ticket!]!", "title: String!"));
    expect(errors?.map(({ message }) => message).join()).toContain('Non-shareable field "Case.title"');
  });
});
