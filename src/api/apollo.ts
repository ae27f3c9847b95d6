import { randomUUID } from "node:crypto";
import { ApolloServer } from "@apollo/server";
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from "@apollo/server/plugin/disabled";
import { type DocumentNode, type GraphQLFormattedError, GraphQLError } from "graphql";
import type { Context } from "../platform/context";
import type { Edge } from "./edge";
import { statusOf } from "./errors";

/** One operation on its way through Apollo: the document is parsed and validated before it gets here. */
export type Operation = { readonly context: Context; readonly document: DocumentNode };

/** Apollo speaks GraphQL over HTTP; what happens to an operation is the pipeline's, as on every transport. */
export async function startApollo({ pipeline, schemas }: Edge): Promise<ApolloServer<Operation>> {
  const apollo = new ApolloServer<Operation>({
    gateway: {
      load: () =>
        Promise.resolve({
          executor: async ({ request, context }) => {
            const { context: of, document } = context as Operation;
            const { data, errors } = await pipeline.execute(of, {
              document,
              operationName: request.operationName ?? null,
              variables: request.variables ?? null,
            });
            const told = pipeline.format(errors ?? [], of.requestId);
            // Where nothing ran there is no data, and the status says why.
            if (data === undefined) return { errors: told.map((error) => new Told(error, statusOf(error))) };
            return { data, ...(errors ? { errors: told.map((error) => new Told(error)) } : {}) };
          },
        }),
      onSchemaLoadOrUpdate: (told) => {
        told({ apiSchema: schemas.schema, coreSupergraphSdl: "" });
        return () => undefined;
      },
      stop: () => Promise.resolve(),
    },
    introspection: true,
    includeStacktraceInErrorResponses: false,
    dangerouslyDisableValidation: true, // The pipeline has done it, with the limits of every transport.
    allowBatchedHttpRequests: false,
    persistedQueries: false,
    status400ForVariableCoercionErrors: true,
    stopOnTerminationSignals: false,
    formatError: (_, error) => toldBy(error) ?? (pipeline.format([error], randomUUID())[0] as GraphQLFormattedError),
    plugins: [
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
    ],
    logger: { debug: noLog, info: noLog, warn: noLog, error: noLog },
  });
  await apollo.start();
  return apollo;
}
const noLog = () => undefined;

/** Carries what the client reads through Apollo, which takes only errors of graphql-js. */
class Told extends GraphQLError {
  constructor(
    readonly formatted: GraphQLFormattedError,
    status?: number,
  ) {
    super(formatted.message, { extensions: { ...formatted.extensions, ...(status ? { http: { status } } : {}) } });
  }
}

function toldBy(error: unknown): GraphQLFormattedError | undefined {
  if (error instanceof Told) return error.formatted;
  return error instanceof GraphQLError && error.originalError instanceof Told
    ? error.originalError.formatted
    : undefined;
}
