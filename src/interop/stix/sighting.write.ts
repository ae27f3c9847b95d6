import type { ExportedSighting } from "../export/exported";
import { common, extended, stixId, type StixObject } from "./object.write";

/** The most that STIX counts (STIX 2.1, 5.2.1); the extension has the number as it is. */
const countMax = 999_999_999;

/**
 * What was found of a value: a sighting, of count 0 where it was looked for and not seen. What was seen and is harmless
 * is no sighting for anybody else: it is the opinion that the indicator is wrong.
 */
export function sightingObject(one: ExportedSighting, of: string): StixObject {
  const { result, count, type, value, firstSeen, lastSeen, note } = one;
  const times = {
    ...(firstSeen === undefined ? {} : { first_seen: firstSeen }),
    ...(lastSeen === undefined ? {} : { last_seen: lastSeen }),
  };
  const facts = { result, count, value_type: type, value };
  if (result === "FALSE_POSITIVE") {
    return {
      ...common("opinion", one),
      opinion: "strongly-disagree",
      ...(note === undefined ? {} : { explanation: note }),
      object_refs: [of],
      ...extended({ ...facts, ...times }),
    };
  }
  return {
    ...common("sighting", one),
    ...times,
    ...(note === undefined ? {} : { description: note }),
    count: Math.min(count, countMax),
    sighting_of_ref: of,
    ...(one.by === null ? {} : { where_sighted_refs: [stixId("identity", one.by.id)] }),
    ...extended(facts),
  };
}
