import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { DataSource } from "typeorm";
import { createHttp } from "./api/http";
import { serveWebSockets } from "./api/websocket";
import { type App, createApp } from "./app";
import type { Config } from "./config";
import { hubDatabase } from "./database";
import type { Log } from "./log";
import { StartError } from "./platform/start-error";
import { tables } from "./tables";

export type Hub = {
  readonly app: App;
  readonly db: DataSource;
  /** Ends in /graphql. */
  readonly url: string;
  readonly wsUrl: string;
  /** Takes no more requests, answers those it has, and tells streams to come back. */
  readonly stop: () => Promise<void>;
};

const DRAIN_MS = 10_000;

/** Serves a migrated database. */
export async function startHub(databaseUrl: string, config: Config, log: Log): Promise<Hub> {
  const db = await hubDatabase({
    url: databaseUrl,
    tables,
    poolSize: config.SANSHA_POOL_SIZE,
    statementTimeoutMs: config.SANSHA_STATEMENT_TIMEOUT_MS,
  }).initialize();
  const app = await createApp(db, (bug, requestId) => log.error({ requestId, err: bug }, "a fault of the hub"));
  let draining = false;
  const isReady = async () =>
    !draining &&
    (await db.query("select 1").then(
      () => true,
      () => false,
    ));
  const http = await createHttp(app, {
    bodyMaxBytes: config.SANSHA_BODY_MAX_BYTES,
    isReady,
    log: (line, message) => log.info(line, message),
  });
  const server = createServer(http);
  const sockets = serveWebSockets(server, app, {
    frameMaxBytes: config.SANSHA_FRAME_MAX_BYTES,
    streamsPerConnection: config.SANSHA_STREAMS_PER_CONNECTION,
    connectionsMax: config.SANSHA_CONNECTIONS_MAX,
    allowedOrigins: config.SANSHA_ALLOWED_ORIGINS,
  });
  await app.start(config.SANSHA_POLL_MS);
  const address = await listen(server, config);
  const host = address.address.includes(":") ? `[${address.address}]` : address.address;
  const reachable = host === "0.0.0.0" || host === "[::]" ? "127.0.0.1" : host;

  const stop = async () => {
    draining = true;
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    await sockets.close();
    server.closeIdleConnections();
    const timer = setTimeout(() => server.closeAllConnections(), DRAIN_MS);
    await closed;
    clearTimeout(timer);
    await app.stop();
    await db.destroy();
  };
  return {
    app,
    db,
    stop,
    url: `http://${reachable}:${address.port}/graphql`,
    wsUrl: `ws://${reachable}:${address.port}/graphql`,
  };
}

function listen(server: ReturnType<typeof createServer>, { PORT, HOST }: Config): Promise<AddressInfo> {
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
