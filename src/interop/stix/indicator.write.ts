import type { IndicatorType } from "../../modules/indicators/indicator.value";
import type { ExportedStatement } from "../export/exported";
import { common, extended, type StixObject } from "./object.write";

/** One statement as an indicator: a new object of its maker, also where it was imported from somebody else's. */
export function indicatorObject(one: ExportedStatement): StixObject {
  const phases = one.killChainPhases.map((phase) => /^([^:]{1,200}):(.{1,200})$/s.exec(phase));
  const validFrom = one.validFrom ?? before(one.created, one.validUntil);
  const own = {
    ...(one.validFrom === undefined ? { valid_from_assumed: true } : {}),
    ...one.facts,
    ...(phases.includes(null) ? { kill_chain_phases: one.killChainPhases } : {}),
    ...(one.type === "STIX_PATTERN" ? { whole_pattern: true } : {}),
  };
  const named = phases.flatMap((match) => (match ? [{ kill_chain_name: match[1], phase_name: match[2] }] : []));
  const { format, id } = one.source ?? {};
  return {
    ...common("indicator", one),
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
