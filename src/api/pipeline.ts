import {
  type DocumentNode,
  type ExecutionArgs,
  type ExecutionResult,
  type GraphQLFieldResolver,
  type GraphQLFormattedError,
  type GraphQLSchema,
  type OperationDefinitionNode,
  GraphQLError,
  defaultFieldResolver,
  execute,
  getOperationAST,
  parse,
  specifiedRules,
  subscribe,
  validate,
} from "graphql";
import type { Context } from "../platform/context";
import type { Position } from "../platform/events/log";
import { TYPE_MARK } from "../platform/read/compile";
import { Ref, Refs, listCursor } from "../platform/read/reader";
import { type ReadRow, readField } from "../platform/read/selection";
import { type Report, formatError } from "./errors";
import { LIMITS, assertAffordable, limitsRule } from "./limits";

export type Request = {
  readonly query: string;
  readonly operationName?: string | null;
  readonly variables?: Readonly<Record<string, unknown>> | null;
};
type Prepared = Omit<Request, "query"> & { readonly document: DocumentNode };
export type Answer = { readonly data?: ExecutionResult["data"]; readonly errors?: readonly GraphQLFormattedError[] };

const DOCUMENTS_MAX = 1_000;

/** What happens to a request between any transport and the resolvers: HTTP and WebSocket both come through here. */
export class Pipeline {
  readonly parseOptions = { maxTokens: LIMITS.tokens };
  readonly validationRules = [limitsRule];
  private readonly documents = new Map<string, DocumentNode | readonly GraphQLError[]>();

  constructor(
    readonly schema: GraphQLSchema,
    private readonly report: Report,
  ) {}

  /** Parses and validates, once for each text. */
  prepare(query: string): DocumentNode | readonly GraphQLError[] {
    const known = this.documents.get(query);
    if (known) return known;
    const fresh = this.parseAndValidate(query);
    if (this.documents.size >= DOCUMENTS_MAX) this.documents.delete(this.documents.keys().next().value ?? "");
    this.documents.set(query, fresh);
    return fresh;
  }

  /** Answers a query or mutation whose document was validated. Never throws. */
  async execute(context: Context, { document, operationName, variables }: Prepared): Promise<ExecutionResult> {
    try {
      const operation = getOperationAST(document, operationName);
      if (!operation) throw new GraphQLError("The document has no such operation.");
      assertAffordable(this.schema, document, operationName ?? undefined, { ...variables });
      if (operation.operation === "query" && readsSeveral(operation)) await context.reads.beginSnapshot();
      return await execute(
        this.args(context, { document, operationName: operationName ?? null, variables: variables ?? null }),
      );
    } catch (error) {
      return { errors: [asGraphQLError(error)] };
    } finally {
      await context.reads.close();
    }
  }

  /** A stream of answers, or the one answer that says why there is none. */
  async subscribe(
    context: Context,
    prepared: Prepared,
  ): Promise<AsyncGenerator<ExecutionResult, void, void> | ExecutionResult> {
    try {
      assertAffordable(this.schema, prepared.document, prepared.operationName ?? undefined, { ...prepared.variables });
      return await subscribe(this.args(context, prepared));
    } catch (error) {
      return { errors: [asGraphQLError(error)] };
    }
  }

  /** Errors as the client reads them. */
  format(errors: readonly unknown[], requestId: string): readonly GraphQLFormattedError[] {
    return errors.map((error) => formatError(error, requestId, this.report));
  }

  private parseAndValidate(query: string): DocumentNode | readonly GraphQLError[] {
    try {
      const document = parse(query, this.parseOptions);
      const errors = validate(this.schema, document, [...specifiedRules, ...this.validationRules]);
      return errors.length > 0 ? errors : document;
    } catch (error) {
      return [asGraphQLError(error)];
    }
  }

  private args(contextValue: Context, { document, operationName, variables }: Prepared): ExecutionArgs {
    const { schema } = this;
    return {
      schema,
      document,
      contextValue,
      fieldResolver: resolveField,
      variableValues: variables ?? {},
      operationName: operationName ?? null,
    };
  }
}

const asGraphQLError = (error: unknown): GraphQLError =>
  error instanceof GraphQLError
    ? error
    : new GraphQLError(error instanceof Error ? error.message : "Unknown", {
        originalError: error instanceof Error ? error : new Error(String(error)),
      });

/** Several root fields read one snapshot. Fragments at the root count as several: cheap, and never wrong. */
function readsSeveral({ selectionSet: { selections } }: OperationDefinitionNode): boolean {
  return selections.length > 1 || selections.some((node) => node.kind !== "Field");
}

/**
 * Resolves whatever has no resolver of its own: a value of a row that a statement has computed; what a payload refers
 * to; and cursors, which are sealed for the viewer on their way out.
 */
const resolveField: GraphQLFieldResolver<unknown, Context> = (source, args, context, info) => {
  const type = info.parentType.name;
  if (info.fieldName === "cursor" || info.fieldName === "endCursor") {
    const value = readField(source as ReadRow, info);
    return typeof value === "string" ? context.cursors.seal(listCursor(context.viewer), value) : value;
  }
  if (
    isRow(source) ||
    type.endsWith("Connection") ||
    type.endsWith("Edge") ||
    type === "PageInfo" ||
    type === "TotalCount"
  ) {
    const value = readField(source as ReadRow, info);
    if (info.fieldName === "position" && typeof value === "string") {
      const [xid, seq] = JSON.parse(value) as [string, string];
      return context.streams.cursorAt(context.viewer, { xid, seq });
    }
    return value;
  }
  const value: unknown = defaultFieldResolver(source, args, context, info);
  if (isPosition(value)) return context.streams.cursorAt(context.viewer, value);
  return value instanceof Ref || value instanceof Refs ? context.reads.resolve(value, info) : value;
};

/** The place in the event log that a mutation's outcome holds. */
const isPosition = (value: unknown): value is Position =>
  typeof value === "object" && value !== null && "xid" in value && "seq" in value;

/** Rows that a statement made carry their type. */
const isRow = (source: unknown): boolean => typeof source === "object" && source !== null && TYPE_MARK in source;
