import {
  type GraphQLNamedType,
  type GraphQLSchema,
  buildSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isObjectType,
  isSpecifiedScalarType,
} from "graphql";
import { type Services, schemasOf } from "../../src/app";

/** "Which case." says something, and "Why." does not. An argument may leave it to the type of its input. */
const WORDS_MIN = 2;
const isArgument = (name: string) => name.endsWith(")");
/** What is too short today, and may only become fewer: an entry that nothing needs any more fails. */
const SHORT = [
  "AnonymousFeedback.reason",
  "AuditEntry.at",
  "ContactAttempt.at",
  "ContactAttempt.channel",
  "FeedbackOutcome.reason",
  "FeedbackOutcome.resolvedAt",
  "Gone.id",
  "LogContactInput.channel",
  "Resync.reason",
];

type Described = { readonly description?: string | null | undefined };
/** Every element of a schema with its description, as `Case.title` and `Query.case(id)`. */
function elementsOf(schema: GraphQLSchema): readonly (readonly [string, Described])[] {
  return Object.values(schema.getTypeMap())
    .filter((type) => !isIntrospectionType(type) && !isSpecifiedScalarType(type))
    .flatMap((type) => [[type.name, type] as const, ...partsOf(type)]);
}

function partsOf(type: GraphQLNamedType): readonly (readonly [string, Described])[] {
  if (isEnumType(type)) return type.getValues().map((value) => [`${type.name}.${value.name}`, value]);
  if (isInputObjectType(type))
    return Object.values(type.getFields()).map((field) => [`${type.name}.${field.name}`, field]);
  if (!isObjectType(type) && !isInterfaceType(type)) return [];
  return Object.values(type.getFields()).flatMap((field) => [
    [`${type.name}.${field.name}`, field] as const,
    ...field.args.map((arg) => [`${type.name}.${field.name}(${arg.name})`, arg] as const),
  ]);
}

const wordsOf = ({ description }: Described) => (description ?? "").split(/[\s:]+/).filter(Boolean).length;
const bareOf = (schema: GraphQLSchema) =>
  elementsOf(schema).flatMap(([name, element]) => (wordsOf(element) === 0 ? [name] : []));
const shortOf = (schema: GraphQLSchema) =>
  elementsOf(schema).flatMap(([name, element]) => (isArgument(name) || wordsOf(element) >= WORDS_MIN ? [] : [name]));

const { plain } = schemasOf({} as Services);

test("every type, field, argument, value and input is described", () => {
  expect(elementsOf(plain).length).toBeGreaterThan(1_000); // It does see them.
  expect(bareOf(plain)).toEqual([]);
});

test("a description says something", () => {
  expect(shortOf(plain)).toEqual(SHORT);
});

test("what is not described is found in every place where it can be", () => {
  const planted = buildSchema(`
    "What can be read." type Query { planted(bare: Int, "Which." short: Int): Planted "Its colour." said: Int }
    type Planted implements Face { id: ID "Why." reason: Int }
    interface Face { id: ID }
    enum Colour { RED }
    input Given { field: Int }
    scalar Bare
    union Any = Planted`);
  expect(bareOf(planted)).toEqual([
    "Query.planted",
    "Query.planted(bare)",
    "Planted",
    "Planted.id",
    "Face",
    "Face.id",
    "Colour",
    "Colour.RED",
    "Given",
    "Given.field",
    "Bare",
    "Any",
  ]);
  expect(shortOf(planted)).toContain("Planted.reason");
  expect(shortOf(planted)).not.toContain("Query.said");
});
