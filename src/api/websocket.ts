import { randomUUID } from "node:crypto";
import type { IncomingMessage, Server } from "node:http";
import { type ExecutionArgs, GraphQLError } from "graphql";
import { GRAPHQL_TRANSPORT_WS_PROTOCOL } from "graphql-ws";
import { useServer } from "graphql-ws/use/ws";
import { type WebSocket, WebSocketServer } from "ws";
import type { App } from "../app";
import type { Context, Viewer } from "../platform/context";
import { DomainError } from "../platform/errors";

export type WebSocketOptions = {
  readonly frameMaxBytes: number;
  readonly streamsPerConnection: number;
  readonly connectionsMax: number;
  readonly allowedOrigins: readonly string[];
};
export type WebSockets = { readonly close: () => Promise<void> };

type Params = { readonly authorization?: unknown; readonly Authorization?: unknown };
/** How soon a revoked key, or changed roles, end the connections that were made with them. */
const REVOCATION_CHECK_MS = 2_000;
const KEEP_ALIVE_MS = 12_000;

/** GraphQL over WebSocket (graphql-transport-ws), with the same pipeline, limits and errors as HTTP. */
export function serveWebSockets(server: Server, app: App, options: WebSocketOptions): WebSockets {
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: options.frameMaxBytes,
    perMessageDeflate: false,
    handleProtocols: (offered) => (offered.has(GRAPHQL_TRANSPORT_WS_PROTOCOL) ? GRAPHQL_TRANSPORT_WS_PROTOCOL : false),
  });
  server.on("upgrade", (request, socket, head) => {
    const refusal = refusalOf(request, sockets.clients.size, options);
    if (refusal) return void socket.end(`HTTP/1.1 ${refusal}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
    sockets.handleUpgrade(request, socket, head, (ws) => sockets.emit("connection", ws, request));
  });
  const open = new Map<WebSocket, Viewer>();
  const running = useServer<Params>(callbacks(app, options, open), sockets, KEEP_ALIVE_MS);
  const timer = setInterval(() => void endRevoked(app, open).catch(() => undefined), REVOCATION_CHECK_MS);
  return {
    close: async () => {
      clearInterval(timer);
      await running.dispose(); // 1001: clients come back, to this hub or to another.
      for (const socket of sockets.clients) socket.terminate();
    },
  };
}

function refusalOf(
  { url, headers }: IncomingMessage,
  count: number,
  { connectionsMax, allowedOrigins }: WebSocketOptions,
): string | undefined {
  if (new URL(url ?? "/", "http://hub").pathname !== "/graphql") return "404 Not Found";
  if (count >= connectionsMax) return "503 Service Unavailable";
  const { origin, host } = headers;
  if (origin === undefined || allowedOrigins.includes(origin)) return undefined;
  // A page of another site must not speak for whoever has it open.
  return URL.canParse(origin) && new URL(origin).host === host ? undefined : "403 Forbidden";
}

type Callbacks = Parameters<typeof useServer<Params>>[0];

function callbacks(app: App, options: WebSocketOptions, open: Map<WebSocket, Viewer>): Callbacks {
  const { pipeline, authenticator } = app;
  const requestIds = new WeakMap<object, string>();
  const format = (errors: readonly unknown[], args: object | undefined) =>
    pipeline.format(errors, (args && requestIds.get(args)) ?? randomUUID());
  return {
    connectionInitWaitTimeout: 5_000,
    onConnect: async ({ connectionParams, extra }) => {
      const viewer = await authenticator.viewerOf(connectionParams?.authorization ?? connectionParams?.Authorization);
      if (!viewer) return false; // Closes with 4403: stock clients come back, with a new credential if they have one.
      open.set(extra.socket, viewer);
      extra.socket.once("close", () => open.delete(extra.socket));
      return true;
    },
    onSubscribe: ({ extra, subscriptions }, _id, { query, variables, operationName }) => {
      const viewer = open.get(extra.socket);
      if (!viewer) return [new GraphQLError("The connection was not acknowledged.")];
      const requestId = randomUUID();
      const refuse = (errors: readonly unknown[]) => pipeline.format(errors, requestId).map(asError);
      if (Object.keys(subscriptions).length > options.streamsPerConnection) {
        const details = { max: options.streamsPerConnection, retryAfterS: 1 };
        return refuse([
          new DomainError("RATE_LIMITED", "Too many operations are open on this connection.", { details }),
        ]);
      }
      const document = pipeline.prepare(query);
      if (Array.isArray(document)) return refuse(document as readonly unknown[]);
      const contextValue = app.contextFor(viewer, requestId, (code, reason) => cut(extra.socket, code, reason));
      const args = {
        schema: pipeline.schema,
        document,
        contextValue,
        variableValues: variables ?? null,
        operationName: operationName ?? null,
      } as ExecutionArgs;
      requestIds.set(args, requestId);
      return args;
    },
    execute: (args) => pipeline.execute(args.contextValue as Context, preparedOf(args)),
    subscribe: (args) => pipeline.subscribe(args.contextValue as Context, preparedOf(args)),
    onNext: (_ctx, _id, _payload, args, result) =>
      result.errors ? ({ ...result, errors: format(result.errors, args).map(asError) } as never) : undefined,
  };
}

const preparedOf = ({ document, variableValues, operationName }: ExecutionArgs) => ({
  document,
  variables: variableValues ?? null,
  operationName: operationName ?? null,
});

/** graphql-ws takes errors of graphql-js and sends their `toJSON`. */
const asError = ({
  message,
  locations: _,
  path,
  extensions,
}: ReturnType<App["pipeline"]["format"]>[number]): GraphQLError =>
  new GraphQLError(message, { ...(path ? { path } : {}), ...(extensions ? { extensions } : {}) });

/** A close frame does not reach who does not read, so the socket is ended soon after. */
function cut(socket: WebSocket, code: number, reason: string): void {
  socket.close(code, reason);
  setTimeout(() => socket.terminate(), 5_000).unref();
}

async function endRevoked(app: App, open: ReadonlyMap<WebSocket, Viewer>): Promise<void> {
  const valid = await app.authenticator.stillValid([...open.values()]);
  for (const [socket, viewer] of open) if (!valid.has(viewer)) cut(socket, 4411, "Access revoked");
}
