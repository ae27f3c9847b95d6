import type { IndicatorType } from "../../modules/indicators/indicator.value";
import type { Pap, Tlp } from "../../platform/marking";
import type { ExportedCase, ExportedParty, ExportedRevision, ExportedStatement, Facts } from "../export/exported";
import { markingObjects, markingRefs } from "./marking.write";

export type StixObject = { readonly type: string; readonly id: string } & Readonly<Record<string, unknown>>;
export type Bundle = { readonly type: "bundle"; readonly id: string; readonly objects: readonly StixObject[] };

/** Our property extension: what STIX 2.1 has no place for. `readIndicator` takes back from it what it alone holds. */
export const ourExtensionId = "extension-definition--5b0c7c6e-3a3c-4d86-9a4e-6f1c2d6f0a11";
const ourIdentityId = "identity--0e7b1c4a-5d2f-4c3b-8f6e-2a9d4b7c1e30";
const since = "2026-01-01T00:00:00.000Z";

/** A UUID out of an id of ours, which is one in other letters: what is exported twice is the same object. */
export function uuidOf(id: string): string {
  const letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  let bits = 0n;
  for (const char of id.slice(id.lastIndexOf("_") + 1)) bits = (bits << 5n) | BigInt(letters.indexOf(char));
  const hex = bits.toString(16).padStart(32, "0");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

const stixId = (type: string, id: string) => `${type}--${uuidOf(id)}`;

/** An indicator set: what is said of values, and by whom. */
export function bundleOfStatements(id: string, statements: readonly ExportedStatement[]): Bundle {
  return bundleOf(id, statements, [], []);
}

/** A case as an incident, and a grouping of it with its indicators. */
export function bundleOfCase(one: ExportedCase, statements: readonly ExportedStatement[]): Bundle {
  const incident: StixObject = {
    ...common("incident", one, one.created, one.created),
    name: one.title,
    ...(one.summary === "" ? {} : { description: one.summary }),
    external_references: [{ source_name: "Sansha", external_id: one.reference }],
    ...extended({ ...one.facts, reference: one.reference }),
  };
  const grouping: StixObject = {
    ...common("grouping", one, one.created, one.created),
    name: `${one.reference} ${one.title}`,
    context: "suspicious-activity",
    object_refs: [incident.id, ...statements.map(({ id }) => stixId("indicator", id))],
  };
  return bundleOf(one.id, statements, [incident, grouping], [one]);
}

/** A revision of a share as a report: its indicators, and its items in words as notes. */
export function bundleOfRevision(one: ExportedRevision, statements: readonly ExportedStatement[]): Bundle {
  const reportId = stixId("report", one.id);
  const notes = one.notes.map((note): StixObject => ({
    ...common("note", { ...note, by: one.by }, one.published, one.published),
    content: note.text,
    object_refs: [reportId],
    ...extended(note.facts),
  }));
  const indicators = statements.map(({ id }) => stixId("indicator", id));
  const refs = [...indicators, ...notes.map(({ id }) => id)];
  const report: StixObject = {
    ...common("report", one, one.created, one.published),
    name: one.subject,
    ...(one.text === null ? {} : { description: one.text }),
    report_types: [indicators.length > 0 ? "indicator" : "threat-report"],
    published: one.published,
    // A report refers to something: of one without items that is whoever tells it.
    object_refs: refs.length > 0 ? refs : [one.by ? stixId("identity", one.by.id) : ourIdentityId],
    ...(one.retracted ? { revoked: true } : {}),
    ...extended(one.facts),
  };
  return bundleOf(one.id, statements, [report, ...notes], [one, ...one.notes]);
}

type Marked = { readonly tlp: Tlp; readonly pap?: Pap };
type Told = Marked & { readonly id: string; readonly by: ExportedParty | null };

const common = (type: string, { id, by, ...marked }: Told, created: string, modified: string) => ({
  type,
  spec_version: "2.1",
  id: stixId(type, id),
  ...(by === null ? {} : { created_by_ref: stixId("identity", by.id) }),
  created,
  modified,
  object_marking_refs: markingRefs(marked),
});

const extended = (facts: Facts) => ({
  extensions: { [ourExtensionId]: { extension_type: "property-extension", ...facts } },
});

function bundleOf(
  id: string,
  statements: readonly ExportedStatement[],
  others: readonly StixObject[],
  told: readonly (Marked & { readonly by?: ExportedParty | null })[],
): Bundle {
  const parties = new Map([...statements, ...told].flatMap(({ by }) => (by ? [[by.id, by] as const] : [])));
  const objects = [
    ...markingObjects([...statements, ...told]),
    ...ourDefinition,
    ...[...parties.values()].map(identityObject),
    ...others,
    ...statements.map(indicatorObject),
  ];
  return { type: "bundle", id: stixId("bundle", id), objects };
}

const identityObject = ({ id, name }: ExportedParty): StixObject => ({
  type: "identity",
  spec_version: "2.1",
  id: stixId("identity", id),
  created: since,
  modified: since,
  name,
  identity_class: "organization",
});

const ourDefinition: readonly StixObject[] = [
  {
    type: "identity",
    spec_version: "2.1",
    id: ourIdentityId,
    created: since,
    modified: since,
    name: "Sansha",
    identity_class: "system",
  },
  {
    type: "extension-definition",
    spec_version: "2.1",
    id: ourExtensionId,
    created_by_ref: ourIdentityId,
    created: since,
    modified: since,
    name: "Sansha",
    description: "What a share claims and gives up, the six answers (5W1H) of its sender, and the facts of a case.",
    schema: "The fields are those of the type of the same name in schema.graphql, in snake case.",
    version: "1.0.0",
    extension_types: ["property-extension"],
  },
];

/** One statement as an indicator: a new object of its maker, also where it was imported from somebody else's. */
export function indicatorObject(one: ExportedStatement): StixObject {
  const phases = one.killChainPhases.map((phase) => /^([^:]{1,200}):(.{1,200})$/s.exec(phase));
  const validFrom = one.validFrom ?? before(one.created, one.validUntil);
  const own = {
    ...(one.validFrom === undefined ? { valid_from_assumed: true } : {}),
    ...(phases.includes(null) ? { kill_chain_phases: one.killChainPhases } : {}),
    ...(one.type === "STIX_PATTERN" ? { whole_pattern: true } : {}),
  };
  const named = phases.flatMap((match) => (match ? [{ kill_chain_name: match[1], phase_name: match[2] }] : []));
  const { format, id } = one.source ?? {};
  return {
    ...common("indicator", one, one.created, one.modified),
    ...(one.name === undefined ? {} : { name: one.name }),
    ...(one.description === undefined ? {} : { description: one.description }),
    ...patternOf(one.type, one.value),
    valid_from: validFrom,
    ...(one.validUntil === undefined ? {} : { valid_until: one.validUntil }),
    ...(one.confidence === undefined ? {} : { confidence: one.confidence }),
    ...(one.labels.length === 0 ? {} : { labels: one.labels }),
    ...(named.length === 0 ? {} : { kill_chain_phases: named }),
    ...(one.revoked ? { revoked: true } : {}),
    ...(id === undefined ? {} : { external_references: [{ source_name: format, external_id: id }] }),
    ...(Object.keys(own).length === 0 ? {} : extended(own)),
  };
}

/** STIX needs a beginning. Where none was stated it is that of the statement, or just before its end. */
const before = (created: string, validUntil: string | undefined) =>
  validUntil === undefined || created < validUntil
    ? created
    : new Date(new Date(validUntil).getTime() - 1_000).toISOString();

const paths: Readonly<Record<Exclude<IndicatorType, "CIDR" | "ASN" | "YARA" | "SIGMA" | "STIX_PATTERN">, string>> = {
  IPV4: "ipv4-addr:value",
  IPV6: "ipv6-addr:value",
  DOMAIN: "domain-name:value",
  URL: "url:value",
  EMAIL: "email-addr:value",
  EMAIL_SUBJECT: "email-message:subject",
  FILE_MD5: "file:hashes.MD5",
  FILE_SHA1: "file:hashes.'SHA-1'",
  FILE_SHA256: "file:hashes.'SHA-256'",
  FILE_NAME: "file:name",
  REGISTRY_KEY: "windows-registry-key:key",
  MUTEX: "mutex:name",
  JA3: "x-sansha-tls-client:ja3",
  CVE: "x-sansha-vulnerability:name",
};

function patternOf(type: IndicatorType, value: string) {
  if (type === "YARA" || type === "SIGMA") return { pattern: value, pattern_type: type.toLowerCase() };
  return { pattern: type === "STIX_PATTERN" ? value : `[${comparisonOf(type, value)}]`, pattern_type: "stix" };
}

function comparisonOf(type: Exclude<IndicatorType, "YARA" | "SIGMA" | "STIX_PATTERN">, value: string): string {
  if (type === "ASN") return `autonomous-system:number = ${value.replace(/^AS/, "")}`;
  const text = `'${value.replace(/[\\']/g, "\\$&")}'`;
  if (type === "CIDR") return `ipv${value.includes(":") ? "6" : "4"}-addr:value ISSUBSET ${text}`;
  return `${paths[type]} = ${text}`;
}
