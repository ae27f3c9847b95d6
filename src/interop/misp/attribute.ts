import { createHash } from "node:crypto";
import { Fields } from "../fields";
import { canonicalJson, isJsonObject, ownValue, type JsonObject } from "../json";
import { keptWords, withWords } from "../labels";
import { markingOfTag, strictestMarkings, type Markings } from "../marking";
import { FieldRefused, type Report } from "../report";
import type { IndicatorStatement } from "../statement";
import { utcTimeOfSeconds } from "../time";
import { typedValue, type TypedValue } from "../value";
import type { SourcedObject } from "../versions";
import { timesOf } from "./times";
import { attributeMappings, categories, contextCategories, type AttributeMapping } from "./types";

/** What an event gives to all of its attributes. */
export type EventContext = {
  readonly markings: Markings;
  readonly tags: Tags;
  readonly creator?: string;
  readonly creatorName?: string;
  /** When the event was changed last: its attributes take over what it says of them. */
  readonly modified?: string;
};

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
export const isUuid = (text: string) => uuid.test(text);

/** What the tags on an event or attribute say. */
export type Tags = {
  readonly markings: Markings;
  readonly labels: readonly string[];
  /** The least that any of them states. */
  readonly confidence: number | undefined;
};

export function readTags(at: string, fields: Fields, report: Report): Tags {
  const listed = fields.raw("Tag") === null ? [] : fields.objects("Tag");
  const names = listed.flatMap((tag) => new Fields(tag).text("name", 1_000)?.trim() ?? []);
  const words = names.filter((name) => !/^(?:tlp|pap):/i.test(name));
  return {
    markings: strictestMarkings(names.map(markingOfTag)),
    labels: keptWords(at, "Tag", words, report),
    confidence: least(names.map(confidenceOf)),
  };
}

const least = (numbers: readonly (number | undefined)[]): number | undefined =>
  numbers.reduce((least, one) => (one === undefined || (least ?? 101) < one ? least : one), undefined);

/** MISP writes flags as booleans, as 0 and 1, and as the texts of these. */
export function readFlag(fields: Fields, field: string): boolean | undefined {
  const value = fields.raw(field);
  if (value === undefined || value === null) return undefined;
  if (value === true || value === 1 || value === "1" || value === "true") return true;
  if (value === false || value === 0 || value === "0" || value === "false") return false;
  throw new FieldRefused(field, `"${field}" must be true or false.`, value);
}

/** MISP writes numbers as texts. */
export function readDigits(fields: Fields, field: string, max: number): number | undefined {
  const value = fields.raw(field);
  if (value === undefined || value === null) return undefined;
  const number =
    typeof value === "number" || (typeof value === "string" && /^\d{1,15}$/.test(value)) ? Number(value) : -1;
  if (Number.isInteger(number) && number >= 0 && number <= max) return number;
  throw new FieldRefused(field, `"${field}" must be a whole number up to ${max}.`, value);
}

/** A time of MISP: seconds since 1970, as a number or as digits. */
export function readSeconds(fields: Fields, field: string): string | undefined {
  const seconds = readDigits(fields, field, 253_402_300_799);
  return seconds === undefined ? undefined : utcTimeOfSeconds(seconds);
}

export type AttributeReading = SourcedObject | { readonly ignored: string };

/**
 * Reads one attribute. All of its fields are checked; it becomes statements if its type is one of ours. Where MISP's
 * flag says that it is not meant for detection (`to_ids`), the label "to_ids:false" says so too, and what its category
 * shows to be about the report or the victim is context and ignored.
 */
export function readAttribute(at: string, object: JsonObject, context: EventContext, report: Report): AttributeReading {
  const fields = new Fields(object);
  const source = sourceOf(fields, context);
  const revoked = readFlag(fields, "deleted") ?? false;
  if (revoked && source === undefined)
    return { ignored: "attribute without a uuid that is deleted: nothing tells what it takes back" };
  try {
    return readStated(at, fields, { source, revoked }, context, report);
  } catch (error) {
    if (!revoked || !(error instanceof FieldRefused)) throw error;
    return { at, revoked, ...(source ? { source } : {}), statements: [], rejected: [] };
  }
}

type Versioned = { readonly revoked: boolean; readonly source: SourcedObject["source"] };

function readStated(
  at: string,
  fields: Fields,
  { revoked, source }: Versioned,
  context: EventContext,
  report: Report,
): AttributeReading {
  const type = fields.requiredText("type", 100);
  const value = fields.requiredText("value");
  const category = fields.text("category", 100);
  if (category !== undefined && !categories.has(category)) {
    throw new FieldRefused("category", `"${category.slice(0, 60)}" is no category of MISP.`, category);
  }
  const distribution = readDigits(fields, "distribution", 5);
  const mapping = attributeMappings.get(type);
  const flagged = readFlag(fields, "to_ids") ?? mapping?.toIds ?? false;
  const typed = mapping === undefined ? [] : partsOf(mapping, type, value);
  if (flagged && mapping === undefined) {
    throw new FieldRefused("type", `This hub keeps no indicators of the type "${type}".`, type, "UNSUPPORTED");
  }
  if (mapping === undefined || type === "link") return { ignored: `attribute of the type ${type}: not an indicator` };
  if (!flagged && contextCategories.has(category ?? "")) {
    return { ignored: `attribute of the category ${category ?? ""} not meant for detection` };
  }
  const tags = readTags(at, fields, report);
  const markings = strictestMarkings([context.markings, tags.markings, ofDistribution(distribution)]);
  if (distribution === 4 && !isJsonObject(fields.raw("SharingGroup"))) {
    report.remark(
      at,
      "The attribute is for a sharing group that is not in the file: TLP:AMBER+STRICT at least.",
      "distribution",
    );
  }
  const times = timesOf(at, fields, report);
  const all = tags.labels.length === 0 ? context.tags.labels : [...context.tags.labels, ...tags.labels];
  const kept = all.length > context.tags.labels.length ? keptWords(at, "Tag", all, report) : all;
  const said = {
    labels: withWords(kept, [...(flagged ? [] : ["to_ids:false"]), ...times.labels]),
    confidence: least([context.tags.confidence, tags.confidence]),
  };
  const own = source ? { revoked, source } : {};
  const extra = { ...extraOf(fields, mapping, value, said), ...times.validity, ...markings, ...own };
  return { at, revoked, ...own, ...statementsOf(at, typed, extra) };
}

/** What an instance of MISP counts for itself, and what others add: no part of what an attribute says. */
const besides: ReadonlySet<string> = new Set([
  ...["id", "event_id", "object_id", "sharing_group_id"],
  ...["Sighting", "ShadowAttribute", "RelatedAttribute"],
]);

/**
 * By which a later import knows an attribute again, with what its statement takes from the event: a marking that the
 * event changes makes another version. One without a uuid is not known again, for its place in a list says nothing.
 */
function sourceOf(fields: Fields, context: EventContext): SourcedObject["source"] {
  const id = fields.text("uuid", 100);
  if (id !== undefined && !isUuid(id)) throw new FieldRefused("uuid", `"uuid" is not a UUID.`, id);
  const times = [readSeconds(fields, "timestamp"), context.modified].filter((time) => time !== undefined);
  if (id === undefined) return undefined;
  const own = Object.fromEntries(Object.entries(fields.object).filter(([field]) => !besides.has(field)));
  const { creator, creatorName, markings, tags } = context;
  const said = { own, event: { creator, creatorName, markings, tags } };
  return {
    format: "MISP_EVENT",
    id,
    ...(context.creator === undefined ? {} : { creator: context.creator }),
    ...(context.creatorName === undefined ? {} : { creatorName: context.creatorName }),
    modified: times.sort().at(-1) ?? "1970-01-01T00:00:00.000000Z",
    hash: createHash("sha256").update(canonicalJson(said)).digest("hex"),
  };
}

/** "Your organisation only" and a sharing group that is not there both forbid handing it on. */
export const ofDistribution = (distribution: number | undefined): Markings =>
  distribution === 0 || distribution === 4 ? { tlp: "AMBER_STRICT" } : {};

type Part = { readonly raw: string; readonly value: TypedValue };

function partsOf(mapping: AttributeMapping, type: string, value: string): readonly Part[] {
  const raws = mapping.parts.length === 1 ? [value] : value.split("|");
  if (raws.length !== mapping.parts.length) {
    throw new FieldRefused(
      "value",
      `A value of the type "${type}" has ${mapping.parts.length} parts, joined by "|".`,
      value,
    );
  }
  const port = raws[mapping.parts.indexOf("PORT")];
  if (port !== undefined && !(Number(port) >= 1 && Number(port) <= 65_535)) {
    throw new FieldRefused("value", "The port is none.", value);
  }
  const parts = mapping.parts.flatMap((part, index) => {
    const raw = raws[index] ?? "";
    if (part === "NAME" || part === "NOTE" || part === "PORT") return [];
    const typed = typedValue(part === "IP" ? "IPV4" : part, raw);
    return [
      {
        raw,
        value: "reason" in typed ? typed : { ...typed, labels: [...typed.labels, ...(port ? [`port:${port}`] : [])] },
      },
    ];
  });
  const [first] = parts;
  if (first !== undefined && parts.every((part) => "reason" in part.value) && "reason" in first.value) {
    throw new FieldRefused("value", `The value ${first.value.reason}.`, value);
  }
  return parts;
}

type Extra = Omit<IndicatorStatement, "at" | "type" | "value">;

function statementsOf(
  at: string,
  parts: readonly Part[],
  extra: Extra,
): Pick<SourcedObject, "statements" | "rejected"> {
  const statements: IndicatorStatement[] = [];
  const rejected: { value: string; reason: string }[] = [];
  for (const { raw, value } of parts) {
    if ("reason" in value) rejected.push({ value: raw, reason: value.reason });
    else {
      const labels = withWords(extra.labels ?? [], value.labels);
      statements.push({ at, type: value.type, value: value.value, ...extra, ...(labels.length > 0 ? { labels } : {}) });
    }
  }
  return { statements, rejected };
}

const levels: Readonly<Record<string, number>> = {
  "completely-confident": 100,
  "usually-confident": 75,
  "fairly-confident": 50,
  "rarely-confident": 25,
  unconfident: 0,
};

function extraOf(
  fields: Fields,
  mapping: AttributeMapping,
  value: string,
  { labels, confidence }: Pick<Tags, "labels" | "confidence">,
) {
  const raws = mapping.parts.length === 1 ? [] : value.split("|");
  const name = raws[mapping.parts.indexOf("NAME")]?.trim().slice(0, 1_000);
  const comment = fields.raw("comment") === null ? undefined : fields.text("comment");
  const description = [comment, raws[mapping.parts.indexOf("NOTE")]].filter(Boolean).join("; ");
  const phases = labels.flatMap((tag) => /^kill-chain:(.+)$/.exec(tag)?.[0] ?? []);
  return {
    ...(name ? { name } : {}),
    ...(description === "" ? {} : { description }),
    ...(labels.length === 0 ? {} : { labels }),
    ...(phases.length === 0 ? {} : { killChainPhases: phases }),
    ...(confidence === undefined ? {} : { confidence }),
  };
}

/** The confidence that a tag of the taxonomies "osint" and "misp" states. */
function confidenceOf(tag: string): number | undefined {
  const [, digits] = /^osint:certainty="(\d{1,3})"$/.exec(tag) ?? [];
  if (digits !== undefined && Number(digits) <= 100) return Number(digits);
  const [, word = ""] = /^misp:confidence-level="([a-z-]+)"$/.exec(tag) ?? [];
  return Object.hasOwn(levels, word) ? levels[word] : undefined;
}

/** The name of an organisation and its uuid, where an event has them. */
export function organisationOf(value: unknown): { readonly creator?: string; readonly creatorName?: string } {
  if (!isJsonObject(value)) return {};
  const [id, name] = [ownValue(value, "uuid"), ownValue(value, "name")];
  return {
    ...(typeof id === "string" && isUuid(id) ? { creator: id } : {}),
    ...(typeof name === "string" && name !== "" ? { creatorName: name.slice(0, 500) } : {}),
  };
}
