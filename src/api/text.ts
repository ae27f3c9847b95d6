import {
  type ASTNode,
  type ASTVisitor,
  type ValidationContext,
  type ValidationRule,
  GraphQLError,
  Kind,
} from "graphql";
import { invalid } from "../platform/errors";

const LONE_SURROGATE = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/;

/** What makes a text one that Postgres cannot hold. */
function wrongIn(text: string): string | undefined {
  if (text.includes("\0")) return "holds U+0000, which no text may";
  return LONE_SURROGATE.test(text) ? "holds half of a surrogate pair" : undefined;
}

/** Refuses, by its path, a text among the variables that Postgres cannot hold. */
export function assertText(value: unknown, path = ""): void {
  if (typeof value === "string") {
    const wrong = wrongIn(value);
    if (wrong) throw invalid(path, `${path} ${wrong}.`);
  } else if (Array.isArray(value)) {
    value.forEach((item, i) => assertText(item, `${path}[${i}]`));
  } else if (typeof value === "object" && value !== null) {
    for (const [key, item] of Object.entries(value)) {
      if (wrongIn(key)) throw invalid(path, `The name of a field of ${path || "variables"} is no text.`);
      assertText(item, path ? `${path}.${key}` : key);
    }
  }
}

/** The same for what a document itself holds. The path begins with the name of the argument. */
export const textRule: ValidationRule = (context: ValidationContext): ASTVisitor => ({
  StringValue(node, _key, parent, path, ancestors) {
    const wrong = wrongIn(node.value);
    if (!wrong) return;
    const field = pathOf([...ancestors, parent], path);
    const extensions = { code: "INVALID_INPUT", field };
    context.reportError(new GraphQLError(`${field} ${wrong}.`, { nodes: node, extensions }));
  },
});

type Ancestors = readonly (ASTNode | readonly ASTNode[] | undefined)[];

/** As variables have it: `input.items[2].value`. `keys[i]` leads from one ancestor to the next. */
function pathOf(ancestors: Ancestors, keys: readonly (string | number)[]): string {
  return ancestors.reduce((path: string, ancestor, i) => {
    const before = ancestors[i - 1];
    if (before && "kind" in before && before.kind === Kind.LIST) return `${path}[${keys[i]}]`;
    if (!ancestor || !("kind" in ancestor)) return path;
    if (ancestor.kind === Kind.VARIABLE_DEFINITION) return ancestor.variable.name.value;
    if (ancestor.kind === Kind.ARGUMENT) return ancestor.name.value;
    return ancestor.kind === Kind.OBJECT_FIELD ? `${path}.${ancestor.name.value}` : path;
  }, "");
}
