import { GraphQLError, GraphQLScalarType, valueFromASTUntyped } from "graphql";

const DEPTH_MAX = 64;

/** Level by level and without recursion: what is nested too deep must not be found out by running out of stack. */
function assertShallow<T>(value: T): T {
  let level: readonly unknown[] = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > DEPTH_MAX) throw new GraphQLError(`JSON is nested at most ${DEPTH_MAX} levels deep.`);
    level = level.flatMap((one): unknown[] => (typeof one === "object" && one !== null ? Object.values(one) : []));
  }
  return value;
}

/** Somebody else's JSON, as it is. */
export const JsonScalar = new GraphQLScalarType<unknown, unknown>({
  name: "JSON",
  description: `Any JSON value (RFC 8259), as its source made it. Nested at most ${DEPTH_MAX} levels deep.`,
  serialize: (value) => value,
  parseValue: assertShallow,
  parseLiteral: (node, variables) => assertShallow<unknown>(valueFromASTUntyped(node, variables)),
});
