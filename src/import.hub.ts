import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import type { FirstRun } from "./first-run";
import { StartError } from "./platform/start-error";

/** Where a command finds the hub, and as whom it speaks. */
export type HubAddress = { readonly url: URL; readonly key: string };

/**
 * From SANSHA_URL and SANSHA_API_KEY, else from first-run.json in SANSHA_DATA_DIR. Of its keys it takes the SOC's: the
 * operator administers the hub, and may not say anything of indicators.
 */
export function hubAddress(env: NodeJS.ProcessEnv): HubAddress {
  const given = (name: string) => env[name] || undefined; // Empty is not set, as for the hub.
  const [url, key, dataDir = ".data"] = [given("SANSHA_URL"), given("SANSHA_API_KEY"), given("SANSHA_DATA_DIR")];
  if (url !== undefined && key !== undefined) return { url: urlOf(url), key };
  const file = path.resolve(dataDir, "first-run.json");
  const known = existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as FirstRun) : undefined;
  const [address, secret] = [url ?? known?.url, key ?? known?.keys.soc];
  if (address === undefined)
    throw new StartError(`No hub is known: start one with npm start, or set SANSHA_URL (there is no ${file}).`);
  if (secret === undefined) {
    throw new StartError(
      `Set SANSHA_API_KEY to the key of an account with the role RESPONDER or LIAISON: ${file} holds no key of a SOC, and the operator's may not import.`,
    );
  }
  return { url: urlOf(address), key: secret };
}

function urlOf(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol === "http:" || url?.protocol === "https:") return url;
  throw new StartError(`SANSHA_URL is not the address of a hub, like http://127.0.0.1:4000/graphql: ${text}`);
}

/** The id of a case by its reference or by itself. One that is not there is told before anything is sent. */
export async function caseIdOf(hub: HubAddress, referenceOrId: string): Promise<string> {
  const nodes = referenceOrId.startsWith("case_")
    ? await casesOf(hub, "query ($text: ID!) { case(id: $text) { id reference } }", referenceOrId)
    : await casesOf(
        hub,
        "query ($text: String!) { cases(text: $text, first: 20) { edges { node { id reference } } } }",
        referenceOrId,
      );
  const wanted = referenceOrId.toUpperCase();
  const found = nodes.find(({ id, reference }) => id === referenceOrId || reference.toUpperCase() === wanted);
  if (found) return found.id;
  throw new StartError(`There is no case ${referenceOrId} that you may read.`);
}

type Named = { readonly id: string; readonly reference: string };
type Answer = {
  readonly data?: {
    readonly case?: Named | null;
    readonly cases?: { readonly edges: readonly { readonly node: Named }[] };
  } | null;
  readonly errors?: readonly { readonly message: string; readonly extensions?: { readonly code?: string } }[];
};

async function casesOf({ url, key }: HubAddress, query: string, text: string): Promise<readonly Named[]> {
  const { data, errors } = await answerOf(url, key, { query, variables: { text } });
  const [error] = errors ?? [];
  if (error && error.extensions?.code !== "NOT_FOUND")
    throw new StartError(`The hub refused to look for the case: ${error.message}`);
  return [...(data?.case ? [data.case] : []), ...(data?.cases?.edges.map(({ node }) => node) ?? [])];
}

async function answerOf(url: URL, key: string, body: object): Promise<Answer> {
  const headers = { "content-type": "application/json", authorization: `Bearer ${key}` };
  try {
    const response = await fetch(new URL("/graphql", url), { method: "POST", headers, body: JSON.stringify(body) });
    return (await response.json()) as Answer;
  } catch {
    throw new StartError(`The hub at ${url.host} was asked for the case, and gave no answer.`);
  }
}
