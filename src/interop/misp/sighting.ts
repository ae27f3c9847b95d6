import { Fields } from "../fields";
import { isJsonArray, isJsonObject, ownValue, pathText, type JsonObject, type JsonPath } from "../json";
import { FieldRefused, type Report } from "../report";
import { isUuid, readDigits, readSeconds } from "./attribute";

/** The types of a sighting (MISP, sightings.type). */
const types = ["seen", "false positive", "expired"] as const;

/**
 * Counts the sightings on an attribute by what they are. Each is what another organisation saw at its own place: a
 * sighting on this hub says who looked, and whoever imports the file did not.
 */
export function countSightings(attribute: JsonObject, path: JsonPath, report: Report): void {
  const list = ownValue(attribute, "Sighting");
  if (list === undefined || list === null) return;
  if (!isJsonArray(list)) {
    return report.refuse(pathText(path), `"Sighting" must be a list.`, { field: "Sighting", value: list });
  }
  for (const [index, sighting] of list.entries()) {
    const id = isJsonObject(sighting) ? ownValue(sighting, "uuid") : undefined;
    const at = typeof id === "string" && isUuid(id) ? id : pathText([...path, "Sighting", index]);
    const what = report.attempt(at, () => kindOf(sighting));
    if (what !== undefined) report.ignore(at, `sighting of another organisation: ${what}`);
  }
}

function kindOf(sighting: unknown): string {
  if (!isJsonObject(sighting)) throw new FieldRefused("", "The sighting is no JSON object.", sighting);
  const fields = new Fields(sighting);
  const type = readDigits(fields, "type", types.length - 1);
  if (type === undefined) throw new FieldRefused("type", `"type" is missing.`);
  readSeconds(fields, "date_sighting");
  return types[type] ?? "";
}
