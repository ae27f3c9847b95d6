import { Fields } from "../fields";
import {
  isJsonArray,
  isJsonObject,
  ownValue,
  pathText,
  type ProblemIndex,
  refuseTwice,
  type JsonObject,
  type JsonPath,
} from "../json";
import type { Markings } from "../marking";
import { FieldRefused, type Report } from "../report";
import { ofDistribution, readDigits } from "./attribute";

/** Something in a list; of an attribute in an object, with how far the object may go. */
export type Placed = { readonly path: JsonPath; readonly value: unknown; readonly markings?: Markings };

/**
 * What stands in a list of an event or an object. A list that stands twice or is none is refused as a whole: what it
 * holds would else be lost without a word.
 */
function listed(
  holder: JsonObject,
  { path, field, at }: { readonly path: JsonPath; readonly field: string; readonly at: string },
  index: ProblemIndex,
  report: Report,
): readonly Placed[] {
  const list = report.attempt(at, () => {
    refuseTwice(index, [...path, field]);
    const value = ownValue(holder, field);
    if (value === undefined || value === null) return [];
    // MISP's REST API answers with a single object where one was asked for.
    if (field === "Object" && isJsonObject(value)) return [{ path: [...path, field], value }];
    if (!isJsonArray(value)) throw new FieldRefused(field, `"${field}" must be a list of objects.`, value);
    return value.map((each, place) => ({ path: [...path, field, place], value: each }));
  });
  return list ?? [];
}

function markingsOf(object: unknown): Markings {
  if (!isJsonObject(object)) throw new FieldRefused("Object", "The object is no JSON object.", object);
  return ofDistribution(readDigits(new Fields(object), "distribution", 5));
}

/** Attributes of the event and of its objects. Deleted objects take their attributes with them by MISP's own flags. */
export function attributesOf(
  event: JsonObject,
  { path, at }: { readonly path: JsonPath; readonly at: string },
  index: ProblemIndex,
  report: Report,
): readonly Placed[] {
  const inObjects = listed(event, { path, field: "Object", at }, index, report).flatMap((object) => {
    const place = pathText(object.path);
    const markings = report.attempt(place, () => markingsOf(object.value));
    if (markings === undefined || !isJsonObject(object.value)) return [];
    const inside = { path: object.path, field: "Attribute", at: place };
    return listed(object.value, inside, index, report).map((attribute) => ({ ...attribute, markings }));
  });
  return [...listed(event, { path, field: "Attribute", at }, index, report), ...inObjects];
}
