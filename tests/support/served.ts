import { createClient } from "graphql-ws";
import { WebSocket } from "ws";
import { readConfig } from "../../src/config";
import { type Served, serve as listen } from "../../src/hub";
import type { App } from "../../src/app";
import { type Answer, type Asker, type Message, askerOf, streamOf, subscriptionText } from "./asker";

export type Facts = Readonly<Record<string, unknown>>;
/** What came over HTTP, before anything is read into it. */
export type HttpAnswer = Answer & { readonly status: number; readonly headers: Headers; readonly text: string };
export type Closing = { readonly code: number; readonly reason: string };

/** A connection over graphql-transport-ws, as a stock client makes it. */
export type Connection = Pick<Asker, "ask" | "follow"> & {
  readonly socket: Promise<WebSocket>;
  /** Why the socket was closed, whenever that is. */
  readonly closed: Promise<Closing>;
  readonly end: () => Promise<void>;
};

type World = { readonly app: App };
type Party = { readonly key: string };

/** A hub that listens on a port of its own, over a world's application. `settings` are those of the environment. */
export async function serve({ app }: World, settings: Readonly<Record<string, string>> = {}) {
  const lines: Record<string, unknown>[] = [];
  const note = (facts: object, message: string) => void lines.push({ ...facts, message });
  const config = readConfig({ PORT: "0", ...settings }, []);
  const served = await listen(app, () => Promise.resolve(), config, { info: note, error: note });
  const open = new Set<Connection>();

  const connect = (who?: Party, params: Facts = bearer(who)): Connection => {
    const connection = connectionTo(app, served.wsUrl, params);
    open.add(connection);
    return connection;
  };
  /** A party that speaks over the real endpoints: HTTP, and WebSocket for what it follows. */
  const client = (who: Party): Asker =>
    askerOf(
      (query, variables) => post(served, { query, variables }, authorization(who)),
      (options) => connect(who).follow(options),
    );
  const close = async () => {
    await Promise.all([...open].map((one) => one.end()));
    await served.stop();
  };
  return {
    ...served,
    lines,
    client,
    connect,
    close,
    /** Sends a body as it is, with these headers and no others. */
    post: (body: unknown, headers: Readonly<Record<string, string>> = {}) => post(served, body, headers),
  };
}
export type ServedWorld = Awaited<ReturnType<typeof serve>>;

export const authorization = ({ key }: Party) => ({ authorization: `Bearer ${key}` });
const bearer = (who: Party | undefined): Facts => (who ? authorization(who) : {});

async function post({ url }: Served, body: unknown, headers: Readonly<Record<string, string>>): Promise<HttpAnswer> {
  const isText = typeof body === "string" || body instanceof Uint8Array;
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: isText ? body : JSON.stringify(body),
  });
  const text = await response.text();
  const isJson = response.headers.get("content-type")?.includes("json") ?? false;
  return { ...(isJson ? (JSON.parse(text) as Answer) : {}), status: response.status, headers: response.headers, text };
}

function connectionTo(app: App, url: string, connectionParams: Facts): Connection {
  let tell = (_closing: Closing): void => undefined;
  const closed = new Promise<Closing>((resolve) => {
    tell = resolve;
  });
  let give = (_socket: WebSocket): void => undefined;
  const socket = new Promise<WebSocket>((resolve) => {
    give = resolve;
  });
  const client = createClient({
    url,
    connectionParams,
    webSocketImpl: WebSocket,
    lazy: false,
    retryAttempts: 0,
    onNonLazyError: () => undefined, // `closed` tells it
    on: { opened: (opened) => give(opened as WebSocket), closed: (event) => tell(closingOf(event)) },
  });
  /** The next answer of an operation; undefined when it is complete. Refused as a whole, it has errors alone. */
  const pull = async (answers: AsyncIterator<unknown>): Promise<Answer | undefined> => {
    try {
      const result = await answers.next();
      return result.done ? undefined : (result.value as Answer);
    } catch (failure) {
      if (Array.isArray(failure)) return { errors: failure as NonNullable<Answer["errors"]> };
      throw new Error(`The connection ended: ${JSON.stringify(closingOf(failure))}`);
    }
  };
  return {
    socket,
    closed,
    ask: async (query, variables = {}) => {
      const answer = await pull(client.iterate({ query, variables }));
      if (!answer) throw new Error("The hub gave no answer.");
      return answer;
    },
    follow: async (options = {}) => {
      const variables = options.after === undefined ? {} : { after: options.after };
      const answers = client.iterate({ query: subscriptionText(options), variables });
      const messages = async () => {
        const { data, errors } = (await pull(answers)) ?? {};
        if (data) return data["events"] as unknown as readonly Message[];
        throw new Error(errors ? JSON.stringify(errors) : "The stream has ended.");
      };
      return streamOf(app, messages, async () => void (await answers.return?.()));
    },
    end: async () => {
      await client.dispose();
    },
  };
}

const closingOf = (event: unknown): Closing => {
  const { code = 0, reason = "" } = event as Partial<Closing>;
  return { code, reason };
};
