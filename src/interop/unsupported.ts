import { isJsonArray, isJsonObject, ownValue, type JsonObject } from "./json";

/** A kind of JSON that partners and public collections mix in, and that holds nothing for this hub. */
type Kind = { readonly is: (object: JsonObject) => boolean; readonly name: string };

const has = (object: JsonObject, ...keys: readonly string[]) => keys.every((key) => Object.hasOwn(object, key));
/** True for an object with one of these keys at least, and no others. */
const hasOnly = (object: JsonObject, ...keys: readonly string[]) =>
  Object.keys(object).length > 0 && Object.keys(object).every((key) => keys.includes(key));
const isText = (object: JsonObject, key: string) => typeof ownValue(object, key) === "string";

const kinds: readonly Kind[] = [
  { is: (object) => has(object, "formula", "parameters"), name: "a decaying model of MISP" },
  { is: (object) => has(object, "values", "uuid") || has(object, "namespace", "icon"), name: "a galaxy of MISP" },
  { is: (object) => has(object, "GalaxyCluster"), name: "a galaxy of MISP" },
  { is: (object) => has(object, "taxonomies", "path"), name: "an index of MISP taxonomies" },
  { is: (object) => has(object, "SharingGroup"), name: "sharing groups of MISP" },
  {
    is: (object) => has(object, "timestamp") && hasOnly(object, "timestamp", "type", "value", "source", "uuid", "id"),
    name: "sightings of MISP",
  },
  {
    is: (object) => {
      const result = ownValue(object, "result");
      return isJsonObject(result) && has(result, "sane_defaults");
    },
    name: "the attribute types of MISP",
  },
  {
    is: (object) =>
      has(object, "action", "target") ||
      (isText(object, "action") && hasOnly(object, "action", "target", "args", "actuator", "command_id")),
    name: "OpenC2 commands",
  },
  { is: (object) => hasOnly(object, "status", "status_text", "results"), name: "an OpenC2 response" },
  { is: (object) => has(object, "$schema"), name: "a JSON schema" },
];

/**
 * Alerts and logs of tools that watch endpoints, by the fields that their makers give them. They tell of one's own
 * machines and people: what is to be shared of them comes as a detection (OCSF) or as a list.
 */
const alerts: readonly Kind[] = [
  {
    is: (object) => has(object, "ActionType", "Timestamp"),
    name: "an EDR log of Microsoft 365 Defender",
  },
  { is: (object) => has(object, "serviceSource", "detectionSource"), name: "an EDR alert of Microsoft 365 Defender" },
  { is: (object) => has(object, "threatInfo", "agentRealtimeInfo"), name: "an EDR alert of SentinelOne" },
  { is: (object) => has(object, "cid", "behaviors"), name: "an EDR alert of CrowdStrike Falcon" },
  { is: (object) => has(object, "kibana.alert.rule.name"), name: "an alert of Elastic Security" },
  { is: (object) => has(object, "rule", "agent", "manager"), name: "an alert of Wazuh" },
  { is: (object) => has(object, "event_type", "flow_id"), name: "a log of Suricata" },
  { is: (object) => has(object, "TimeGenerated", "Type"), name: "a log of Microsoft Sentinel" },
  {
    is: (object) => has(object, "EventID") && (has(object, "Channel") || has(object, "Computer")),
    name: "a Windows event log",
  },
];

const known = [...kinds, ...alerts];
const nameOf = (object: JsonObject): string | undefined => known.find(({ is }) => is(object))?.name;

/** As many members of a list as tell what all of it is. */
const sampleSize = 20;

/** What a JSON value is, if it is one of the things that this hub knows and does not read. */
export function unsupportedKind(value: unknown): string | undefined {
  if (isJsonObject(value)) return Object.keys(value).length === 0 ? "an empty JSON object" : nameOf(value);
  if (!isJsonArray(value)) return undefined;
  if (value.length === 0) return "an empty JSON list";
  const names = new Set(value.slice(0, sampleSize).map((each) => (isJsonObject(each) ? nameOf(each) : undefined)));
  return names.has(undefined) ? undefined : [...names].slice(0, 3).join(" and ");
}
