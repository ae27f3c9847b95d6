import { randomUUID } from "node:crypto";
import { ApolloServer, type ApolloServerPlugin } from "@apollo/server";
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from "@apollo/server/plugin/disabled";
import { expressMiddleware } from "@as-integrations/express5";
import express, {
  type ErrorRequestHandler,
  type Express,
  type Request,
  type RequestHandler,
  type Response,
} from "express";
import type { App } from "../app";
import type { Context, Viewer } from "../platform/context";
import type { ErrorCode } from "../platform/errors";
import { explorer } from "./explorer";

export type HttpOptions = {
  readonly bodyMaxBytes: number;
  /** True once the hub takes requests, false as soon as it drains. */
  readonly isReady: () => Promise<boolean>;
  readonly log: (line: object, message: string) => void;
};

/** Everything that is served over HTTP. The GraphQL route runs the same pipeline as the WebSocket. */
export async function createHttp(app: App, options: HttpOptions): Promise<Express> {
  const apollo = await startApollo(app);
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
    (_request, response) => void response.type("text/plain; charset=utf-8").send(app.schemas.sdl),
  );
  http.post(
    "/graphql",
    authenticated(app),
    express.json({ limit: options.bodyMaxBytes, type: JSON_TYPES }),
    wellFormed,
    expressMiddleware(apollo, { context: ({ req }) => Promise.resolve(contextOf(app, req)) }),
  );
  http.all("/graphql", (request, response) => {
    response.setHeader("Allow", "POST");
    refuse(
      response,
      405,
      "UNSUPPORTED",
      `GraphQL is served over POST, and over WebSocket, not over ${request.method}.`,
    );
  });
  http.use(explorer());
  http.use((_request, response) => refuse(response, 404, "NOT_FOUND", "Nothing is served here."));
  http.use(answerBodyErrors);
  return http;
}

const JSON_TYPES = ["application/json", "application/*+json"];

const viewers = new WeakMap<Request, Viewer>();

/** Nobody without a credential gets as far as having a body read. */
const authenticated =
  (app: App): RequestHandler =>
  async (request, response, next) => {
    const viewer = await app.authenticator.viewerOf(request.headers.authorization);
    if (viewer) {
      viewers.set(request, viewer);
      return next();
    }
    response.setHeader("WWW-Authenticate", "Bearer");
    refuse(response, 401, "UNAUTHENTICATED", "A valid credential is needed: Authorization: Bearer <API key>.");
  };

function contextOf(app: App, request: Request): Context {
  const viewer = viewers.get(request);
  if (!viewer) throw new Error("The request was not authenticated.");
  return app.contextFor(viewer, requestIdOf(request));
}

/** The body is one GraphQL request; what else it could be is refused by its field. */
const wellFormed: RequestHandler = (request, response, next) => {
  const body: unknown = request.body;
  if (body === undefined) return refuse(response, 415, "UNSUPPORTED", "The body is application/json, in UTF-8.");
  if (typeof body !== "object" || body === null || Array.isArray(body)) {
    return refuse(
      response,
      400,
      "INVALID_INPUT",
      "The body is one JSON object with query, variables and operationName; no batches.",
    );
  }
  const { query, variables = null, operationName = null, extensions = null } = body as Record<string, unknown>;
  if (typeof query !== "string" || query.trim() === "")
    return refuse(response, 400, "INVALID_INPUT", "query is a text that is not empty.", "query");
  if (typeof variables !== "object" || Array.isArray(variables))
    return refuse(response, 400, "INVALID_INPUT", "variables is an object.", "variables");
  if (operationName !== null && typeof operationName !== "string")
    return refuse(response, 400, "INVALID_INPUT", "operationName is a text.", "operationName");
  if (typeof extensions !== "object" || Array.isArray(extensions))
    return refuse(response, 400, "INVALID_INPUT", "extensions is an object.", "extensions");
  next();
};

/** Apollo speaks HTTP; what happens to an operation is the pipeline's. */
async function startApollo({ pipeline, schemas }: App): Promise<ApolloServer<Context>> {
  const apollo = new ApolloServer<Context>({
    gateway: {
      load: () =>
        Promise.resolve({
          executor: ({ document, operationName, request, context }) =>
            pipeline.execute(context as Context, {
              document,
              operationName,
              variables: request.variables ?? null,
            }) as never,
        }),
      onSchemaLoadOrUpdate: (told) => {
        told({ apiSchema: schemas.schema, coreSupergraphSdl: "" });
        return () => undefined;
      },
      stop: () => Promise.resolve(),
    },
    introspection: true,
    includeStacktraceInErrorResponses: false,
    parseOptions: pipeline.parseOptions,
    validationRules: pipeline.validationRules,
    allowBatchedHttpRequests: false,
    status400ForVariableCoercionErrors: true,
    stopOnTerminationSignals: false,
    formatError: (formatted, error) => ({ ...formatted, ...marked(error) }),
    plugins: [
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
      formatting(pipeline),
    ],
    logger: { debug: noLog, info: noLog, warn: noLog, error: noLog },
  });
  await apollo.start();
  return apollo;
}
const noLog = () => undefined;

/** Apollo hands on its own form of an error; the one that was thrown goes with it, for {@link formatting}. */
const thrown = new WeakMap<object, unknown>();
function marked(error: unknown): object {
  const holder = {};
  thrown.set(holder, error);
  return { extensions: { holder } };
}

/** Gives every error the form that all transports share, with the id of this request. */
const formatting = (pipeline: App["pipeline"]): ApolloServerPlugin<Context> => ({
  requestDidStart: () =>
    Promise.resolve({
      willSendResponse: ({ response, contextValue }) => {
        if (response.body.kind !== "single" || !response.body.singleResult.errors) return Promise.resolve();
        const errors = response.body.singleResult.errors.map(({ extensions }) =>
          thrown.get(extensions?.["holder"] as object),
        );
        response.body.singleResult.errors = pipeline.format(errors, contextValue.requestId);
        return Promise.resolve();
      },
    }),
});

const ids = new WeakMap<Request, string>();
const requestIdOf = (request: Request): string => ids.get(request) ?? "";

/** Every request has an id, answered in `X-Request-Id`; the log line names it. A client's own is taken when it is one. */
function withRequestId(log: HttpOptions["log"]): RequestHandler {
  return (request, response, next) => {
    const given = request.get("x-request-id");
    const requestId = given && /^[\w-]{8,64}$/.test(given) ? given : randomUUID();
    ids.set(request, requestId);
    response.setHeader("X-Request-Id", requestId);
    const began = performance.now();
    response.on("finish", () =>
      log(
        {
          requestId,
          method: request.method,
          path: request.path,
          status: response.statusCode,
          ms: Math.round(performance.now() - began),
        },
        "request",
      ),
    );
    next();
  };
}

const answerBodyErrors: ErrorRequestHandler = (
  error: { type?: string; status?: number; limit?: number },
  _request,
  response,
  next,
) => {
  if (response.headersSent) return next(error);
  if (error.type === "entity.too.large") {
    return refuse(response, 413, "PAYLOAD_TOO_LARGE", `The body is over ${error.limit ?? 0} bytes.`);
  }
  if (error.status !== undefined && error.status >= 400 && error.status < 500) {
    return refuse(
      response,
      error.status,
      error.status === 415 ? "UNSUPPORTED" : "INVALID_INPUT",
      "The body is not JSON in UTF-8.",
    );
  }
  return refuse(response, 500, "INTERNAL", "Internal error. It is logged under the request id.");
};

/** An answer outside GraphQL, in the form of one. */
function refuse(response: Response, status: number, code: ErrorCode, message: string, field?: string): void {
  const requestId = String(response.getHeader("X-Request-Id"));
  response.status(status).json({ errors: [{ message, extensions: { code, ...(field ? { field } : {}), requestId } }] });
}
