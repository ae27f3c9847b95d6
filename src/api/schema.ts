import { buildSubgraphSchema } from "@apollo/subgraph";
import { printSchemaWithDirectives } from "@graphql-tools/utils";
import { type GraphQLSchema, isObjectType, lexicographicSortSchema, parse } from "graphql";
import { type BuildSchemaOptions, buildSchemaSync, createResolversMap } from "type-graphql";
import type { Context } from "../platform/context";
import { invalid } from "../platform/errors";
import { streamTypes } from "../platform/events/event.graphql";
import { registerEnums } from "../platform/graphql";

const LINK = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])`;

/** type-graphql has no place where these could be described. */
const ROOTS = {
  Query: "What you may read. What you may not see is not there, in no list, count or look-up.",
  Mutation:
    "The verbs of the analysts. Each takes one input with a key of your own, under which it is done once however often it is sent.",
  Subscription: "What happens, pushed as it happens, in one order, and resumable without a gap.",
};

export type Schemas = {
  /** As type-graphql built it: with the extensions of its fields, without federation. */
  readonly plain: GraphQLSchema;
  /** What is executed: a Federation 2 subgraph. */
  readonly schema: GraphQLSchema;
  /** What is published: equal to `_service.sdl`. */
  readonly sdl: string;
};

export function buildSchemas(resolvers: readonly object[]): Schemas {
  const instances = new Map(resolvers.map((resolver) => [resolver.constructor, resolver]));
  const [first, ...others] = resolvers.map((resolver) => resolver.constructor);
  if (!first) throw new Error("A schema needs a resolver.");
  const unused = () => {
    throw new Error("Events travel through the log.");
  };
  registerEnums();
  const plain = lexicographicSortSchema(
    buildSchemaSync({
      resolvers: [first, ...others] as unknown as BuildSchemaOptions["resolvers"],
      container: { get: (type: Function) => instances.get(type) },
      orphanedTypes: [...streamTypes()],
      pubSub: { publish: unused, subscribe: unused },
      validate: { forbidUnknownValues: false, whitelist: false, stopAtFirstError: true },
    }),
  );
  for (const [root, description] of Object.entries(ROOTS)) Object.assign(plain.getType(root) ?? {}, { description });
  const sdl = `${LINK}\n\n${printSchemaWithDirectives(plain)}\n`;
  const schema = buildSubgraphSchema({ typeDefs: parse(sdl), resolvers: createResolversMap(plain) as never });
  serveEntities(schema);
  serveSdl(schema, sdl);
  return { plain, schema, sdl };
}

/** All representations of one call in one statement, each null where there is nothing for this viewer. */
function serveEntities(schema: GraphQLSchema): void {
  const field = schema.getQueryType()?.getFields()["_entities"];
  if (!field) throw new Error("The schema has no entities.");
  field.resolve = async (
    _root,
    args: { representations: readonly { __typename?: unknown; id?: unknown }[] },
    context: Context,
    info,
  ) => {
    const ids = args.representations.map(({ __typename, id }, i) => {
      const known = typeof __typename === "string" ? schema.getType(__typename) : undefined;
      if (!isObjectType(known))
        throw invalid(`representations[${i}].__typename`, "This is no entity of this subgraph.");
      if (typeof id !== "string")
        throw invalid(`representations[${i}].id`, "A representation needs the id that is its key.");
      return { __typename: String(__typename), id };
    });
    const rows = await context.reads.nodes(
      ids.map(({ id }) => id),
      info,
    );
    return rows.map((row, i) => (row && row["@type"] === ids[i]?.__typename ? row : null));
  };
  const entity = schema.getType("_Entity");
  if (entity && "resolveType" in entity) entity.resolveType = (row: { "@type": string }) => row["@type"];
}

function serveSdl(schema: GraphQLSchema, sdl: string): void {
  const field = schema.getQueryType()?.getFields()["_service"];
  if (field) field.resolve = () => ({ sdl });
}
