import type { IncomingMessage, Server } from "node:http";
import { GRAPHQL_TRANSPORT_WS_PROTOCOL } from "graphql-ws";
import { type WebSocket, WebSocketServer } from "ws";
import type { Viewer } from "../platform/context";
import { DomainError } from "../platform/errors";
import type { Edge, LogLine } from "./edge";
import { operations } from "./operations";
import { type Gate, addressOf, retryAfterS } from "./rate";

export type WebSocketOptions = {
  readonly frameMaxBytes: number;
  /** How much may wait for a client that goes on asking and does not read. */
  readonly unreadMaxBytes: number;
  readonly streamsPerConnection: number;
  readonly connectionsMax: number;
  readonly allowedOrigins: readonly string[];
  readonly proxies: number;
  readonly log: LogLine;
  /** Told of what goes wrong on our side. */
  readonly report: (bug: unknown) => void;
};

export type WebSockets = {
  /** Ends the connections of revoked keys and of accounts whose roles changed. Runs by itself every two seconds. */
  readonly endRevoked: () => Promise<void>;
  /** Tells all clients to come back, here or elsewhere, and waits for what runs. */
  readonly close: () => Promise<void>;
};

const REVOCATION_CHECK_MS = 2_000;
/** A link is dead that leaves one ping of these unanswered. */
const KEEP_ALIVE_MS = 12_000;
/** A close frame does not reach who does not read, so the socket is ended soon after. */
const LINGER_MS = 5_000;

/** GraphQL over WebSocket (graphql-transport-ws), with the same pipeline, limits and errors as HTTP. */
export function serveWebSockets(server: Server, edge: Edge, gate: Gate, options: WebSocketOptions): WebSockets {
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: options.frameMaxBytes,
    perMessageDeflate: false,
    handleProtocols: (offered) => (offered.has(GRAPHQL_TRANSPORT_WS_PROTOCOL) ? GRAPHQL_TRANSPORT_WS_PROTOCOL : false),
  });
  const open = new Map<WebSocket, Viewer>();
  const answered = new WeakSet<WebSocket>();
  const works = new Set<Promise<unknown>>();
  const running = <T>(work: Promise<T>) => {
    works.add(work);
    return work.finally(() => works.delete(work));
  };
  const { streamsPerConnection, report } = options;
  const protocol = operations(edge, gate, { open, running, cut, streamsPerConnection });
  server.on("upgrade", (request, socket, head) => {
    socket.on("error", () => undefined); // It has gone away: nobody is there to be told.
    void refusalOf(request, gate, sockets.clients.size, options).then((refusal) => {
      if (refusal) return socket.end(`HTTP/1.1 ${refusal}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
      return sockets.handleUpgrade(request, socket, head, (ws) => {
        const address = addressOf(request, options.proxies);
        answered.add(ws);
        ws.on("pong", () => answered.add(ws));
        serveSocket(protocol, ws, address, options);
        ws.once("close", (code) => options.log({ address, code, account: open.get(ws)?.accountId }, "websocket"));
      });
    });
  });
  const alive = keepAlive(sockets, answered);
  const endRevoked = () => running(closeRevoked(edge, open));
  const timer = setInterval(() => void endRevoked().catch(report), REVOCATION_CHECK_MS);
  return {
    endRevoked,
    close: async () => {
      clearInterval(timer);
      clearInterval(alive);
      const closed = new Promise<void>((resolve) => sockets.close(() => resolve()));
      for (const socket of sockets.clients) cut(socket, 1001, "Going away: come back");
      await closed;
      await Promise.allSettled(works);
    },
  };
}

async function refusalOf(
  request: IncomingMessage,
  gate: Gate,
  count: number,
  { connectionsMax, allowedOrigins, proxies }: WebSocketOptions,
): Promise<string | undefined> {
  const [path] = (request.url ?? "").split("?");
  if (path !== "/graphql") return "404 Not Found";
  if (count >= connectionsMax) return "503 Service Unavailable";
  const { origin, host } = request.headers;
  // A page of another site must not speak for whoever has it open.
  const ours = origin === undefined || allowedOrigins.includes(origin) || hostOf(origin) === host;
  if (!ours) return "403 Forbidden";
  try {
    await gate.assertMayTry(addressOf(request, proxies));
    return undefined;
  } catch (error) {
    return `429 Too Many Requests\r\nRetry-After: ${error instanceof DomainError ? retryAfterS(error) : 1}`;
  }
}

const PONG = JSON.stringify({ type: "pong" });
const hostOf = (origin: string): string | undefined => (URL.canParse(origin) ? new URL(origin).host : undefined);

/** Binds a socket to the protocol. An operation goes on only when what it sent was taken: who does not read, waits. */
function serveSocket(
  protocol: ReturnType<typeof operations>,
  socket: WebSocket,
  address: string,
  { unreadMaxBytes, report }: WebSocketOptions,
): void {
  const fault = (bug: unknown) => {
    report(bug);
    cut(socket, 1013, "Try again later"); // Stock clients never come back after an internal error.
  };
  const send = (text: string) =>
    new Promise<void>((resolve) => {
      if (socket.readyState !== socket.OPEN) return resolve();
      socket.send(text, () => resolve());
    });
  const closed = protocol.opened(
    {
      protocol: socket.protocol,
      send,
      close: (code, reason) => socket.close(code, reason),
      onPing: () => send(PONG), // without what came with it: nobody is to fill our memory with an echo
      onMessage: (handle) =>
        socket.on("message", (data: Buffer) => {
          if (socket.readyState !== socket.OPEN) return;
          if (socket.bufferedAmount > unreadMaxBytes)
            return cut(socket, 4418, "Slow consumer: read what you asked for");
          void handle(data.toString("utf8")).catch(fault);
        }),
    },
    { socket, address },
  );
  socket.on("error", () => undefined); // What came was no WebSocket: ws closes it, and says so.
  socket.once("close", (code, reason) => void closed(code, reason.toString("utf8")).catch(report));
}

/** Pings all, and ends those that did not answer the ping before. */
function keepAlive(sockets: WebSocketServer, answered: WeakSet<WebSocket>): NodeJS.Timeout {
  return setInterval(() => {
    for (const socket of sockets.clients) {
      if (answered.delete(socket)) socket.ping();
      else socket.terminate();
    }
  }, KEEP_ALIVE_MS);
}

function cut(socket: WebSocket, code: number, reason: string): void {
  socket.close(code, reason);
  setTimeout(() => socket.terminate(), LINGER_MS).unref();
}

async function closeRevoked({ authenticator }: Edge, open: ReadonlyMap<WebSocket, Viewer>): Promise<void> {
  const valid = await authenticator.stillValid([...open.values()]);
  for (const [socket, viewer] of open) if (!valid.has(viewer)) cut(socket, 4411, "Access revoked");
}
