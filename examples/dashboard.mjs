// Listens to what happens, for a dashboard: node examples/dashboard.mjs
//
// Prints one line for each event, and goes on where it was when the connection comes back. The hub and the key are
// SANSHA_URL and SANSHA_API_KEY, else those of the CSIRT in first-run.json of SANSHA_DATA_DIR (.data).
// SANSHA_EVENTS_MAX ends it after so many messages.
import { readFileSync } from "node:fs";
import { createClient } from "graphql-ws";
import { WebSocket } from "ws";

const { SANSHA_URL, SANSHA_API_KEY, SANSHA_DATA_DIR = ".data", SANSHA_EVENTS_MAX = "Infinity" } = process.env;
const known = SANSHA_URL && SANSHA_API_KEY ? {} : JSON.parse(readFileSync(`${SANSHA_DATA_DIR}/first-run.json`, "utf8"));
const url = (SANSHA_URL || known.url).replace(/^http/, "ws");
const key = SANSHA_API_KEY || known.keys.csirt;

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
    if (Array.isArray(problem) || problem?.code === 4403) {
      console.error(problem);
      process.exit(1);
    }
    console.error("Not connected; trying again in a second.");
    await new Promise((resolve) => setTimeout(resolve, 1_000));
  }
}
await client.dispose();

function lineOf({ __typename, type, at, case: one, actor, changed, reason, id }) {
  if (__typename === "StreamStarted") return "Listening.";
  if (__typename === "Resync") return `Read anew (${reason}).`;
  if (__typename === "Gone") return `${id} is no longer for you.`;
  const where = one ? ` ${one.reference} ${one.title} (${one.state})` : "";
  return `${at} ${type}${where} by ${actor?.name ?? "somebody"}: ${changed.join(", ")}`;
}
