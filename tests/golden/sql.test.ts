import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Case } from "../../src/modules/cases/case";
import { type Party, type World, openWorld } from "../support/world";

/** What the typical operations ask of the database, as text that is reviewed like code: an N+1 shows as a diff. */
const operations: readonly (readonly [string, string])[] = [
  ["a case with its owner and participants", `query ($id: ID!) { case(id: $id) {
    id reference title state severity owner { id name } participants(first: 10) { edges { node { role state organization { id name } } } } } }`],
  ["my cases, with whose turn it is", `{ cases(first: 50, waitingOnUs: true, states: [TRIAGE, ANALYSIS]) {
    totalCount { value isExact } pageInfo { hasNextPage endCursor }
    edges { node { id reference title waitingOn { kind since dueAt organization { name } } } } } }`],
  ["cases by text", `{ cases(text: "標的") { edges { node { id title } } } }`],
  ["an indicator by value, with its cases", `{ indicators(value: "198.51.100.7") { edges { node {
    id type value cases(first: 20) { edges { node { id reference } } } } } } }`],
  ["a page of five hundred indicators", `{ indicators(first: 500) { edges { cursor node { id type value } } pageInfo { endCursor hasNextPage } } }`],
  ["what waits on my organisation", `{ waitingOnUs(first: 20) { edges { node { kind dueAt overdue case { reference } } } } }`],
];

const GOLDEN = path.join(__dirname, "operations.sql");

let world: World;
let party: Party;
let incident: Case;

beforeAll(async () => {
  world = await openWorld();
  party = await world.party();
  incident = await world.openCase(party);
});
afterAll(() => world.close());

/** What an operation asked, without the tail, which reads the event log beside it. */
const asked = () => world.statements.filter((statement) => !statement.startsWith("/* events.read */"));

/** One condition a line, so that a change of one is a change of one line. */
const readable = (statement: string): string =>
  statement.replaceAll(/\s+/g, " ").replaceAll(/ (from|where|and|or|union all|order by|left join|join) /g, "\n  $1 ").trim();

test("the typical operations run the statements that were reviewed", async () => {
  const parts: string[] = [];
  for (const [title, query] of operations) {
    world.statements.length = 0;
    await party.get(query, query.includes("$id") ? { id: incident.id } : {});
    parts.push(`-- ${title}\n${asked().map(readable).join(";\n")};\n`);
  }
  const text = parts.join("\n");
  if (process.env["UPDATE_GOLDEN"]) writeFileSync(GOLDEN, text);
  expect(text).toBe(readFileSync(GOLDEN, "utf8"));
});

test.each(operations)("%s: one statement, and no hash of all that is shared", async (_title, query) => {
  world.statements.length = 0;
  await party.get(query, query.includes("$id") ? { id: incident.id } : {});
  expect(asked()).toHaveLength(1);
  const [, rest = ""] = (asked()[0] ?? "").split("*/");
  const plan = await world.db.query<{ "QUERY PLAN": string }[]>(`explain (generic_plan) ${rest}`);
  expect(plan.map((line) => line["QUERY PLAN"]).join("\n")).not.toMatch(/hashed SubPlan/);
});
