import { invalid } from "../platform/errors";

const LONE_SURROGATE = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/;

/** Refuses, by its path, a text that Postgres cannot hold: U+0000, or half of a surrogate pair. */
export function assertText(value: unknown, path = ""): void {
  if (typeof value === "string") {
    if (value.includes("\0")) throw invalid(path, `${path} holds U+0000, which no text may.`);
    if (LONE_SURROGATE.test(value)) throw invalid(path, `${path} holds half of a surrogate pair.`);
  } else if (Array.isArray(value)) {
    value.forEach((item, i) => assertText(item, `${path}[${i}]`));
  } else if (typeof value === "object" && value !== null && !(value instanceof Date)) {
    for (const [key, item] of Object.entries(value)) assertText(item, path ? `${path}.${key}` : key);
  }
}
