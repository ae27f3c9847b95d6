import type { IndicatorType } from "../modules/indicators/indicator.value";
import type { Meaning } from "./list/columns";
import { DomainError } from "../platform/errors";
import type { Pap, Tlp } from "../platform/marking";
import type { ToldByHub } from "./stix/told.read";

export { type IndicatorType, indicatorTypes } from "../modules/indicators/indicator.value";

/** The formats that the hub reads, as `readIntel` names them. */
export const formats = [
  "STIX_2_1",
  "STIX_2_0",
  "MISP_EVENT",
  "MISP_FEED_MANIFEST",
  "OPENIOC",
  "CSV",
  "PLAIN_LIST",
  "PROSE",
  "OCSF_DETECTION_FINDING",
  "WARNINGLIST",
  "MARKING_TAXONOMY",
] as const;
export type Format = (typeof formats)[number];

export type RefusalCode = "INVALID_INPUT" | "UNSUPPORTED" | "PAYLOAD_TOO_LARGE";

/** One thing of a file that is not taken: where it stands, which field is to blame, and why, in one sentence. */
export type Refusal = {
  /** A STIX or MISP id, "line 12", "row 7", or the path of a JSON value ("objects[3]"). */
  readonly at: string;
  readonly code: RefusalCode;
  readonly field?: string;
  readonly message: string;
  /** At most 80 characters of what was there, without characters that could act on a terminal or turn text around. */
  readonly value?: string;
};

/** Something that was taken, with a caution that its receiver should know ("an unknown marking"). */
export type Remark = { readonly at: string; readonly field?: string; readonly message: string };

/** What is right in its place but is no indicator, summed up: 1,549 relationships are one entry. */
export type Ignored = { readonly at: string; readonly what: string; readonly count: number };

/** The object that a statement came from, by which a later import knows it again. */
export type SourceObject = {
  readonly format: Format;
  readonly id: string;
  /** The creator's id in the source's own terms: a STIX identity, a MISP organisation's uuid. */
  readonly creator?: string;
  readonly creatorName?: string;
  readonly created?: string;
  readonly modified?: string;
  /** SHA-256, in hexadecimal, of the object as canonical JSON (RFC 8785). Equal content has an equal hash. */
  readonly hash: string;
};

/** That somebody calls a value an indicator. The value is normalised and refanged; times are UTC, to the microsecond. */
export type IndicatorStatement = {
  readonly at: string;
  readonly type: IndicatorType;
  readonly value: string;
  readonly name?: string;
  readonly description?: string;
  readonly confidence?: number;
  readonly validFrom?: string;
  readonly validUntil?: string;
  readonly tlp?: Tlp;
  readonly pap?: Pap;
  readonly killChainPhases?: readonly string[];
  /**
   * The source's own labels. Four are ours: "port:443" keeps a port that stood beside an address, "scheme:assumed"
   * marks a URL that came without a scheme, "to_ids:false" what MISP says is not meant for detection, and "last_seen:"
   * keeps when MISP last saw it.
   */
  readonly labels?: readonly string[];
  readonly revoked?: boolean;
  readonly source?: SourceObject;
};

/** An object that its creator revokes and whose value cannot be read: it is taken back by its id. */
export type Withdrawal = { readonly at: string; readonly source: SourceObject };

/** A detection as a tool reported it (OCSF Detection Finding, class 2004). Its indicators are what it matched. */
export type DetectionFact = {
  readonly at: string;
  readonly id: string;
  readonly title: string;
  readonly tool?: string;
  /** The tool with its vendor: within it, and nowhere else, the id is one finding's. */
  readonly product?: string;
  readonly rule?: string;
  readonly detectedAt: string;
  readonly firstSeen?: string;
  readonly severity?: string;
  readonly confidence?: string;
  readonly hosts: readonly string[];
  /** The alert as it came, for the analyst who wants all of it. */
  readonly raw: Readonly<Record<string, unknown>>;
};

/** A list of values that are known to be harmless or shared, as its maintainer publishes it. */
export type BenignList = {
  readonly name: string;
  readonly description?: string;
  readonly version: string;
  /** How an entry is to be compared: the whole value, a host and those below it, a part, a network, a regular expression. */
  readonly matching: "STRING" | "HOSTNAME" | "SUBSTRING" | "CIDR" | "REGEX";
  /** The MISP attribute types that the list is about. */
  readonly attributes: readonly string[];
  readonly entries: readonly string[];
};

/** What a column of a table was taken for, so that a person can check the guess before storing anything. */
export type Column = {
  readonly index: number;
  readonly header?: string;
  readonly meaning: Meaning;
  readonly type?: IndicatorType;
  readonly example?: string;
};

/** Everything that a file says, taken or not. */
export type ReadResult = {
  readonly format: Format;
  readonly encoding: string;
  readonly title?: string;
  /** The marking of the file as a whole, where the format has one. Statements already carry it. */
  readonly tlp?: Tlp;
  readonly pap?: Pap;
  readonly statements: readonly IndicatorStatement[];
  readonly withdrawals: readonly Withdrawal[];
  readonly refused: readonly Refusal[];
  readonly ignored: readonly Ignored[];
  readonly remarks: readonly Remark[];
  readonly columns?: readonly Column[];
  readonly detections?: readonly DetectionFact[];
  /** What another hub of this kind told in the file beyond indicators. */
  readonly told?: ToldByHub;
  readonly benignLists?: readonly BenignList[];
};

/** What one file may ask of the hub. Each limit has its own clear error. */
export type Limits = {
  readonly bytes: number;
  /** Objects of a bundle, attributes of an event, lines or rows that say something. */
  readonly items: number;
  readonly depth: number;
  readonly textLength: number;
  readonly patternComparisons: number;
  readonly patternDepth: number;
  /** All texts of all statements together: one description may be said of a thousand values. */
  readonly characters: number;
};
export const defaultLimits: Limits = {
  bytes: 8 * 1024 * 1024,
  items: 500_000,
  depth: 64,
  textLength: 65_536,
  patternComparisons: 1_000,
  patternDepth: 64,
  characters: 128 * 1024 * 1024,
};

/** The file as a whole cannot be taken, and nothing of it is. */
export class IntelRefused extends DomainError {
  constructor(
    override readonly code: RefusalCode,
    message: string,
    details: Readonly<Record<string, unknown>> = {},
  ) {
    super(code, message, { details });
    this.name = "IntelRefused";
  }
}
