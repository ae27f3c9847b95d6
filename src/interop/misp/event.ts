import { Fields } from "../fields";
import {
  isJsonArray,
  isJsonObject,
  ownValue,
  pathText,
  ProblemIndex,
  refuseMalformed,
  refuseTwice,
  type JsonDocument,
  type JsonObject,
  type JsonPath,
} from "../json";
import { strictestMarkings } from "../marking";
import { FieldRefused, type Report } from "../report";
import type { Reading } from "../read";
import { stateObjects, type SourcedObject } from "../versions";
import {
  isUuid,
  ofDistribution,
  organisationOf,
  readAttribute,
  readDigits,
  readSeconds,
  readTags,
  type EventContext,
} from "./attribute";
import { attributesOf } from "./containers";
import { countSightings } from "./sighting";

type Place = { readonly path: JsonPath; readonly event: JsonObject };

/** An event, an answer of MISP's REST API ("response"), a list of events, or the attributes or objects of one. */
export const isMispEvent = (value: unknown): boolean => eventsIn(value, []).length > 0;

function eventsIn(value: unknown, path: JsonPath): readonly Place[] {
  // An answer in an answer in an answer was made to cost time.
  if (path.length > 4) return [];
  if (isJsonArray(value))
    return path.length > 1 ? [] : value.flatMap((each, index) => eventsIn(each, [...path, index]));
  if (!isJsonObject(value)) return [];
  const inner = ownValue(value, "Event");
  if (isJsonObject(inner)) return [{ path: [...path, "Event"], event: inner }];
  const response = ownValue(value, "response");
  if (response !== undefined) return eventsIn(response, [...path, "response"]);
  return looksLikeEvent(value) ? [{ path, event: value }] : [];
}

const looksLikeEvent = (value: JsonObject) =>
  ["Attribute", "Object"].some((key) => isJsonArray(value[key]) || (key === "Object" && isJsonObject(value[key]))) ||
  (typeof value["info"] === "string" && ["date", "Orgc", "threat_level_id"].some((key) => Object.hasOwn(value, key)));

/**
 * Reads events of MISP. Every attribute is read for itself, those of objects too: one that is malformed is refused by
 * its uuid and field, and the others stand. A deleted attribute becomes a revoked statement, so that what was shared
 * can be called back.
 */
export function readMispEvents(document: JsonDocument, report: Report): Reading {
  const index = new ProblemIndex(document.problems);
  const places = eventsIn(document.value, []);
  const attributes: SourcedObject[] = [];
  let title: string | undefined;
  for (const { path, event } of places) {
    const name = nameOf(event) ?? (pathText(path) || "the event");
    const context = report.attempt(name, () => readEvent(event, path, index, report));
    if (context === undefined) continue;
    title ??= context.title;
    for (const each of attributesOf(event, { path, at: name }, index, report)) {
      const at = nameOf(each.value) ?? pathText(each.path);
      const reading = report.attempt(at, () => {
        refuseMalformed(index.below(each.path), each.path);
        if (!isJsonObject(each.value)) throw new FieldRefused("", "The attribute is no JSON object.", each.value);
        countSightings(each.value, each.path, report);
        const markings = strictestMarkings([context.markings, each.markings ?? {}]);
        return readAttribute(at, each.value, { ...context, markings }, report);
      });
      if (reading === undefined) continue;
      if ("ignored" in reading) report.ignore(at, reading.ignored);
      else attributes.push(reading);
    }
  }
  stateObjects(attributes, "value", report);
  return { format: "MISP_EVENT", ...(title === undefined ? {} : { title }) };
}

/** The fields of an event that its attributes take over; they must be sound, or the event is refused. */
const usedFields = ["info", "uuid", "Tag", "Orgc", "distribution", "SharingGroup", "timestamp"];

function readEvent(
  event: JsonObject,
  path: JsonPath,
  index: ProblemIndex,
  report: Report,
): EventContext & { readonly title?: string } {
  path.forEach((_, place) => refuseTwice(index, path.slice(0, place + 1)));
  for (const field of usedFields) refuseMalformed(index.below([...path, field]), path);
  const fields = new Fields(event);
  const id = fields.text("uuid", 100);
  if (id !== undefined && !isUuid(id)) throw new FieldRefused("uuid", `"uuid" is not a UUID.`, id);
  const title = fields.text("info");
  const distribution = readDigits(fields, "distribution", 4);
  if (distribution === 4 && !isJsonObject(fields.raw("SharingGroup"))) {
    const message = "The event is for a sharing group that is not in the file: TLP:AMBER+STRICT at least.";
    report.remark(id ?? "the event", message, "distribution");
  }
  readSideObjects(fields, id ?? "the event", report);
  const tags = readTags(id ?? "the event", fields, report);
  const modified = readSeconds(fields, "timestamp");
  return {
    markings: strictestMarkings([tags.markings, ofDistribution(distribution)]),
    tags,
    ...(modified === undefined ? {} : { modified }),
    ...organisationOf(fields.raw("Orgc")),
    ...(title === undefined || title === "" ? {} : { title: title.slice(0, 500) }),
  };
}

/** What stands beside the attributes and is not read yet is counted; what could never be right is named. */
function readSideObjects(fields: Fields, at: string, report: Report): void {
  for (const field of ["ShadowAttribute", "EventReport", "RelatedEvent", "Galaxy"]) {
    const value = fields.raw(field);
    if (!isJsonArray(value) || value.length === 0) continue;
    for (const each of value) {
      const deletes = isJsonObject(each) && ownValue(each, "proposal_to_delete") === true;
      if (deletes && ["0", 0].some((id) => ownValue(each, "old_id") === id)) {
        report.refuse(nameOf(each) ?? at, "The proposal deletes an attribute that it does not name.", {
          field: "old_id",
          value: "0",
        });
      } else report.ignore(at, `${field}: not an indicator`);
    }
  }
}

const nameOf = (value: unknown): string | undefined => {
  const id = isJsonObject(value) ? ownValue(value, "uuid") : undefined;
  return typeof id === "string" && /^[\w-]{1,60}$/.test(id) ? id : undefined;
};
