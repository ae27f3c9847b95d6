import { attributeMappings } from "../misp/types";
import { typedValue, type TypedValue } from "../value";

/** What a cell holds whose type is one of MISP's: values, and what only describes them. */
export type Compound = {
  readonly values: readonly { readonly raw: string; readonly value: TypedValue }[];
  readonly name?: string;
  /** Why it is no indicator, though its type is known. */
  readonly ignored?: string;
};

/** Types of MISP that hold text for people. What they quote is no indicator. */
const texts: ReadonlySet<string> = new Set(["link", "comment", "text", "attachment"]);

/**
 * Reads a cell by the type of MISP beside it, where that says more than one word does: "filename|md5" and "ip-dst|port"
 * have two parts, and a "link" leads to a report. Undefined for all other types.
 */
export function readCompound(kind: string, cell: string): Compound | undefined {
  const type = kind.trim().toLowerCase();
  // "target-machine" and its like are MISP's types for the side that was attacked.
  if (texts.has(type) || type.startsWith("target-"))
    return { values: [], ignored: `a value of the type ${type}: not an indicator` };
  const mapping = type.includes("|") ? attributeMappings.get(type) : undefined;
  const raws = cell.split("|");
  if (mapping === undefined || raws.length !== mapping.parts.length) return undefined;
  const part = (wanted: string) => raws[mapping.parts.indexOf(wanted as (typeof mapping.parts)[number])]?.trim();
  const [name, port] = [part("NAME"), part("PORT")];
  const labels = port !== undefined && /^\d{1,5}$/.test(port) && Number(port) > 0 ? [`port:${port}`] : [];
  const values = mapping.parts.flatMap((each, index) => {
    if (each === "NAME" || each === "NOTE" || each === "PORT") return [];
    const raw = raws[index]?.trim() ?? "";
    const value = typedValue(each === "IP" ? "IPV4" : each, raw);
    return [{ raw, value: "reason" in value ? value : { ...value, labels: [...value.labels, ...labels] } }];
  });
  return { values, ...(name ? { name } : {}) };
}
