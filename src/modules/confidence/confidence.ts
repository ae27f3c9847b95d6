import type { Disposition } from "../cases/case";
import type { IndicatorType } from "../indicators/indicator.value";

/** How sure one can be of an indicator by all that the viewer may see. docs/confidence.md has the rule. */
export type Confidence = {
  /** 0 to 100. */
  readonly value: number;
  /** The mean of what is stated, before time and evidence. */
  readonly stated: number;
  readonly statements: number;
  readonly hits: number;
  readonly falsePositives: number;
  /** The newest statement or hit. */
  readonly asOf: string;
  readonly halfLifeDays: number;
};

/** What is stated counts as much as this many findings. */
export const STATED_WEIGHT = 2;
/** For whoever states something and does not say how sure it is; and for what a sender has confirmed. */
export const UNSAID = 50;
export const CONFIRMED = 80;

/** As what a case must have ended for what was sighted in it to count: only then has somebody decided that it was right. */
export const borneOutBy: Readonly<Record<"HIT" | "FALSE_POSITIVE", readonly Disposition[]>> = {
  HIT: ["TRUE_POSITIVE"],
  FALSE_POSITIVE: ["FALSE_POSITIVE", "BENIGN_POSITIVE"],
};

/** After so many days without news, half of the confidence is left: addresses change hands, hashes do not. */
export const halfLifeDays: Readonly<Record<IndicatorType, number>> = {
  IPV4: 30,
  IPV6: 30,
  CIDR: 60,
  URL: 30,
  DOMAIN: 90,
  EMAIL: 90,
  EMAIL_SUBJECT: 60,
  ASN: 180,
  JA3: 180,
  FILE_NAME: 180,
  REGISTRY_KEY: 365,
  MUTEX: 365,
  FILE_MD5: 1_095,
  FILE_SHA1: 1_095,
  FILE_SHA256: 1_095,
  CVE: 1_095,
  YARA: 365,
  SIGMA: 365,
  STIX_PATTERN: 180,
};
