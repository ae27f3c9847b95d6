// Listens to what happens, for a dashboard: node examples/dashboard.mjs [soc | csirt | vendor]
//
// Prints one line for each event, and goes on where it was when the connection comes back. The hub and the key are
// SANSHA_URL and SANSHA_API_KEY, else those of the party (the CSIRT, if none is named) in first-run.json of
// SANSHA_DATA_DIR (.data).
// SANSHA_EVENTS_MAX ends it after so many messages.
import { readFileSync } from "node:fs";
import { createClient } from "graphql-ws";
import { WebSocket } from "ws";

const { SANSHA_URL, SANSHA_API_KEY, SANSHA_DATA_DIR = ".data", SANSHA_EVENTS_MAX = "Infinity" } = process.env;
const party = process.argv[2] ?? "csirt";
const known = SANSHA_URL && SANSHA_API_KEY ? {} : firstRun(`${SANSHA_DATA_DIR}/first-run.json`);
const url = (SANSHA_URL || known.url).replace(/^http/, "ws");
const key = SANSHA_API_KEY || known.keys[party];
if (!key) end(`first-run.json has no key of "${party}": it has ${Object.keys(known.keys).join(", ")}.`);

const client = createClient({
  url,
  webSocketImpl: WebSocket,
  connectionParams: { authorization: `Bearer ${key}` },
  retryAttempts: 0, // Below, with the position: a plain retry would miss what happened between.
});

const query = `subscription ($after: Cursor) { events(after: $after) {
  __typename position
  ... on Resync { reason }
  ... on Gone { id }
  ... on Event { type at changed case { reference title state } actor { ... on User { name } ... on Organization { name } } } } }`;

let position; // What was seen last: the hub tells all that came after it.
let left = Number(SANSHA_EVENTS_MAX);
while (left > 0) {
  try {
    for await (const { data, errors } of client.iterate({ query, variables: { after: position } })) {
      if (errors) throw errors;
      for (const message of data.events) {
        ({ position } = message);
        console.log(lineOf(message));
        left -= 1;
      }
      if (left <= 0) break;
    }
  } catch (problem) {
    // Refused as a whole, or not connected: the first will not change by itself.
    if (Array.isArray(problem)) end(problem.map(({ message }) => message).join("\n"));
    if (problem?.code === 4403) end(`The hub refused the key: ${problem.reason}`);
    console.error("Not connected; trying again in a second.");
    await new Promise((resolve) => setTimeout(resolve, 1_000));
  }
}
await client.dispose();

function firstRun(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return end(`${file} cannot be read: start the hub first, or set SANSHA_URL and SANSHA_API_KEY.`);
  }
}

function end(why) {
  console.error(why);
  process.exit(1);
}

function lineOf({ __typename, type, at, case: one, actor, changed, reason, id }) {
  if (__typename === "StreamStarted") return "Listening.";
  if (__typename === "Resync") return `Read anew (${reason}).`;
  if (__typename === "Gone") return `${id} is no longer for you.`;
  const where = one ? ` ${one.reference} ${one.title} (${one.state})` : "";
  return `${at} ${type}${where} by ${actor?.name ?? "somebody"}: ${changed.join(", ")}`;
}
