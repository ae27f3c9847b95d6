import { createHash } from "node:crypto";
import type { IndicatorType } from "../../modules/indicators/indicator.value";
import { Fields } from "../fields";
import { canonicalJson, type JsonObject } from "../json";
import { keptWords, withWords } from "../labels";
import { FieldRefused, type Report } from "../report";
import type { Format } from "../statement";
import { guessedValue, typedValue, type TypedValue } from "../value";
import type { SourcedObject } from "../versions";
import type { MarkingDefinitions } from "./marking";
import { readPattern, type Comparison } from "./pattern";
import { ownFacts } from "./told";
import { isOfType } from "./types";

type StixSource = NonNullable<SourcedObject["source"]>;

const maxNameLength = 1_000;

type Context = {
  readonly markings: MarkingDefinitions;
  readonly report: Report;
  readonly identities: ReadonlyMap<string, string>;
};

/**
 * Reads one indicator object of STIX 2.1 or 2.0; throws `FieldRefused` for the first field that is wrong. A revocation
 * needs no more than to say what is revoked: it is taken by the id where anything else cannot be read.
 */
export function readIndicator(at: string, object: JsonObject, context: Context): SourcedObject {
  const fields = new Fields(object);
  const source = sourceOf(fields, context.identities);
  const revoked = fields.flag("revoked") ?? false;
  try {
    return readStated(at, fields, { source, revoked }, context);
  } catch (error) {
    if (!revoked || !(error instanceof FieldRefused)) throw error;
    return { at, revoked, source, statements: [], rejected: [] };
  }
}

function readStated(
  at: string,
  fields: Fields,
  { source, revoked }: Pick<SourcedObject, "revoked"> & { readonly source: StixSource },
  context: Context,
): SourcedObject {
  const { values, rejected } = readValues(fields, context.report);
  const common = {
    ...descriptionOf(fields),
    ...phasesOf(at, fields, context.report),
    ...validityOf(fields),
    ...context.markings.of(at, fields),
  };
  fields.objects("external_references");
  const words = [...fields.texts("indicator_types"), ...fields.texts("labels")];
  const labels = keptWords(at, "labels", words, context.report);
  const statements = values.map(({ type, value, labels: extra }) => ({
    at,
    type,
    value,
    ...common,
    ...(labels.length + extra.length > 0 ? { labels: withWords(labels, extra) } : {}),
    revoked,
    source,
  }));
  return { at, revoked, source, statements, rejected };
}

function sourceOf(fields: Fields, identities: ReadonlyMap<string, string>): StixSource {
  const id = fields.requiredText("id", 200);
  if (!isOfType(id, "indicator")) throw new FieldRefused("id", `"id" must be "indicator--" and a UUID.`, id);
  const version = fields.text("spec_version", 20);
  const format: Format = version === undefined || version === "2.0" ? "STIX_2_0" : "STIX_2_1";
  const created = fields.requiredTime("created");
  const modified = fields.requiredTime("modified");
  if (modified < created) throw new FieldRefused("modified", `"modified" is before "created".`, fields.raw("modified"));
  const creator = fields.text("created_by_ref", 200);
  if (creator !== undefined && !isOfType(creator, "identity")) {
    throw new FieldRefused("created_by_ref", `"created_by_ref" must be "identity--" and a UUID.`, creator);
  }
  const creatorName = creator === undefined ? undefined : identities.get(creator);
  const hash = createHash("sha256").update(canonicalJson(fields.object)).digest("hex");
  return {
    format,
    id,
    ...(creator === undefined ? {} : { creator }),
    ...(creatorName === undefined ? {} : { creatorName }),
    created,
    modified,
    hash,
  };
}

function descriptionOf(fields: Fields) {
  const name = fields.text("name", maxNameLength);
  const description = fields.text("description");
  const confidence = fields.integer("confidence", 0, 100);
  return {
    ...(name === undefined ? {} : { name }),
    ...(description === undefined ? {} : { description }),
    ...(confidence === undefined ? {} : { confidence }),
  };
}

function phasesOf(at: string, fields: Fields, report: Report) {
  const named = fields.objects("kill_chain_phases").map((phase) => {
    const parts = new Fields(phase);
    return `${parts.requiredText("kill_chain_name", 200)}:${parts.requiredText("phase_name", 200)}`;
  });
  const own = ownFacts(fields)?.texts("kill_chain_phases") ?? [];
  const phases = keptWords(at, "kill_chain_phases", own.length > 0 ? own : named, report);
  return phases.length === 0 ? {} : { killChainPhases: phases };
}

function validityOf(fields: Fields) {
  const validFrom = fields.requiredTime("valid_from");
  const validUntil = fields.time("valid_until");
  const stated = ownFacts(fields)?.flag("valid_from_assumed") === true ? {} : { validFrom };
  if (validUntil === undefined) return stated;
  if (validUntil > validFrom) return { ...stated, validUntil };
  throw new FieldRefused("valid_until", `"valid_until" must be after "valid_from".`, fields.raw("valid_until"));
}

type Values = {
  readonly values: readonly Exclude<TypedValue, { reason: string }>[];
  readonly rejected: SourcedObject["rejected"];
};

function readValues(fields: Fields, report: Report): Values {
  const pattern = fields.requiredText("pattern");
  const kind = (fields.text("pattern_type", 100) ?? "stix").toLowerCase();
  if (kind === "yara" || kind === "sigma") return whole(kind === "yara" ? "YARA" : "SIGMA", pattern);
  if (kind !== "stix") {
    throw new FieldRefused(
      "pattern_type",
      `This hub does not take patterns of the type "${kind}".`,
      kind,
      "UNSUPPORTED",
    );
  }
  const reading = readPattern(pattern, report.limits);
  if (reading.kind === "REFUSED") throw new FieldRefused("pattern", reading.message, pattern, reading.code);
  const isWhole = ownFacts(fields)?.flag("whole_pattern") === true;
  const typed = reading.kind === "SIMPLE" && !isWhole ? reading.comparisons.map(valueOf) : [undefined];
  return typed.includes(undefined)
    ? whole("STIX_PATTERN", pattern)
    : settle(reading.kind === "SIMPLE" ? reading.comparisons : [], typed);
}

function whole(type: IndicatorType, pattern: string): Values {
  const typed = typedValue(type, pattern);
  if ("reason" in typed) throw new FieldRefused("pattern", `The pattern ${typed.reason}.`, pattern);
  return { values: [typed], rejected: [] };
}

/** Splits values from what is none. An indicator without a single value is refused as a whole. */
function settle(comparisons: readonly Comparison[], typed: readonly (TypedValue | undefined)[]): Values {
  const values = new Map<string, Exclude<TypedValue, { reason: string }>>();
  const rejected: { value: string; reason: string }[] = [];
  for (const [index, each] of typed.entries()) {
    const value = comparisons[index]?.value ?? "";
    if (each === undefined) continue;
    if ("reason" in each) rejected.push({ value, reason: each.reason });
    else values.set(`${each.type} ${each.value}`, each);
  }
  const [first] = rejected;
  if (values.size === 0 && first !== undefined) {
    throw new FieldRefused("pattern", `The value in the pattern ${first.reason}.`, first.value);
  }
  return { values: [...values.values()], rejected };
}

/** The object paths whose equality with a value is an indicator of ours; any other path keeps its pattern whole. */
const paths: Readonly<Record<string, IndicatorType>> = {
  "ipv4-addr:value": "IPV4",
  "ipv6-addr:value": "IPV6",
  "domain-name:value": "DOMAIN",
  "url:value": "URL",
  "email-addr:value": "EMAIL",
  "email-message:from_ref.value": "EMAIL",
  "email-message:sender_ref.value": "EMAIL",
  "email-message:subject": "EMAIL_SUBJECT",
  "file:name": "FILE_NAME",
  "windows-registry-key:key": "REGISTRY_KEY",
  "mutex:name": "MUTEX",
  "autonomous-system:number": "ASN",
  // STIX has no object for these: so the hub writes them itself.
  "x-sansha-tls-client:ja3": "JA3",
  "x-sansha-vulnerability:name": "CVE",
};
const hashNames: Readonly<Record<string, IndicatorType>> = {
  MD5: "FILE_MD5",
  SHA1: "FILE_SHA1",
  SHA256: "FILE_SHA256",
};

function valueOf({ path, operator, value }: Comparison): TypedValue | undefined {
  const hash = /^file:hashes\.(.+)$/.exec(path)?.[1];
  const type = hash === undefined ? paths[path] : hashNames[hash.toUpperCase().replace(/[^A-Z0-9]/g, "")];
  if (operator === "ISSUBSET") return type === "IPV4" || type === "IPV6" ? typedValue("CIDR", value) : undefined;
  // A connection to one address says what the address says; its type (IPv4, IPv6, name) shows in the value.
  if (path === "network-traffic:dst_ref.value") return guessedValue(value);
  return type === undefined ? undefined : typedValue(type, value);
}
