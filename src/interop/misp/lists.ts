import { papOf, tlpOf } from "../../platform/marking";
import { Fields } from "../fields";
import { isJsonArray, isJsonObject, type JsonDocument, type JsonObject } from "../json";
import { FieldRefused, type Report } from "../report";
import { IntelRefused, type BenignList } from "../statement";
import type { Reading } from "../read";
import { isUuid } from "./attribute";

const matchings: Readonly<Record<string, BenignList["matching"]>> = {
  string: "STRING",
  hostname: "HOSTNAME",
  substring: "SUBSTRING",
  cidr: "CIDR",
  regex: "REGEX",
};

/** A warning list of MISP: values whose match is most likely no sign of anything. */
export const isWarninglist = (value: unknown): boolean =>
  isJsonObject(value) &&
  isJsonArray(value["list"]) &&
  typeof value["name"] === "string" &&
  Object.hasOwn(value, "version");

export function readWarninglist(document: JsonDocument, report: Report): Reading {
  const object = wholeObject(document);
  const list = whole(() => {
    const fields = new Fields(object);
    const type = fields.text("type", 40) ?? "string";
    const matching = Object.hasOwn(matchings, type) ? matchings[type] : undefined;
    if (matching === undefined) throw new FieldRefused("type", `"${type}" is no type of a warning list.`, type);
    return { fields, matching };
  });
  const { fields, matching } = list;
  const entries = readEntries(fields, report);
  const description = fields.raw("description");
  const version = fields.raw("version");
  const benign: BenignList = {
    name: fields.requiredText("name", 500),
    ...(typeof description === "string" ? { description: description.slice(0, 10_000) } : {}),
    version: typeof version === "number" || typeof version === "string" ? String(version).slice(0, 40) : "0",
    matching,
    attributes: whole(() => fields.texts("matching_attributes")),
    entries,
  };
  return { format: "WARNINGLIST", title: benign.name, benignLists: [benign] };
}

function readEntries(fields: Fields, report: Report): readonly string[] {
  const list = fields.raw("list");
  if (!isJsonArray(list)) return [];
  report.checkLine(list.length);
  return list.flatMap((entry, index) => {
    const good = typeof entry === "string" && entry.trim() !== "" && entry.length <= 2_000;
    if (!good)
      report.refuse(`list[${index}]`, "The entry is not a text of up to 2000 characters.", {
        field: "list",
        value: entry,
      });
    return good ? [entry] : [];
  });
}

/** The taxonomies of MISP that this hub has levels for. Others classify what it classifies in its own words. */
export const isTaxonomy = (value: unknown): boolean =>
  isJsonObject(value) && typeof value["namespace"] === "string" && isJsonArray(value["predicates"]);

export function readTaxonomy(document: JsonDocument, report: Report): Reading {
  const object = wholeObject(document);
  const namespace = String(object["namespace"]);
  const level = /^tlp$/i.test(namespace) ? tlpOf : /^pap$/i.test(namespace) ? papOf : undefined;
  if (level === undefined) {
    const message = `The file is the MISP taxonomy "${namespace.slice(0, 60)}"; this hub reads only TLP and PAP.`;
    throw new IntelRefused("UNSUPPORTED", message, { namespace: namespace.slice(0, 60) });
  }
  for (const predicate of whole(() => new Fields(object).objects("predicates"))) {
    const word = whole(() => new Fields(predicate).requiredText("value", 100));
    const known = level(word);
    const tag = `${namespace}:${word}`;
    if (known === undefined)
      report.remark(tag, "The tag names no level: what carries it is kept as if strictly marked.");
    else report.ignore(tag, `${tag} means ${known}`);
  }
  return { format: "MARKING_TAXONOMY", title: namespace };
}

/** The manifest of a feed: it says which event files belong to it, and holds no attributes itself. */
export const isFeedManifest = (value: unknown): boolean => {
  if (!isJsonObject(value)) return false;
  const entries = Object.entries(value);
  return (
    entries.length > 0 &&
    entries.every(([key, entry]) => isUuid(key) && isJsonObject(entry) && Object.hasOwn(entry, "info"))
  );
};

export function readFeedManifest(document: JsonDocument, report: Report): Reading {
  const entries = isJsonObject(document.value) ? Object.keys(document.value) : [];
  for (const id of entries) report.ignore(id, "an event of the feed, which is in a file of its own");
  return { format: "MISP_FEED_MANIFEST" };
}

/** A list or taxonomy is one statement of its maintainer: if anything in it is malformed, all of it is refused. */
function wholeObject({ value, problems }: JsonDocument): JsonObject {
  const [problem] = problems;
  if (problem !== undefined) throw new IntelRefused(problem.code, `"${problem.path.join(".")}" ${problem.message}.`);
  return isJsonObject(value) ? value : {};
}

function whole<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof FieldRefused) throw new IntelRefused(error.code, error.message, { field: error.field });
    throw error;
  }
}
