import {
  type ASTVisitor,
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  type SelectionSetNode,
  type ValidationContext,
  type ValidationRule,
  GraphQLError,
  Kind,
  getNamedType,
  getNullableType,
  isCompositeType,
  isListType,
} from "graphql";
import { type ComplexityEstimator, getComplexity } from "graphql-query-complexity";
import { DomainError } from "../platform/errors";

/** What one operation may ask for, the same on every transport. */
export const LIMITS = {
  tokens: 10_000,
  depth: 20,
  aliases: 100,
  directives: 100,
  rootFields: 50,
  complexity: 100_000,
} as const;

/** Counts what a document holds before anything of it runs. A fragment counts wherever it is spread. */
export const limitsRule: ValidationRule = (context: ValidationContext): ASTVisitor => ({
  Document(document) {
    const fragments = new Map(
      document.definitions.flatMap((d): [string, FragmentDefinitionNode][] =>
        d.kind === Kind.FRAGMENT_DEFINITION ? [[d.name.value, d]] : [],
      ),
    );
    const counts = { aliases: 0, directives: 0, tokens: 0, rootFields: 0 };
    const passes = (what: keyof typeof LIMITS, count: number): boolean => {
      if (count <= LIMITS[what]) return true;
      const details = { limit: what, max: LIMITS[what] };
      const message = `An operation has at most ${LIMITS[what]} of: ${what}.`;
      context.reportError(new GraphQLError(message, { extensions: { code: "QUERY_TOO_COMPLEX", details } }));
      return false;
    };
    /** False as soon as a limit is passed: a document that spreads into millions of fields is not walked to its end. */
    const walk = (set: SelectionSetNode, depth: number, open: ReadonlySet<string>): boolean => {
      if (!passes("depth", depth)) return false;
      return set.selections.every((node) => {
        counts.tokens++;
        counts.directives += node.directives?.length ?? 0;
        if (node.kind === Kind.FIELD && node.alias) counts.aliases++;
        if (node.kind === Kind.FIELD && depth === 1) counts.rootFields++;
        if (!Object.entries(counts).every(([what, count]) => passes(what as keyof typeof counts, count))) return false;
        if (node.kind !== Kind.FRAGMENT_SPREAD) {
          const below = node.kind === Kind.FIELD ? depth + 1 : depth;
          return node.selectionSet === undefined || walk(node.selectionSet, below, open);
        }
        const name = node.name.value;
        const fragment = fragments.get(name);
        // A cycle, or a fragment that is not there: another rule refuses it.
        return !fragment || open.has(name) || walk(fragment.selectionSet, depth, new Set([...open, name]));
      });
    };
    document.definitions.every((d) => d.kind !== Kind.OPERATION_DEFINITION || walk(d.selectionSet, 1, new Set()));
  },
});

/** The limit behind an error that graphql-js itself reports. */
export function limitBehind({ message }: GraphQLError): { readonly limit: string; readonly max?: number } | undefined {
  if (/^Syntax Error: Document contains more \w+ \d+ tokens/.test(message))
    return { limit: "tokens", max: LIMITS.tokens };
  return message === "Maximum introspection depth exceeded" ? { limit: "introspection" } : undefined;
}

/** Rows of a list that is few by nature, and so has no `first`. */
const FEW = 10;

/** A list costs its fields times the rows that were asked for. The list of a connection's edges is its page. */
const byRows: ComplexityEstimator = ({ args, childComplexity, field, type }) => {
  const { first, ids, representations } = args as Readonly<Record<string, unknown>>;
  const asked = [ids, representations].find(Array.isArray);
  const isList = isListType(getNullableType(field.type)) && isCompositeType(getNamedType(field.type));
  const isOwnList = isList && !type.name.endsWith("Connection") && !type.name.startsWith("__");
  const rows = typeof first === "number" ? first : (asked?.length ?? (isOwnList ? FEW : 1));
  return 1 + rows * childComplexity;
};

/** Refuses an operation that asks for more than the hub answers at once. Looks at the variables too. */
export function assertAffordable(
  schema: GraphQLSchema,
  query: DocumentNode,
  operationName: string | null | undefined,
  variables: Readonly<Record<string, unknown>>,
): void {
  const complexity = complexityOf(schema, query, operationName, variables);
  if (complexity <= LIMITS.complexity) return;
  const details = { limit: "complexity", max: LIMITS.complexity, complexity };
  throw new DomainError("QUERY_TOO_COMPLEX", "The operation asks for too many fields times rows.", { details });
}

function complexityOf(...[schema, query, operationName, variables]: Parameters<typeof assertAffordable>): number {
  try {
    return getComplexity({
      schema,
      query,
      variables: { ...variables },
      estimators: [byRows],
      maxQueryNodes: Infinity, // the rule above has bounded them
      ...(operationName == null ? {} : { operationName }),
    });
  } catch (error) {
    if (error instanceof GraphQLError) return 0; // Wrong variables: the execution names them all, and runs nothing.
    throw error;
  }
}
