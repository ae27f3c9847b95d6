import { createHash } from "node:crypto";
import { type ValueOf, vocabulary } from "../../platform/vocabulary";
import { type IndicatorType, indicatorTypes, normalise } from "./indicator.value";

type Terms = Readonly<Record<IndicatorType, readonly [string, string, string, string]>>;
const named = {
  IPV4: ["IPv4アドレス", "IPv4 address", "One IPv4 address.", "IPv4アドレス1つ。"],
  IPV6: [
    "IPv6アドレス",
    "IPv6 address",
    "One IPv6 address, as RFC 5952 writes it.",
    "IPv6アドレス1つ（RFC 5952表記）。",
  ],
  CIDR: ["ネットワーク", "Network", "A block of addresses, as 192.0.2.0/24.", "アドレスブロック（例 192.0.2.0/24）。"],
  DOMAIN: [
    "ドメイン",
    "Domain",
    "A host or domain name, in its ASCII form.",
    "ホスト名またはドメイン名（ASCII形式）。",
  ],
  URL: ["URL", "URL", "A whole address of something on the web.", "URL全体。"],
  EMAIL: ["メールアドレス", "E-mail address", "An address that sends or receives.", "送信または受信のメールアドレス。"],
  EMAIL_SUBJECT: ["メール件名", "E-mail subject", "The subject line of a message.", "メールの件名。"],
  FILE_MD5: ["MD5", "MD5 hash", "The MD5 of a file: collisions can be made.", "ファイルのMD5（衝突を作られうる）。"],
  FILE_SHA1: ["SHA-1", "SHA-1 hash", "The SHA-1 of a file.", "ファイルのSHA-1。"],
  FILE_SHA256: ["SHA-256", "SHA-256 hash", "The SHA-256 of a file.", "ファイルのSHA-256。"],
  FILE_NAME: ["ファイル名", "File name", "A file's name or path.", "ファイル名またはパス。"],
  REGISTRY_KEY: ["レジストリキー", "Registry key", "A key of the Windows registry.", "Windowsのレジストリキー。"],
  MUTEX: ["ミューテックス", "Mutex", "The name of a mutual exclusion object.", "ミューテックス名。"],
  JA3: ["JA3", "JA3", "A fingerprint of a TLS client.", "TLSクライアントのフィンガープリント。"],
  ASN: ["AS番号", "AS number", "An autonomous system, as AS64500.", "自律システム番号（例 AS64500）。"],
  CVE: ["CVE番号", "CVE", "A vulnerability, as CVE-2021-44228.", "脆弱性番号（例 CVE-2021-44228）。"],
  YARA: ["YARAルール", "YARA rule", "A rule that matches files or memory.", "ファイルやメモリを検査するルール。"],
  SIGMA: ["Sigmaルール", "Sigma rule", "A rule that matches log events.", "ログを検査するルール。"],
  STIX_PATTERN: [
    "STIXパターン",
    "STIX pattern",
    "A pattern that is more than one value, kept whole (STIX 2.1, section 9).",
    "単一の値に分けられないパターン（STIX 2.1 9章）。",
  ],
} as const satisfies Terms;
export const indicatorTypeTerms = vocabulary("IndicatorType", "What kind of value an indicator is.", named);

/** A value that tells of an attacker (指標): one for each type and value, whoever speaks of it. */
export type Indicator = {
  readonly id: string;
  readonly type: ValueOf<typeof indicatorTypeTerms>;
  /** In its one form: refanged, hosts and hashes in lower case, addresses canonical. */
  readonly value: string;
  /** What type and value are found by: {@link keyOf}. */
  readonly key: string;
};

/** A fixed length for any value: a rule of 64 KiB is found by one look-up too. */
export const keyOf = (type: IndicatorType, value: string): string =>
  createHash("sha256").update(`${type} ${value}`).digest("base64url");

/** What a raw value could be: the keys of its forms in all types. None when it fits no type. */
export function keysOf(raw: string): readonly string[] {
  return indicatorTypes.flatMap((type) => {
    const read = normalise(type, raw);
    return read.ok ? [keyOf(type, read.value)] : [];
  });
}
