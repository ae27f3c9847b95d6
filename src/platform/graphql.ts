import { GraphQLError, GraphQLScalarType, Kind } from "graphql";
import { IsArray, ArrayMaxSize, Length, Matches, Max, Min, IsOptional, ValidateNested } from "class-validator";
import { Field, ID, Int, registerEnumType } from "type-graphql";
import { type Vocabulary, vocabularies } from "./vocabulary";

const registered = new Map<Vocabulary, object>();

/** The GraphQL enum of a vocabulary, registered once, each value with its meaning. */
export function enumType<Value extends string>(terms: Vocabulary<Value>): { readonly [V in Value]: V } {
  const known = registered.get(terms);
  if (known) return known as { readonly [V in Value]: V };
  const values = Object.fromEntries(terms.values.map((value) => [value, value])) as { readonly [V in Value]: V };
  const valuesConfig = Object.fromEntries(
    terms.values.map((value) => {
      const { ja, means } = terms.terms[value];
      return [value, { description: `${ja}: ${means}` }];
    }),
  ) as { [V in Value]: { description: string } };
  registerEnumType(values, { name: terms.name, description: terms.description, valuesConfig });
  registered.set(terms, values);
  return values;
}

/** Every vocabulary becomes an enum before the schema is built, since fields name their types only while it is. */
export function registerEnums(): void {
  for (const terms of vocabularies()) if (terms.name !== "EventType") enumType(terms);
}

const CURSOR_LENGTH_MAX = 1_000;
const asCursor = (value: unknown): string => {
  if (typeof value === "string" && value.length <= CURSOR_LENGTH_MAX) return value;
  throw new GraphQLError("A Cursor is the string that the hub gave.");
};
/** A sealed place in a list or in the event log. */
export const CursorScalar = new GraphQLScalarType<string, string>({
  name: "Cursor",
  description:
    "A place in a list or in the event log, sealed by the hub: opaque, bound to your organisation, and for a list to its filter and order. Anything else is CURSOR_INVALID.",
  serialize: asCursor,
  parseValue: asCursor,
  parseLiteral: (node) => asCursor(node.kind === Kind.STRING ? node.value : undefined),
});

type TextOptions = { readonly max: number; readonly min?: number; readonly description: string };

/** A required text of an input, with its limits in the description and in the check. Blanks alone say nothing. */
export function Text({ max, min = 1, description }: TextOptions): PropertyDecorator {
  return both(
    Field(() => String, { description: `${description} ${limits(min, max)}` }),
    Length(min, max),
    Matches(/\S/, { message: "$property has words, not blanks alone" }),
  );
}

export function OptionalText({ max, min = 0, description }: TextOptions): PropertyDecorator {
  return both(
    Field(() => String, { nullable: true, description: `${description} ${limits(min, max)}` }),
    IsOptional(),
    Length(min, max),
  );
}

export function TextList({
  max,
  most,
  description,
}: {
  max: number;
  most: number;
  description: string;
}): PropertyDecorator {
  return both(
    Field(() => [String], {
      nullable: true,
      description: `${description} At most ${most}, each of 1 to ${max} characters.`,
    }),
    IsOptional(),
    IsArray(),
    ArrayMaxSize(most),
    Length(1, max, { each: true }),
  );
}

/** An id in an input. */
export function IdField(description: string, nullable = false): PropertyDecorator {
  const field = Field(() => ID, { description, nullable });
  return nullable ? both(field, IsOptional(), Length(1, 100)) : both(field, Length(1, 100));
}

export function IntField(options: {
  min: number;
  max: number;
  description: string;
  nullable?: boolean;
}): PropertyDecorator {
  const { min, max, description, nullable = false } = options;
  const field = Field(() => Int, { description: `${description} ${min} to ${max}.`, nullable });
  return nullable ? both(field, IsOptional(), Min(min), Max(max)) : both(field, Min(min), Max(max));
}

/** A list of nested inputs, each checked as its class says. */
export function NestedList(
  type: () => Function,
  { most, description, nullable = false }: { most: number; description: string; nullable?: boolean },
): PropertyDecorator {
  const field = Field(() => [type()], { nullable, description: `${description} At most ${most}.` });
  return both(
    field,
    ...(nullable ? [IsOptional()] : []),
    IsArray(),
    ArrayMaxSize(most),
    ValidateNested({ each: true }),
  );
}

export function Nested(
  type: () => Function,
  { description, nullable = false }: { description: string; nullable?: boolean },
): PropertyDecorator {
  return both(
    Field(() => type(), { nullable, description }),
    ...(nullable ? [IsOptional()] : []),
    ValidateNested(),
  );
}

export const KEY_DESCRIPTION =
  "Your own name for this request, 1 to 200 printable ASCII characters without blanks: repeating the call with it does nothing twice and gives the same outcome for 7 days. IDEMPOTENCY_CONFLICT when it was used for another request.";
/** The key that every mutation's input carries. */
export const IdempotencyKey = (): PropertyDecorator => Field(() => ID, { description: KEY_DESCRIPTION });
/** The version that the caller decided on. */
export const ExpectedVersion = (what: string): PropertyDecorator =>
  Field(() => Int, {
    description: `The version of the ${what} that you decided on. VERSION_CONFLICT, with the current one, when it has changed since.`,
  });
export const POSITION_DESCRIPTION =
  "Where the event log stood when this was done: a subscription `after` it hears of this change and of all that follow.";
/** Where a payload stands in the event log. */
export const PositionField = (): PropertyDecorator => Field(() => CursorScalar, { description: POSITION_DESCRIPTION });

const limits = (min: number, max: number) => `${min} to ${max} characters.`;
const both =
  (...decorators: readonly PropertyDecorator[]): PropertyDecorator =>
  (target, key) => {
    for (const decorate of decorators) decorate(target, key);
  };
