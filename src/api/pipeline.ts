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
import { DomainError, invalid } from "../platform/errors";
import { type Report, formatError } from "./errors";
import { LIMITS, assertAffordable, limitsRule } from "./limits";
import { assertText, textRule } from "./text";

type Variables = Readonly<Record<string, unknown>> | null;
export type Prepared = {
  readonly document: DocumentNode;
  readonly operationName?: string | null;
  readonly variables?: Variables;
};

const DOCUMENTS_MAX = 1_000;
/** A longer text is parsed each time: what is kept must not grow with what clients send. */
const KEPT_LENGTH_MAX = 10_000;

/** What happens to a request between any transport and the resolvers: HTTP and WebSocket both come through here. */
export class Pipeline {
  private readonly documents = new Map<string, DocumentNode | readonly GraphQLError[]>();

  constructor(
    readonly schema: GraphQLSchema,
    private readonly report: Report,
  ) {}

  /** Parses and validates, once for each text, and finds the operation that is meant. */
  prepare(query: string, operationName?: string | null): DocumentNode | readonly GraphQLError[] {
    const document = this.documents.get(query) ?? this.keep(query, this.parseAndValidate(query));
    if (!("kind" in document) || getOperationAST(document, operationName)) return document;
    return [asGraphQLError(noOperation())];
  }

  /** Answers a query or mutation whose document was validated. Never throws. */
  async execute(context: Context, prepared: Prepared): Promise<ExecutionResult> {
    try {
      const operation = this.admit(prepared);
      if (operation.operation === "subscription")
        throw new DomainError("UNSUPPORTED", "Subscriptions are served over WebSocket (graphql-transport-ws).");
      if (operation.operation === "query" && readsSeveral(operation)) await context.reads.beginSnapshot();
      return await execute(this.args(context, prepared));
    } catch (error) {
      return { errors: [asGraphQLError(error)] };
    } finally {
      await context.reads.close();
    }
  }

  /** A stream of answers, or the one answer that says why there is none. Never throws. */
  async subscribe(
    context: Context,
    prepared: Prepared,
  ): Promise<AsyncGenerator<ExecutionResult, void, void> | ExecutionResult> {
    try {
      this.admit(prepared);
      return await subscribe(this.args(context, prepared));
    } catch (error) {
      return { errors: [asGraphQLError(error)] };
    }
  }

  /** Errors as the client reads them. */
  format(errors: readonly unknown[], requestId: string): readonly GraphQLFormattedError[] {
    return errors.map((error) => formatError(error, requestId, this.report));
  }

  private keep(query: string, document: DocumentNode | readonly GraphQLError[]): typeof document {
    if (query.length > KEPT_LENGTH_MAX) return document;
    if (this.documents.size >= DOCUMENTS_MAX) this.documents.delete(this.documents.keys().next().value ?? "");
    this.documents.set(query, document);
    return document;
  }

  private parseAndValidate(query: string): DocumentNode | readonly GraphQLError[] {
    try {
      const document = parse(query, { maxTokens: LIMITS.tokens });
      // The limits come first: other rules are slow on what passes them.
      const over = validate(this.schema, document, [limitsRule]);
      if (over.length > 0) return over;
      const errors = validate(this.schema, document, [...specifiedRules, textRule]);
      return errors.length > 0 ? errors : document;
    } catch (error) {
      return [asGraphQLError(error)];
    }
  }

  /** Refuses what only the operation's name and its variables tell. */
  private admit({ document, operationName, variables }: Prepared): OperationDefinitionNode {
    const operation = getOperationAST(document, operationName);
    if (!operation) throw noOperation();
    assertText(variables ?? {});
    assertAffordable(this.schema, document, operationName, variables ?? {});
    return operation;
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

const noOperation = () => invalid("operationName", "operationName must name one operation of the document.");

export const asGraphQLError = (error: unknown): GraphQLError =>
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
