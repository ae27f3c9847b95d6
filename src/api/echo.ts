import { type ASTNode, type GraphQLError, print } from "graphql";

type Told = { readonly message: string; readonly field?: string };

const MESSAGE_MAX = 300;

/**
 * What graphql-js found wrong in a request, without the values that it prints: the place and the reason are enough,
 * and what was sent may be a secret that went into the wrong field.
 */
export function withoutEcho({ message, originalError, extensions, nodes }: GraphQLError): Told {
  const variable = /^Variable "\$(\w+)"/.exec(message)?.[1];
  if (variable && originalError) {
    // The message is: the variable, the value, the path inside it if there is one, the reason.
    const [, sent = "", path] =
      / got invalid value ([\s\S]*?)(?: at "([\w.[\]]+)")?; $/.exec(message.slice(0, -originalError.message.length)) ??
      [];
    return ofField(path ?? variable, originalError.message, sent.startsWith('"') ? String(JSON.parse(sent)) : sent);
  }
  const field = variable ?? (typeof extensions["field"] === "string" ? extensions["field"] : undefined);
  return { message: withoutValue(message, literalIn(nodes?.[0])), ...(field ? { field } : {}) };
}

function ofField(path: string, reason: string, sent: string): Told {
  const below = /^Field "(\w+)" (?:of required type|is not defined)/.exec(reason)?.[1];
  const field = below ? `${path}.${below}` : path;
  return { field, message: `${field} is wrong: ${withoutValue(reason, sent)}` };
}

function literalIn(node: ASTNode | undefined): string | undefined {
  if (!node?.kind.endsWith("Value")) return undefined;
  return "value" in node && typeof node.value === "string" ? node.value : print(node);
}

/** Reasons that speak of names and types of the schema alone. */
const STRUCTURAL = /^(Field "|Expected (?:non-nullable )?type "[^"]+" (?:not )?to be |Exactly one )/;
/** How reasons begin that go on with the value; the group is the type. */
const OF_TYPE = [
  /^Value [\s\S]* does not exist in "(\w+)" enum\./,
  /^Enum "(\w+)" /,
  /^Expected (?:value of )?type "([^"]+)"/,
  /^(\w+) cannot /,
];

function withoutValue(reason: string, sent: string | undefined): string {
  if (STRUCTURAL.test(reason)) return short(reason);
  // A syntax error prints the text that it met.
  if (sent === undefined) return short(reason.replace(/(String|BlockString) "[\s\S]*"/, "$1"));
  if (!reason.includes(sent)) return short(reason);
  const type = OF_TYPE.map((form) => form.exec(reason)?.[1]).find(Boolean);
  return `this is no value of ${type ?? "its type"}.${suggestionIn(reason)}`;
}

/** The names that graphql-js proposes are the schema's. They stand at the end, after the last mention of the enum. */
function suggestionIn(reason: string): string {
  const end = reason.slice(reason.lastIndexOf('" enum.') + 7);
  return /^ Did you mean the enum value[\w ,"]+\?$/.exec(end)?.[0] ?? "";
}

const short = (text: string): string => (text.length > MESSAGE_MAX ? `${text.slice(0, MESSAGE_MAX)}…` : text);
