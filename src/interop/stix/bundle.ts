import {
  isJsonArray,
  isJsonObject,
  ownValue,
  pathText,
  ProblemIndex,
  refuseMalformed,
  type JsonDocument,
  type JsonObject,
  type JsonPath,
  type JsonProblem,
} from "../json";
import { Fields } from "../fields";
import type { Reading } from "../read";
import { FieldRefused, type Report } from "../report";
import { IntelRefused, type Format } from "../statement";
import { stateObjects, type SourcedObject } from "../versions";
import { readIndicator } from "./indicator";
import { MarkingDefinitions } from "./marking";
import { isOurs, readTold, type ToldByHub } from "./told.read";
import { isOfType } from "./types";

/** A bundle, a bare list of STIX objects, or one STIX object: partners send all three. */
export function isStix(value: unknown): boolean {
  if (isJsonArray(value)) return value.length > 0 && value.slice(0, 20).some(isStixObject);
  return isJsonObject(value) && (value["type"] === "bundle" || isStixObject(value));
}

const isStixObject = (value: unknown) => {
  if (!isJsonObject(value)) return false;
  const { id, type } = value;
  return typeof type === "string" && typeof id === "string" && /^[a-z0-9-]+--[0-9a-f-]{36}$/i.test(id);
};

type Entry = { readonly at: string; readonly object: JsonObject };

/**
 * Reads STIX 2.1 and 2.0. Every object is read for itself: one that is malformed is refused by name with its field,
 * and the others stand. Only indicators become statements. Observables (SCOs) are facts that somebody saw, benign ones
 * among them, and no indicators by themselves: an indicator that is based on one states its value in its own pattern.
 */
export function readStix(document: JsonDocument, report: Report): Reading {
  const { value } = document;
  const bundle = isJsonObject(value) && value["type"] === "bundle" ? value : undefined;
  const objects = bundle === undefined ? (isJsonArray(value) ? value : [value]) : objectsOf(bundle, document.problems);
  if (objects.length > report.limits.items) {
    const message = `The bundle holds more than ${report.limits.items} objects; split it, or send it as a stream.`;
    throw new IntelRefused("PAYLOAD_TOO_LARGE", message, { limit: report.limits.items });
  }
  const base = bundle === undefined ? (isJsonArray(value) ? [] : undefined) : ["objects"];
  const entries = readEntries(objects, base, document.problems, report);
  const told = readObjects(entries, report);
  const title = titleOf(entries);
  return {
    format: formatOf(bundle, entries),
    ...(title === undefined ? {} : { title }),
    ...(told === undefined ? {} : { told }),
  };
}

/** A key that stands twice at the top makes the bundle say two things; anything else wrong there is of no concern. */
function objectsOf(bundle: JsonObject, problems: readonly JsonProblem[]): readonly unknown[] {
  const twice = problems.find((problem) => problem.path.length === 1 && problem.message.endsWith("twice"));
  if (twice !== undefined) throw new IntelRefused("INVALID_INPUT", `The bundle ${twice.message}.`);
  const objects = ownValue(bundle, "objects");
  if (objects === undefined) return [];
  if (isJsonArray(objects)) return objects;
  throw new IntelRefused("INVALID_INPUT", `The bundle's "objects" must be a list.`, { field: "objects" });
}

/** Keeps the objects that can be read at all, and names the others. */
function readEntries(
  objects: readonly unknown[],
  base: JsonPath | undefined,
  problems: readonly JsonProblem[],
  report: Report,
): readonly Entry[] {
  const index = new ProblemIndex(problems);
  return objects.flatMap((object, place) => {
    const path = base === undefined ? [] : [...base, place];
    const at = nameOf(object) ?? (base === undefined ? "the object" : pathText(path));
    const entry = report.attempt(at, () => {
      refuseMalformed(index.below(path), path);
      return { at, object: checked(object) };
    });
    return entry ?? [];
  });
}

const nameOf = (object: unknown): string | undefined => {
  const id = isJsonObject(object) ? ownValue(object, "id") : undefined;
  return typeof id === "string" && /^[\w.-]{1,120}$/.test(id) ? id : undefined;
};

/** Every STIX object has a type in lower case and an id that begins with it (STIX 2.1, 2.9 and 3.1). */
function checked(object: unknown): JsonObject {
  if (!isJsonObject(object)) throw new FieldRefused("", "This is not a STIX object, which is a JSON object.", object);
  const fields = new Fields(object);
  const type = fields.requiredText("type", 250);
  if (!/^[a-z0-9-]+$/.test(type)) throw new FieldRefused("type", `"type" must be in lower case.`, type);
  const id = fields.requiredText("id", 300);
  if (!isOfType(id, type)) throw new FieldRefused("id", `"id" must be "${type}--" and a UUID.`, id);
  return object;
}

function readObjects(entries: readonly Entry[], report: Report): ToldByHub | undefined {
  const markings = new MarkingDefinitions(report);
  for (const { at, object } of entries) if (object["type"] === "marking-definition") markings.add(at, object);
  const context = { markings, report, identities: identitiesOf(entries) };
  const indicators: SourcedObject[] = [];
  for (const { at, object } of entries) {
    if (object["type"] === "indicator") {
      const indicator = report.attempt(at, () => readIndicator(at, object, context));
      if (indicator !== undefined) indicators.push(indicator);
    } else report.ignore(at, `${String(object["type"])}: not an indicator`);
  }
  stateObjects(indicators, "pattern", report);
  if (!entries.some(({ object }) => (object["type"] === "report" || object["type"] === "incident") && isOurs(object)))
    return undefined;
  const objects = new Map(entries.map(({ object }) => [String(object["id"]), object]));
  const statements = new Map(report.statements.map((statement) => [statement.at, statement]));
  return readTold({ objects, statements, markings, read: new Map() }, report);
}

function identitiesOf(entries: readonly Entry[]): ReadonlyMap<string, string> {
  const names = entries
    .filter(({ object }) => object["type"] === "identity")
    .flatMap(({ at, object }) => {
      const name = object["name"];
      return typeof name === "string" && name.length <= 500 ? [[at, name] as const] : [];
    });
  return new Map(names);
}

/** A bundle of STIX 2.0 says so; in 2.1 each object has the version, and the bundle has none. */
function formatOf(bundle: JsonObject | undefined, entries: readonly Entry[]): Format {
  if (bundle?.["spec_version"] === "2.0") return "STIX_2_0";
  const versioned = entries.some(({ object }) => object["spec_version"] !== undefined);
  return versioned || entries.length === 0 ? "STIX_2_1" : "STIX_2_0";
}

function titleOf(entries: readonly Entry[]): string | undefined {
  const titled = entries.find(({ object }) => ["report", "grouping", "incident"].includes(String(object["type"])));
  const name = titled?.object["name"];
  return typeof name === "string" && name !== "" ? name.slice(0, 500) : undefined;
}
