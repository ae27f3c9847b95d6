import { randomUUID } from "node:crypto";
import { expressMiddleware } from "@as-integrations/express5";
import express, {
  type ErrorRequestHandler,
  type Express,
  type Request,
  type RequestHandler,
  type Response,
} from "express";
import type { DocumentNode } from "graphql";
import type { Viewer } from "../platform/context";
import { DomainError, type ErrorCode, type ErrorDetails } from "../platform/errors";
import { startApollo } from "./apollo";
import type { Edge, LogLine } from "./edge";
import { statusOf } from "./errors";
import { exportRoute } from "./export";
import { explorer } from "./explorer";
import { bodyWithin, importRoute, readAway } from "./import";
import { type Gate, addressOf, retryAfterS } from "./rate";

export type HttpOptions = {
  readonly bodyMaxBytes: number;
  readonly importMaxBytes: number;
  /** How many proxies of one's own stand before the hub: whose X-Forwarded-For is believed. */
  readonly proxies: number;
  /** True once the hub takes requests, false as soon as it drains. */
  readonly isReady: () => Promise<boolean>;
  readonly log: LogLine;
};

/** What the steps of a request leave for those behind them. */
type Held = { readonly requestId: string; viewer?: Viewer; document?: DocumentNode };
const held = new WeakMap<object, Held>();
const heldOf = (request: Request): Held => held.get(request) ?? { requestId: "" };

/** Everything that is served over HTTP. The GraphQL route runs the same pipeline as the WebSocket. */
export async function createHttp(edge: Edge, gate: Gate, options: HttpOptions): Promise<Express> {
  const apollo = await startApollo(edge);
  const http = express();
  http.disable("x-powered-by");
  http.disable("etag");
  http.use(withRequestId(options.log));
  http.get("/livez", (_request, response) => void response.type("text").send("ok\n"));
  http.get("/readyz", async (_request, response) => {
    const ready = await options.isReady();
    response
      .status(ready ? 200 : 503)
      .type("text")
      .send(ready ? "ready\n" : "not ready\n");
  });
  http.get(
    "/schema.graphql",
    (_request, response) => void response.type("text/plain; charset=utf-8").send(edge.schemas.sdl),
  );
  http.post(
    "/graphql",
    authenticated(gate, options.proxies),
    bodyWithin(BODY_MS),
    express.json({ limit: options.bodyMaxBytes, type: JSON_TYPES }),
    wellFormed(edge),
    expressMiddleware(apollo, {
      context: ({ req }) => {
        const { viewer, document, requestId } = heldOf(req);
        if (!viewer || !document) throw new Error("The request has not passed its checks.");
        return Promise.resolve({ context: edge.contextFor(viewer, requestId), document });
      },
    }),
  );
  http.all("/graphql", (request, response) => {
    response.setHeader("Allow", "POST");
    refuse(response, 405, "UNSUPPORTED", `GraphQL is served over POST and WebSocket, not over ${request.method}.`);
  });
  http.post("/import", authenticated(gate, options.proxies), importRoute(edge, options.importMaxBytes, askedBy));
  http.get("/export", authenticated(gate, options.proxies), exportRoute(edge, askedBy));
  http.use(explorer(edge.schemas.schema));
  http.use((_request, response) => refuse(response, 404, "NOT_FOUND", "Nothing is served here."));
  http.use(answerErrors(edge));
  return http;
}

/** Who is asking, of a request that was let in. */
function askedBy(request: Request): { readonly viewer: Viewer; readonly requestId: string } {
  const { viewer, requestId } = heldOf(request);
  if (!viewer) throw new Error("The request has not passed its checks.");
  return { viewer, requestId };
}

/** Every request has an id, answered in `X-Request-Id`; the log line names it. A client's own is taken when it is one. */
function withRequestId(log: LogLine): RequestHandler {
  return (request, response, next) => {
    const given = request.get("x-request-id");
    const requestId = given && /^[\w-]{8,64}$/.test(given) ? given : randomUUID();
    held.set(request, { requestId });
    response.setHeader("X-Request-Id", requestId);
    response.setHeader("X-Content-Type-Options", "nosniff");
    const began = performance.now();
    response.on("close", () => {
      const { method, path } = request;
      const ms = Math.round(performance.now() - began);
      const account = heldOf(request).viewer?.accountId;
      // What the client did not wait for has no status.
      const status = response.writableFinished ? response.statusCode : null;
      log({ requestId, method, path, status, ms, ...(account ? { account } : {}) }, "request");
    });
    next();
  };
}

/** Nobody without a credential gets as far as having a body read. */
const authenticated =
  (gate: Gate, proxies: number): RequestHandler =>
  async (request, response, next) => {
    const viewer = await gate.viewerOf(request.headers.authorization, addressOf(request, proxies));
    if (viewer) {
      heldOf(request).viewer = viewer;
      return next();
    }
    response.setHeader("WWW-Authenticate", "Bearer");
    refuse(response, 401, "UNAUTHENTICATED", "A valid credential is needed: Authorization: Bearer <API key>.");
  };

const BODY_MS = 300_000;
const JSON_TYPES = ["application/json", "application/*+json"];
const ANSWER_TYPES = ["application/json", "application/graphql-response+json"];

/** The body is one GraphQL request with a document that is valid; what else it could be is refused by its field. */
const wellFormed =
  ({ pipeline }: Edge): RequestHandler =>
  (request, response, next) => {
    const wrong = (message: string, field?: string) =>
      refuse(response, 400, "INVALID_INPUT", message, field ? { field } : {});
    if (!request.accepts(ANSWER_TYPES))
      return refuse(response, 406, "UNSUPPORTED", `The answer is one of: ${ANSWER_TYPES.join(", ")}.`);
    const body: unknown = request.body;
    if (body === undefined && request.is(JSON_TYPES) === false)
      return refuse(response, 415, "UNSUPPORTED", "The body is application/json, in UTF-8.");
    if (typeof body !== "object" || body === null || Array.isArray(body))
      return wrong("The body is one JSON object with query, variables and operationName; no batches.");
    const { query, variables = null, operationName = null, extensions = null } = body as Record<string, unknown>;
    if (typeof query !== "string" || query.trim() === "") return wrong("query is a text that is not empty.", "query");
    if (typeof variables !== "object" || Array.isArray(variables)) return wrong("variables is an object.", "variables");
    if (operationName !== null && typeof operationName !== "string")
      return wrong("operationName is a text.", "operationName");
    if (typeof extensions !== "object" || Array.isArray(extensions))
      return wrong("extensions is an object.", "extensions");
    const document = pipeline.prepare(query, operationName);
    if (!("kind" in document)) return answer(response, 400, pipeline.format(document, heldOf(request).requestId));
    heldOf(request).document = document;
    next();
  };

/** What a step threw: a body that is no JSON, a limit, or a fault of ours. */
const answerErrors =
  ({ pipeline }: Edge): ErrorRequestHandler =>
  (error: { type?: string; status?: number; limit?: number }, request, response, next) => {
    if (response.headersSent) return next(error);
    if (error.type === "entity.too.large") {
      const details = { max: error.limit ?? 0 };
      return refuse(response, 413, "PAYLOAD_TOO_LARGE", `The body is over ${details.max} bytes.`, { details });
    }
    if (error.status !== undefined && error.status >= 400 && error.status < 500) {
      const code = error.status === 415 ? "UNSUPPORTED" : "INVALID_INPUT";
      return refuse(response, error.status, code, "The body is not JSON in UTF-8.");
    }
    const told = pipeline.format([error], heldOf(request).requestId);
    const seconds = error instanceof DomainError ? retryAfterS(error) : undefined;
    if (seconds !== undefined) response.setHeader("Retry-After", seconds);
    answer(response, told[0] ? statusOf(told[0]) : 500, told);
  };

/** An answer outside GraphQL, in the form of one. */
function refuse(response: Response, status: number, code: ErrorCode, message: string, more: ErrorDetails = {}): void {
  const requestId = String(response.getHeader("X-Request-Id"));
  answer(response, status, [{ message, extensions: { code, ...more, requestId } }]);
}

function answer(response: Response, status: number, errors: readonly object[]): void {
  const type = response.req.accepts(ANSWER_TYPES) || "application/json";
  response.status(status).type(`${type}; charset=utf-8`).send(JSON.stringify({ errors }));
  readAway(response.req);
}
