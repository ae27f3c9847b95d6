import {
  type ASTVisitor,
  type FragmentDefinitionNode,
  type SelectionSetNode,
  type ValidationContext,
  type ValidationRule,
  GraphQLError,
  Kind,
} from "graphql";
import type { GraphQLSchema, DocumentNode } from "graphql";
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
    const counts = { aliases: 0, directives: 0, fields: 0 };
    const refuse = (what: keyof typeof LIMITS) =>
      context.reportError(
        new GraphQLError(`An operation has at most ${LIMITS[what]} of: ${what}.`, {
          extensions: { code: "QUERY_TOO_COMPLEX", details: { limit: what, max: LIMITS[what] } },
        }),
      );
    const walk = (set: SelectionSetNode, depth: number, open: ReadonlySet<string>): boolean => {
      if (depth > LIMITS.depth) return (refuse("depth"), false);
      for (const node of set.selections) {
        counts.directives += node.directives?.length ?? 0;
        if (node.kind === Kind.FIELD && node.alias) counts.aliases++;
        if (++counts.fields > LIMITS.tokens) return (refuse("tokens"), false);
        if (counts.directives > LIMITS.directives) return (refuse("directives"), false);
        if (counts.aliases > LIMITS.aliases) return (refuse("aliases"), false);
        const fragment = node.kind === Kind.FRAGMENT_SPREAD ? fragments.get(node.name.value) : undefined;
        if (fragment && open.has(fragment.name.value)) continue; // A cycle: another rule refuses it.
        const below = fragment?.selectionSet ?? (node.kind === Kind.FRAGMENT_SPREAD ? undefined : node.selectionSet);
        const opened = fragment ? new Set([...open, fragment.name.value]) : open;
        if (below && !walk(below, node.kind === Kind.FIELD ? depth + 1 : depth, opened)) return false;
      }
      return true;
    };
    for (const definition of document.definitions) {
      if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
      if (definition.selectionSet.selections.length > LIMITS.rootFields) refuse("rootFields");
      else if (!walk(definition.selectionSet, 1, new Set())) return;
    }
  },
});

/** A list costs its fields times the rows that were asked for. */
const byRows: ComplexityEstimator = ({ args, childComplexity }) => {
  const { first, ids } = args as { first?: unknown; ids?: unknown };
  const rows = typeof first === "number" ? first : Array.isArray(ids) ? ids.length : 1;
  return 1 + rows * childComplexity;
};

/** Refuses an operation that asks for more than the hub answers at once. Looks at the variables too. */
export function assertAffordable(
  schema: GraphQLSchema,
  query: DocumentNode,
  operationName: string | undefined,
  variables: Record<string, unknown>,
): void {
  const complexity = getComplexity({
    schema,
    query,
    variables,
    estimators: [byRows],
    ...(operationName === undefined ? {} : { operationName }),
  });
  if (complexity <= LIMITS.complexity) return;
  const details = { complexity, max: LIMITS.complexity };
  throw new DomainError("QUERY_TOO_COMPLEX", "The operation asks for too many fields times rows.", { details });
}
