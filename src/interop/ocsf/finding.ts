import { Fields } from "../fields";
import {
  isJsonArray,
  isJsonObject,
  ownValue,
  pathText,
  ProblemIndex,
  refuseMalformed,
  type JsonDocument,
  type JsonObject,
} from "../json";
import { FieldRefused, type Report } from "../report";
import type { DetectionFact } from "../statement";
import type { Reading } from "../read";
import { utcTimeOfSeconds } from "../time";

const detectionFinding = 2004;
const severities: Readonly<Record<number, string>> = {
  0: "UNKNOWN",
  1: "INFORMATIONAL",
  2: "LOW",
  3: "MEDIUM",
  4: "HIGH",
  5: "CRITICAL",
  6: "FATAL",
  99: "OTHER",
};
const confidences: Readonly<Record<number, string>> = { 0: "UNKNOWN", 1: "LOW", 2: "MEDIUM", 3: "HIGH", 99: "OTHER" };

/** An OCSF event or a list of them: each names its class. */
export const isOcsf = (value: unknown): boolean =>
  isJsonArray(value) ? value.slice(0, 20).some(hasClass) : hasClass(value);

const hasClass = (value: unknown) => isJsonObject(value) && Object.hasOwn(value, "class_uid");

/**
 * Reads OCSF Detection Findings (class 2004) into detections. What a finding observed is evidence about the victim's
 * own machines as much as about the attacker: nothing in it becomes an indicator by itself.
 */
export function readOcsf(document: JsonDocument, report: Report): Reading {
  const index = new ProblemIndex(document.problems);
  const list = isJsonArray(document.value);
  const items = isJsonArray(document.value) ? document.value : [document.value];
  report.checkLine(items.length);
  const detections = items.flatMap((item, place) => {
    const path = list ? [place] : [];
    const at = list ? `item ${pathText(path)}` : "the finding";
    return (
      report.attempt(at, () => {
        refuseMalformed(index.below(path), path);
        if (!isJsonObject(item)) throw new FieldRefused("", "The item is no JSON object.", item);
        return readFinding(at, item);
      }) ?? []
    );
  });
  if (detections.some(({ severity, confidence, hosts }) => severity ?? confidence ?? hosts[0])) {
    const message =
      "The severity, confidence and hosts of a finding are kept in its alert as it came, and in no field.";
    report.remark("the findings", message);
  }
  return { format: "OCSF_DETECTION_FINDING", detections };
}

function readFinding(at: string, item: JsonObject): DetectionFact {
  const fields = new Fields(item);
  const classUid = required(fields, "class_uid");
  if (classUid !== detectionFinding) {
    const message = `This hub reads detection findings (class 2004), not class ${classUid}.`;
    throw new FieldRefused("class_uid", message, classUid, "UNSUPPORTED");
  }
  const activity = required(fields, "activity_id");
  const type = required(fields, "type_uid");
  if (type !== classUid * 100 + activity) {
    throw new FieldRefused("type_uid", `"type_uid" must be class_uid · 100 + activity_id.`, type);
  }
  const info = new Fields(requiredObject(fields, "finding_info"));
  const metadata = new Fields(requiredObject(fields, "metadata"));
  const product = metadata.raw("product");
  const tool = isJsonObject(product) ? ownValue(product, "name") : undefined;
  const vendor = isJsonObject(product) ? ownValue(product, "vendor_name") : undefined;
  const named = [vendor, tool].filter((name) => typeof name === "string" && name !== "").join(" ");
  const analytic = info.raw("analytic");
  const rule = isJsonObject(analytic) ? ownValue(analytic, "name") : undefined;
  const firstSeen = info.raw("first_seen_time");
  return {
    at,
    id: inField("finding_info", () => info.requiredText("uid", 500)),
    title: inField("finding_info", () => info.requiredText("title", 1_000)),
    ...(typeof tool === "string" ? { tool: tool.slice(0, 500) } : {}),
    ...(named === "" ? {} : { product: named.slice(0, 1_000) }),
    ...(typeof rule === "string" ? { rule: rule.slice(0, 500) } : {}),
    detectedAt: millisecondsOf("time", fields.raw("time")),
    ...(firstSeen === undefined ? {} : { firstSeen: millisecondsOf("finding_info.first_seen_time", firstSeen) }),
    ...levelOf("severity", "severity_id", fields, severities),
    ...levelOf("confidence", "confidence_id", fields, confidences),
    hosts: hostsOf(item),
    raw: item,
  };
}

function required(fields: Fields, field: string): number {
  const value = fields.integer(field, 0, 999_999_999);
  if (value === undefined) throw new FieldRefused(field, `"${field}" is missing.`);
  return value;
}

function requiredObject(fields: Fields, field: string): JsonObject {
  const value = fields.raw(field);
  if (isJsonObject(value)) return value;
  throw new FieldRefused(
    field,
    value === undefined ? `"${field}" is missing.` : `"${field}" must be an object.`,
    value,
  );
}

/** Names a field of an inner object by its path. */
function inField<T>(outer: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof FieldRefused)) throw error;
    throw new FieldRefused(
      `${outer}.${error.field}`,
      `${error.message.replace(`"`, `"${outer}.`)}`,
      error.value,
      error.code,
    );
  }
}

/** OCSF times are milliseconds since 1970. */
function millisecondsOf(field: string, value: unknown): string {
  const time = typeof value === "number" ? utcTimeOfSeconds(value / 1000) : undefined;
  if (time === undefined) throw new FieldRefused(field, `"${field}" must be a time in milliseconds since 1970.`, value);
  return time;
}

function levelOf(
  name: "severity" | "confidence",
  field: string,
  fields: Fields,
  values: Readonly<Record<number, string>>,
) {
  const id = fields.integer(field, 0, 99);
  if (id === undefined) return {};
  const value = Object.hasOwn(values, id) ? values[id] : undefined;
  if (value === undefined)
    throw new FieldRefused(field, `"${field}" is none of ${Object.keys(values).join(", ")}.`, id);
  return { [name]: value };
}

/** The machines that a finding is about: the device, and the resources that it names. */
function hostsOf(item: JsonObject): readonly string[] {
  const resources = item["resources"];
  const holders = [item["device"], ...(isJsonArray(resources) ? resources : [])];
  const names = holders.flatMap((holder) => {
    const name = isJsonObject(holder) ? (ownValue(holder, "hostname") ?? ownValue(holder, "name")) : undefined;
    return typeof name === "string" && name !== "" ? [name.slice(0, 255)] : [];
  });
  return [...new Set(names)];
}
