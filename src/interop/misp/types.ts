import type { IndicatorType } from "../../modules/indicators/indicator.value";

/**
 * How an attribute type of MISP becomes indicators: the parts of its value (joined by "|") in order. NAME and NOTE
 * describe the others, PORT becomes a label. `toIds` is MISP's default where an attribute does not say.
 */
export type AttributeMapping = {
  readonly parts: readonly (IndicatorType | "IP" | "NAME" | "NOTE" | "PORT")[];
  readonly toIds: boolean;
};

const flagged = (...parts: AttributeMapping["parts"]): AttributeMapping => ({ parts, toIds: true });
const context = (...parts: AttributeMapping["parts"]): AttributeMapping => ({ parts, toIds: false });

/**
 * The attribute types that hold indicators of ours. A file name that comes with a hash only names the file: many are
 * names of harmless programs ("rastls.dll"), and the hash says which one is meant.
 */
export const attributeMappings: ReadonlyMap<string, AttributeMapping> = new Map([
  ["md5", flagged("FILE_MD5")],
  ["sha1", flagged("FILE_SHA1")],
  ["sha256", flagged("FILE_SHA256")],
  ["filename", flagged("FILE_NAME")],
  ["filename|md5", flagged("NAME", "FILE_MD5")],
  ["filename|sha1", flagged("NAME", "FILE_SHA1")],
  ["filename|sha256", flagged("NAME", "FILE_SHA256")],
  ["malware-sample", flagged("NAME", "FILE_MD5")],
  ["ip-src", flagged("IP")],
  ["ip-dst", flagged("IP")],
  ["ip-src|port", flagged("IP", "PORT")],
  ["ip-dst|port", flagged("IP", "PORT")],
  ["domain", flagged("DOMAIN")],
  ["hostname", flagged("DOMAIN")],
  ["hostname|port", flagged("DOMAIN", "PORT")],
  ["domain|ip", flagged("DOMAIN", "IP")],
  ["url", flagged("URL")],
  ["uri", flagged("URL")],
  ["email", flagged("EMAIL")],
  ["email-src", flagged("EMAIL")],
  ["email-dst", flagged("EMAIL")],
  ["email-subject", context("EMAIL_SUBJECT")],
  ["regkey", flagged("REGISTRY_KEY")],
  ["regkey|value", flagged("REGISTRY_KEY", "NOTE")],
  ["mutex", flagged("MUTEX")],
  ["ja3-fingerprint-md5", flagged("JA3")],
  ["AS", context("ASN")],
  ["vulnerability", context("CVE")],
  ["yara", flagged("YARA")],
  ["sigma", flagged("SIGMA")],
  ["stix2-pattern", flagged("STIX_PATTERN")],
  // A link leads to a report about the threat: it is checked as a URL, and is no indicator.
  ["link", context("URL")],
]);

/** The categories of MISP; an attribute in another one comes from something that is not MISP. */
export const categories: ReadonlySet<string> = new Set([
  "Internal reference",
  "Targeting data",
  "Antivirus detection",
  "Payload delivery",
  "Artifacts dropped",
  "Payload installation",
  "Persistence mechanism",
  "Network activity",
  "Payload type",
  "Attribution",
  "External analysis",
  "Financial fraud",
  "Support Tool",
  "Social network",
  "Person",
  "Other",
]);

/** Categories that are about the report or about people and victims, unless an attribute is flagged for detection. */
export const contextCategories: ReadonlySet<string> = new Set([
  "Internal reference",
  "Targeting data",
  "Antivirus detection",
  "Attribution",
  "External analysis",
  "Social network",
  "Person",
  "Other",
]);
