import { GraphQLError, GraphQLScalarType, type ValueNode } from "graphql";
import { GraphQLDateTime as Rfc3339DateTime } from "graphql-scalars";

const FIRST = Date.parse("0001-01-01T00:00:00.000Z");
const LAST = Date.parse("9999-12-31T23:59:59.999Z");

/** With its offset taken off, an instant may lie in a year of five digits, or before the first: none can be served. */
function servable(instant: Date): Date {
  const time = instant.getTime();
  if (time >= FIRST && time <= LAST) return instant;
  throw new GraphQLError("A DateTime lies, in UTC, in the years 0001 to 9999.");
}

const config = Rfc3339DateTime.toConfig();
/** An instant as RFC 3339 writes it, as far as it can be stored and served again. */
export const GraphQLDateTime = new GraphQLScalarType<Date, Date | string>({
  ...config,
  parseValue: (value) => servable(config.parseValue(value)),
  parseLiteral: (node: ValueNode, variables) => servable(config.parseLiteral(node, variables)),
});
