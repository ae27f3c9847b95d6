import { type Server, createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { DataSource } from "typeorm";
import type { Edge, LogLine } from "./api/edge";
import { createHttp } from "./api/http";
import { Gate } from "./api/rate";
import { serveWebSockets } from "./api/websocket";
import { type App, createApp } from "./app";
import type { Config } from "./config";
import { hubDatabase } from "./database";
import type { Log } from "./log";
import { StartError } from "./platform/start-error";
import { tables } from "./tables";

/** A hub that listens. */
export type Served = {
  /** Ends in /graphql. */
  readonly url: string;
  readonly wsUrl: string;
  /** Ends the connections of revoked keys now, and not only when the next check is due. */
  readonly endRevoked: () => Promise<void>;
  /** Takes no more requests, answers those it has, and tells streams to come back. */
  readonly stop: () => Promise<void>;
};
export type Hub = Served & { readonly app: App; readonly db: DataSource };

const yes = () => true;
const no = () => false;
const DRAIN_MS = 10_000;
const IDLE_CHECK_MS = 50;

/** Serves a migrated database. */
export async function startHub(databaseUrl: string, config: Config, log: Log): Promise<Hub> {
  const db = await hubDatabase({
    url: databaseUrl,
    tables,
    poolSize: config.SANSHA_POOL_SIZE,
    statementTimeoutMs: config.SANSHA_STATEMENT_TIMEOUT_MS,
  }).initialize();
  let app: App | undefined;
  try {
    app = await createApp(db, (bug, requestId) => log.error({ requestId, err: bug }, "a fault of the hub"));
    await app.start(config.SANSHA_POLL_MS);
    const served = await serve(app, async () => void (await db.query("select 1")), config, log);
    const stop = async () => {
      await served.stop();
      await app?.stop();
      await db.destroy();
    };
    return { ...served, app, db, stop };
  } catch (error) {
    await app?.stop();
    await db.destroy();
    throw error;
  }
}

/** Listens on HOST and PORT for all transports. `assertAlive` throws when the database does not answer. */
export async function serve(edge: Edge, assertAlive: () => Promise<void>, config: Config, log: Log): Promise<Served> {
  let draining = false;
  const line: LogLine = (facts, message) => log.info(facts, message);
  const gate = new Gate(edge.authenticator, {
    requestsPerMinute: config.SANSHA_REQUESTS_PER_MINUTE,
    failedAuthenticationsPerMinute: config.SANSHA_FAILED_AUTHENTICATIONS_PER_MINUTE,
  });
  const http = await createHttp(edge, gate, {
    bodyMaxBytes: config.SANSHA_BODY_MAX_BYTES,
    importMaxBytes: config.SANSHA_IMPORT_MAX_BYTES,
    proxies: config.SANSHA_PROXIES,
    isReady: () => (draining ? Promise.resolve(false) : assertAlive().then(yes, no)),
    log: line,
  });
  const server = createServer((request, response) => {
    if (draining) response.setHeader("Connection", "close");
    http(request, response);
  });
  server.requestTimeout = 0; // Bodies have limits of their own: see bodyWithin.
  const sockets = serveWebSockets(server, edge, gate, {
    frameMaxBytes: config.SANSHA_FRAME_MAX_BYTES,
    unreadMaxBytes: config.SANSHA_UNREAD_MAX_BYTES,
    streamsPerConnection: config.SANSHA_STREAMS_PER_CONNECTION,
    connectionsMax: config.SANSHA_CONNECTIONS_MAX,
    allowedOrigins: config.SANSHA_ALLOWED_ORIGINS,
    proxies: config.SANSHA_PROXIES,
    log: line,
    report: (bug) => log.error({ err: bug }, "a fault of the hub"),
  });
  const place = `://${hostOf(await listen(server, config))}/graphql`;
  const stop = async () => {
    draining = true;
    await Promise.all([drained(server), sockets.close()]);
  };
  return { url: `http${place}`, wsUrl: `ws${place}`, endRevoked: sockets.endRevoked, stop };
}

/** Takes no more connections, and waits until those that are open have been answered. */
async function drained(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  // A connection that was answered is idle, and would be kept for its next request.
  const idle = setInterval(() => server.closeIdleConnections(), IDLE_CHECK_MS);
  const timer = setTimeout(() => server.closeAllConnections(), DRAIN_MS);
  await closed;
  clearInterval(idle);
  clearTimeout(timer);
}

/** The address as somebody on this machine reaches it. */
function hostOf({ address, port }: AddressInfo): string {
  if (address === "0.0.0.0" || address === "::") return `127.0.0.1:${port}`;
  return address.includes(":") ? `[${address}]:${port}` : `${address}:${port}`;
}

function listen(server: Server, { PORT, HOST }: Config): Promise<AddressInfo> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) =>
      reject(
        new StartError(
          error.code === "EADDRINUSE"
            ? `Port ${PORT} of ${HOST} is taken: stop what uses it, or set PORT to another.`
            : `The hub cannot listen on ${HOST}:${PORT} (${error.code ?? error.message}): set HOST and PORT.`,
        ),
      ),
    );
    server.listen(PORT, HOST, () => resolve(server.address() as AddressInfo));
  });
}
