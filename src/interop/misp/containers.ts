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
import { FieldRefused, type Report } from "../report";

export type Placed = { readonly path: JsonPath; readonly value: unknown };

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

/** Attributes of the event and of its objects. Deleted objects take their attributes with them by MISP's own flags. */
export function attributesOf(
  event: JsonObject,
  { path, at }: { readonly path: JsonPath; readonly at: string },
  index: ProblemIndex,
  report: Report,
): readonly Placed[] {
  const inObjects = listed(event, { path, field: "Object", at }, index, report).flatMap((object) => {
    const place = pathText(object.path);
    if (isJsonObject(object.value))
      return listed(object.value, { path: object.path, field: "Attribute", at: place }, index, report);
    report.refuse(place, "The object is no JSON object.", { field: "Object", value: object.value });
    return [];
  });
  return [...listed(event, { path, field: "Attribute", at }, index, report), ...inObjects];
}
