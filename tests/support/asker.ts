import { randomUUID } from "node:crypto";
import type { ExecutionResult, GraphQLFormattedError } from "graphql";
import type { App } from "../../src/app";
import type { Viewer } from "../../src/platform/context";

export type Answer = { readonly data?: Json | null; readonly errors?: readonly GraphQLFormattedError[] };
export type Json = { readonly [key: string]: never } & Record<string, unknown>;
export type Message = { readonly __typename: string; readonly position: string } & Record<string, unknown>;

export type Stream = {
  /** The next message of the stream, whenever it comes. */
  readonly next: () => Promise<Message>;
  /** All messages up to the one that fits, that one included. */
  readonly until: (fits: (message: Message) => boolean) => Promise<readonly Message[]>;
  readonly end: () => Promise<void>;
};

export type Asker = {
  readonly ask: (query: string, variables?: Readonly<Record<string, unknown>>) => Promise<Answer>;
  /** The data of an answer that must have no errors. Typed by the test: it knows what it asked. */
  readonly get: <T = Record<string, never>>(query: string, variables?: Readonly<Record<string, unknown>>) => Promise<T>;
  /** Runs `mutation { name(input: ...) { selection } }` with a key of its own, and returns its payload. */
  readonly act: <T = Record<string, never>>(name: string, input: object, selection?: string) => Promise<T>;
  /** The code with which a mutation is refused. */
  readonly refused: (name: string, input: object, selection?: string) => Promise<unknown>;
  readonly follow: (options?: {
    readonly after?: string;
    readonly args?: string;
    readonly selection?: string;
  }) => Promise<Stream>;
};

const inputType = (name: string) => `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
export const mutationText = (name: string, selection: string) =>
  `mutation ($input: ${inputType(name)}!) { ${name}(input: $input) { ${selection} } }`;

/** What a party says, over whatever carries it. */
export function askerOf(ask: Asker["ask"], follow: Asker["follow"]): Asker {
  const get = async <T>(query: string, variables?: Readonly<Record<string, unknown>>): Promise<T> => {
    const { data, errors } = await ask(query, variables);
    if (errors) throw new Error(`The hub refused: ${JSON.stringify(errors)}`);
    return data as T;
  };
  const mutation = (name: string, input: object, selection: string) =>
    [mutationText(name, selection), { input: { idempotencyKey: randomUUID(), ...input } }] as const;
  return {
    ask,
    get,
    follow,
    act: async <T>(name: string, input: object, selection = "position") =>
      (await get<Record<string, T>>(...mutation(name, input, selection)))[name] as T,
    refused: async (name, input, selection = "position") => codeOf(await ask(...mutation(name, input, selection))),
  };
}

/** Speaks for a viewer through the hub's own pipeline, without a network between. */
export function askerFor(app: App, viewer: Viewer): Asker {
  const ask: Asker["ask"] = async (query, variables = {}) => {
    const context = app.contextFor(viewer);
    const document = app.pipeline.prepare(query);
    if ("kind" in document)
      return answer(app, await app.pipeline.execute(context, { document, variables }), context.requestId);
    return { errors: app.pipeline.format(document, context.requestId) };
  };
  return askerOf(ask, (options) => follow(app, viewer, options));
}

const answer = (app: App, { data, errors }: ExecutionResult, requestId: string): Answer => ({
  ...(data === undefined ? {} : { data: JSON.parse(JSON.stringify(data)) as Json | null }),
  ...(errors ? { errors: app.pipeline.format(errors, requestId) } : {}),
});

export const STREAM = `__typename position ... on StreamStarted { outcome } ... on Resync { reason } ... on Gone { id }
  ... on Event { id type changed version subject { __typename id } case { id } }`;
export const subscriptionText = ({ args = "", selection = STREAM }: Parameters<Asker["follow"]>[0] = {}) =>
  `subscription ($after: Cursor) { events(after: $after ${args}) { ${selection} } }`;

async function follow(app: App, viewer: Viewer, options: Parameters<Asker["follow"]>[0] = {}): Promise<Stream> {
  const document = app.pipeline.prepare(subscriptionText(options));
  if (!("kind" in document)) throw new Error(JSON.stringify(document));
  const context = app.contextFor(viewer);
  const { after } = options;
  const stream = await app.pipeline.subscribe(context, { document, variables: after === undefined ? {} : { after } });
  if (!("next" in stream)) throw new Error(JSON.stringify(app.pipeline.format(stream.errors ?? [], context.requestId)));
  const pull = async () => {
    const { value, done } = await stream.next();
    if (done) throw new Error("The stream has ended.");
    return JSON.parse(JSON.stringify(value.data?.["events"])) as Message[];
  };
  return streamOf(app, pull, async () => void (await stream.return(undefined)));
}

/** A stream of messages out of one of answers, each with several. */
export function streamOf(app: App, pull: () => Promise<readonly Message[]>, end: Stream["end"]): Stream {
  const waiting: Message[] = [];
  const next = async (): Promise<Message> => {
    const known = waiting.shift();
    if (known) return known;
    let came = false;
    const pulled = pull().finally(() => {
      came = true;
    });
    pulled.catch(() => undefined); // it is awaited below, when this tick is over
    // An open transaction, also of a test beside this one, holds the log's horizon back: ticks until a message comes.
    while (!came) await app.tail.tick();
    waiting.push(...(await pulled));
    return next();
  };
  const until: Stream["until"] = async (fits) => {
    const all: Message[] = [];
    for (;;) {
      const message = await next();
      all.push(message);
      if (fits(message)) return all;
    }
  };
  return { next, until, end };
}

/** The code of the only error of an answer. */
export const codeOf = ({ errors }: Answer): unknown => {
  if (errors?.length !== 1) throw new Error(`One error was expected: ${JSON.stringify(errors)}`);
  return errors[0]?.extensions?.["code"];
};
