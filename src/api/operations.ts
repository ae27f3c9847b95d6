import { randomUUID } from "node:crypto";
import { type ServerOptions, makeServer } from "graphql-ws";
import type { ExecutionArgs } from "graphql";
import type { WebSocket } from "ws";
import type { Context, Viewer } from "../platform/context";
import { DomainError } from "../platform/errors";
import type { Edge } from "./edge";
import { asGraphQLError } from "./pipeline";
import type { Gate } from "./rate";

/** What belongs to one connection. */
export type Connection = { readonly socket: WebSocket; readonly address: string };
type Params = { readonly authorization?: unknown; readonly Authorization?: unknown };

export type OperationsOptions = {
  readonly streamsPerConnection: number;
  /** Whose connection it is, from its acknowledgement to its end. */
  readonly open: Map<WebSocket, Viewer>;
  /** Told of everything that runs, so that it can be waited for. */
  readonly running: <T>(work: Promise<T>) => Promise<T>;
  readonly cut: (socket: WebSocket, code: number, reason: string) => void;
};

/** The protocol graphql-transport-ws, each operation of it on the pipeline of every transport. */
export function operations(edge: Edge, gate: Gate, options: OperationsOptions) {
  const { pipeline } = edge;
  const { open, running, cut } = options;
  const handlers: ServerOptions<Params, Connection> = {
    connectionInitWaitTimeout: 5_000,
    onConnect: async ({ connectionParams, extra: { socket, address } }) => {
      const authorization = connectionParams?.authorization ?? connectionParams?.Authorization;
      const viewer = await gate.viewerOf(authorization, address).catch((error: unknown) => {
        // Stock clients come back after 1013, as they should; not after an error of the server.
        if (!(error instanceof DomainError)) throw error;
        cut(socket, 1013, error.message);
        return undefined;
      });
      if (!viewer) return false; // Closes with 4403: stock clients come back, with a new credential if they have one.
      if (socket.readyState !== socket.OPEN) return false;
      open.set(socket, viewer);
      socket.once("close", () => open.delete(socket));
      return true;
    },
    onSubscribe: async ({ extra: { socket }, subscriptions }, _id, { query, variables, operationName }) => {
      const viewer = open.get(socket);
      if (!viewer) return [asGraphQLError(new DomainError("UNAUTHENTICATED", "The connection was not acknowledged."))];
      try {
        assertFew(Object.keys(subscriptions).length, options.streamsPerConnection);
        await gate.count(viewer);
      } catch (error) {
        return [asGraphQLError(error)];
      }
      const document = pipeline.prepare(query, operationName);
      if (!("kind" in document)) return document;
      return {
        schema: pipeline.schema,
        document,
        contextValue: edge.contextFor(viewer, randomUUID(), (code, reason) => cut(socket, code, reason)),
        variableValues: variables ?? null,
        operationName: operationName ?? null,
      };
    },
    execute: (args: ExecutionArgs) => running(pipeline.execute(contextOf(args), preparedOf(args))),
    subscribe: (args: ExecutionArgs) => running(pipeline.subscribe(contextOf(args), preparedOf(args))),
    onNext: (_context, _id, _payload, args, { data, errors }) =>
      errors && { ...(data === undefined ? {} : { data }), errors: pipeline.format(errors, contextOf(args).requestId) },
    onError: (_context, _id, _payload, errors) => pipeline.format(errors, randomUUID()),
  };
  return makeServer<Params, Connection>(handlers);
}

function assertFew(count: number, max: number): void {
  if (count <= max) return;
  const details = { max, retryAfterS: 1 };
  throw new DomainError("RATE_LIMITED", "Too many operations are open on this connection.", { details });
}

const contextOf = ({ contextValue }: ExecutionArgs) => contextValue as Context;

const preparedOf = ({ document, variableValues, operationName }: ExecutionArgs) => ({
  document,
  variables: variableValues ?? null,
  operationName: operationName ?? null,
});
