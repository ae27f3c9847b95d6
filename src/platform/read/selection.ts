import { createHash } from "node:crypto";
import {
  type FieldNode,
  type GraphQLResolveInfo,
  type GraphQLObjectType,
  type SelectionSetNode,
  GraphQLIncludeDirective,
  GraphQLSkipDirective,
  getArgumentValues,
  getDirectiveValues,
  getNamedType,
  isAbstractType,
  isObjectType,
} from "graphql";

/** One field that a client asked for. Two aliases of a field are two of these, each with its own arguments. */
export type Field = {
  /** The alias, or else the name: the field's key in the answer. */
  readonly key: string;
  readonly name: string;
  readonly args: Readonly<Record<string, unknown>>;
  /** The GraphQL type that the field returns, without list and non-null. */
  readonly type: string;
  /** What is asked of a row of this object type; `type` itself when that is an object type. */
  readonly under: (typeName?: string) => readonly Field[];
};

type Source = Pick<GraphQLResolveInfo, "schema" | "fragments" | "variableValues">;

/** The field being resolved, with everything asked for under it. */
export function selectionOf(info: GraphQLResolveInfo): Field {
  const definition = info.parentType.getFields()[info.fieldName];
  const [node] = info.fieldNodes;
  if (!definition || !node) throw new Error(`${info.parentType.name} has no field ${info.fieldName}.`);
  const args = getArgumentValues(definition, node, info.variableValues);
  return fieldOf(
    String(info.path.key),
    info.fieldName,
    args,
    getNamedType(info.returnType).name,
    info.fieldNodes,
    info,
  );
}

function fieldOf(
  key: string,
  name: string,
  args: Field["args"],
  type: string,
  nodes: readonly FieldNode[],
  source: Source,
): Field {
  const known = new Map<string, readonly Field[]>();
  const under = (typeName = type): readonly Field[] => {
    const found = known.get(typeName) ?? fieldsUnder(nodes, typeName, source);
    known.set(typeName, found);
    return found;
  };
  return { key, name, args, type, under };
}

function fieldsUnder(parents: readonly FieldNode[], typeName: string, source: Source): readonly Field[] {
  const type = source.schema.getType(typeName);
  if (!isObjectType(type)) return [];
  const nodesByKey = new Map<string, FieldNode[]>();
  for (const parent of parents) collect(parent.selectionSet, type, source, nodesByKey);
  return [...nodesByKey].flatMap(([key, nodes]) => {
    const [node] = nodes;
    if (!node) return [];
    const definition = type.getFields()[node.name.value];
    if (!definition) return [{ key, name: node.name.value, args: {}, type: "String", under: () => [] }]; // __typename
    const args = getArgumentValues(definition, node, source.variableValues);
    return [fieldOf(key, node.name.value, args, getNamedType(definition.type).name, nodes, source)];
  });
}

/** Groups by answer key: validation has made sure that equal keys mean the same field with the same arguments. */
function collect(
  set: SelectionSetNode | undefined,
  type: GraphQLObjectType,
  source: Source,
  into: Map<string, FieldNode[]>,
): void {
  for (const node of set?.selections ?? []) {
    if (getDirectiveValues(GraphQLSkipDirective, node, source.variableValues)?.["if"] === true) continue;
    if (getDirectiveValues(GraphQLIncludeDirective, node, source.variableValues)?.["if"] === false) continue;
    if (node.kind === "Field") {
      const key = node.alias?.value ?? node.name.value;
      const nodes = into.get(key);
      if (nodes) nodes.push(node);
      else into.set(key, [node]);
      continue;
    }
    const fragment = node.kind === "InlineFragment" ? node : source.fragments[node.name.value];
    if (fragment && applies(fragment.typeCondition?.name.value, type, source)) {
      collect(fragment.selectionSet, type, source, into);
    }
  }
}

function applies(condition: string | undefined, type: GraphQLObjectType, { schema }: Source): boolean {
  if (condition === undefined || condition === type.name) return true;
  const asked = schema.getType(condition);
  return isAbstractType(asked) && schema.isSubType(asked, type);
}

/**
 * The column that holds an answer key. Postgres cuts names at 63 bytes without an error, and two long aliases with a
 * common beginning would become one. Names of GraphQL are ASCII, so characters are bytes.
 */
export function columnFor(key: string): string {
  return key.length <= 63 ? key : `${key.slice(0, 40)}#${createHash("sha256").update(key).digest("hex").slice(0, 20)}`;
}

/** A row as the compiler's statements return it: values under their answer keys. */
export type ReadRow = { readonly [column: string]: unknown };

/** Resolves any field of a row: the statement has already computed it, under the key of this very alias. */
export function readField(row: ReadRow, info: GraphQLResolveInfo): unknown {
  return row[columnFor(String(info.path.key))];
}
