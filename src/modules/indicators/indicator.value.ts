import { normaliseDomain, normaliseEmail, normaliseIpv4, normaliseIpv6, normaliseUrl, withoutLastDots } from "./host";
import { networkText } from "./address";
import { isDefanged, refang } from "./refang";
import { isTopLevelDomain } from "./top-level-domains";

export { isDefanged, refang } from "./refang";

export const indicatorTypes = [
  "IPV4",
  "IPV6",
  "CIDR",
  "DOMAIN",
  "URL",
  "EMAIL",
  "EMAIL_SUBJECT",
  "FILE_MD5",
  "FILE_SHA1",
  "FILE_SHA256",
  "FILE_NAME",
  "REGISTRY_KEY",
  "MUTEX",
  "JA3",
  "ASN",
  "CVE",
  "YARA",
  "SIGMA",
  "STIX_PATTERN",
] as const;
export type IndicatorType = (typeof indicatorTypes)[number];

/**
 * The one form of a value, or why it is none. `port` is what an address list said beside the address ("1.2.3.4:443"):
 * it is not part of the indicator. `assumedScheme` says that a URL came without a scheme and was read as http.
 */
export type Normalised =
  | { readonly ok: true; readonly value: string; readonly port?: number; readonly assumedScheme?: true }
  | { readonly ok: false; readonly reason: string };

export type Guess = Omit<Extract<Normalised, { readonly ok: true }>, "ok"> & { readonly type: IndicatorType };

/** The longest text of a rule or pattern, and of any other value, in UTF-16 code units. */
export const maxRuleLength = 65_536;
export const maxValueLength = 8_192;

const no = (reason: string): Normalised => ({ ok: false, reason });
const yes = (value: string): Normalised => ({ ok: true, value });

const matching = (pattern: RegExp, what: string, write: (value: string) => string) => (raw: string) => {
  const value = refang(raw);
  return pattern.test(value) ? yes(write(value)) : no(`is not ${what}`);
};
const lower = (value: string) => value.toLowerCase();

/** Free text of one line: kept as written, but for the spaces around it. */
const line = (raw: string): Normalised => {
  const value = raw.trim();
  if (/[\r\n]/.test(value)) return no("holds a line break");
  return value === "" ? no("is empty") : yes(value);
};

/** A rule or pattern: kept as written, with LF line ends. */
const rule = (raw: string): Normalised => {
  const value = raw.replace(/\r\n?/g, "\n").trim();
  return value === "" ? no("is empty") : yes(value);
};

const hives = new Map([
  ["HKLM", "HKEY_LOCAL_MACHINE"],
  ["HKCU", "HKEY_CURRENT_USER"],
  ["HKCR", "HKEY_CLASSES_ROOT"],
  ["HKU", "HKEY_USERS"],
  ["HKCC", "HKEY_CURRENT_CONFIG"],
  ["\\REGISTRY\\MACHINE", "HKEY_LOCAL_MACHINE"],
  ["\\REGISTRY\\USER", "HKEY_USERS"],
]);
const hivePattern =
  /^(?:Computer\\)?(HKLM|HKCU|HKCR|HKU|HKCC|HKEY_(?:LOCAL_MACHINE|CURRENT_USER|CLASSES_ROOT|USERS|CURRENT_CONFIG)|\\REGISTRY\\(?:MACHINE|USER)):?(?=\\|$)/i;

/** A registry key: the hive by its full name, one backslash between names, no backslash at the end. */
const registryKey = (raw: string): Normalised => {
  const value = raw
    .trim()
    .replace(/\\+/g, "\\")
    .replace(hivePattern, (_, hive: string) => hives.get(hive.toUpperCase()) ?? hive.toUpperCase())
    .replace(/\\+$/, "");
  if (/[\r\n]/.test(value)) return no("holds a line break");
  return value.includes("\\") || hivePattern.test(value) ? yes(value) : no("is not a registry key");
};

/** An autonomous system number as "AS64500"; the dotted form of RFC 5396 is written as one number. */
const asn = (raw: string): Normalised => {
  const match = /^(?:AS[N ]?\s?)?(\d{1,10})(?:\.(\d{1,5}))?$/i.exec(refang(raw));
  if (match === null) return no("is not an autonomous system number, like AS64500");
  const [, high = "", low] = match;
  if (low !== undefined && (Number(high) > 65_535 || Number(low) > 65_535)) return no("has a half over 65535");
  const number = low === undefined ? Number(high) : Number(high) * 65_536 + Number(low);
  return number <= 4_294_967_295 ? yes(`AS${number}`) : no("is over 4294967295, the highest number there is");
};

const cidr = (raw: string): Normalised => {
  const network = networkText(refang(raw));
  return "value" in network ? yes(network.value) : no(network.reason);
};

const hash = (digits: number, name: string) =>
  matching(new RegExp(`^[0-9a-f]{${digits}}$`, "i"), `${name}: ${digits} hexadecimal digits`, lower);

const forms: Readonly<Record<IndicatorType, (raw: string) => Normalised>> = {
  IPV4: normaliseIpv4,
  IPV6: normaliseIpv6,
  CIDR: cidr,
  DOMAIN: normaliseDomain,
  URL: normaliseUrl,
  EMAIL: normaliseEmail,
  EMAIL_SUBJECT: line,
  FILE_MD5: hash(32, "an MD5 hash"),
  FILE_SHA1: hash(40, "a SHA-1 hash"),
  FILE_SHA256: hash(64, "a SHA-256 hash"),
  FILE_NAME: (raw) => line(raw.replace(/(?<!\[)\[+\.\]+/g, ".")), // Defanged twice is refanged at once.
  REGISTRY_KEY: registryKey,
  MUTEX: line,
  JA3: hash(32, "a JA3 fingerprint"),
  ASN: asn,
  CVE: matching(/^CVE-\d{4}-\d{4,19}$/i, "a CVE number, like CVE-2021-44228", (value) => value.toUpperCase()),
  YARA: rule,
  SIGMA: rule,
  STIX_PATTERN: rule,
};
const rules: ReadonlySet<IndicatorType> = new Set(["YARA", "SIGMA", "STIX_PATTERN"]);

/**
 * Writes a value of a type in its one form: refanged, hosts and hashes in lower case, addresses canonical. The result
 * normalises to itself. Never throws; a refusal's reason reads on after the value ("… is not an IPv4 address").
 */
export function normalise(type: IndicatorType, raw: string): Normalised {
  const limit = rules.has(type) ? maxRuleLength : maxValueLength;
  if (raw.length > limit) return no(`is longer than ${limit} characters`);
  // Postgres cannot store U+0000 or half a surrogate pair, and no value needs the other control characters.
  if (/\p{Cs}/u.test(raw)) return no("holds half of a surrogate pair");
  const control = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F]/.exec(raw)?.[0];
  if (control !== undefined) return no(`holds the control character U+00${hex2(control)}`);
  const result = forms[type](raw);
  return result.ok && result.value.length > limit ? no(`is longer than ${limit} characters`) : result;
}

const hex2 = (char: string) => char.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0");

const hashTypes: Readonly<Record<number, IndicatorType>> = { 32: "FILE_MD5", 40: "FILE_SHA1", 64: "FILE_SHA256" };

/**
 * The type that a bare value shows by itself, with its normalised form, or undefined where it could be anything.
 * 32 digits are read as MD5, never as JA3; mutexes and subjects cannot be told from other words, and names of files only
 * where they are defanged.
 */
export function guess(raw: string): Guess | undefined {
  if (raw.length > maxValueLength) return undefined;
  const value = refang(raw).replace(/^(["'`])(.*)\1$/, "$2");
  for (const type of candidates(value, isDefanged(raw))) {
    const result = normalise(type, value);
    if (!result.ok) continue;
    const { ok: _, ...found } = result;
    return { type, ...found };
  }
  return undefined;
}

function candidates(value: string, defanged: boolean): readonly IndicatorType[] {
  if (/^[0-9a-f]+$/i.test(value)) return [hashTypes[value.length] ?? []].flat();
  if (/^CVE-/i.test(value)) return ["CVE"];
  if (/^AS\d+$/i.test(value)) return ["ASN"];
  if (hivePattern.test(value)) return ["REGISTRY_KEY"];
  if (/\s/.test(value) && !/^[a-z][a-z0-9+.-]*:\/\//i.test(value)) return [];
  if (/^[\d.]+\/32$/.test(value)) return ["IPV4"];
  if (/^[0-9a-f:.]+\/\d+$/i.test(value)) return ["CIDR", "URL"];
  if (/^[\d.]+\/\d+(?:\.\d+){3}$/.test(value)) return ["CIDR"];
  if (/^[\d.]+(?::\d+)?$/.test(value)) return ["IPV4"];
  if (/^\[?[0-9a-f.]*:[0-9a-f:.]*:/i.test(value)) return ["IPV6"];
  if (value.includes("://")) return ["URL"];
  if (defanged && isFileName(value)) return ["FILE_NAME"];
  return namesHost(value, defanged) ? [value.includes("/") ? "URL" : value.includes("@") ? "EMAIL" : "DOMAIN"] : [];
}

/** Usual endings of file names that are no top-level domains. */
const fileEndings =
  /^[^/:@?#\\]+\.(?:exe|dll|sys|scr|cpl|ocx|bin|dat|tmp|msi|jar|apk|elf|lnk|url|hta|iso|img|vhdx?|js|jse|vbs|vbe|wsf|ps1|bat|cmd|docx?|docm|rtf|xlsx?|xlsm|xlsb|xll|pptx?|pptm|pdf|txt|log|ini|cfg|conf|xml|json|html?|php|aspx?|jsp|zipx|rar|7z|gz|tgz|tar|cab|ace|png|jpe?g|gif|bmp|ico|mp[34]|eml|msg)$/i;

/** True for a name that was defanged though it is of a file: mail programs would make a link of it ("update[.]exe"). */
const isFileName = (value: string) =>
  fileEndings.test(value) && !isTopLevelDomain((value.split(".").at(-1) ?? "").toLowerCase());

/** True where the host of a bare value ends in a known top-level domain, or its author defanged it. */
function namesHost(value: string, defanged: boolean): boolean {
  const authority = value.split(/[/?#]/, 1)[0] ?? "";
  const host = withoutLastDots((authority.split("@").at(-1) ?? "").replace(/:\d*$/, "")).toLowerCase();
  const labels = host.split(".");
  if (labels.length < 2) return false;
  // A name with kana or kanji in it may be a sentence, so its end must be known even where it is defanged.
  if (defanged && /^[\x00-\x7f]*$/.test(host)) return true;
  // "com.android.chrome" is the name of an application: a domain turned around. Such names have no hyphens.
  if (labels.length > 2 && !host.includes("-") && /^(?:com|org|net|io|air)$/.test(labels[0] ?? "")) return false;
  if (/^[\d.]+$/.test(host)) return labels.length === 4 && value.includes("/");
  const normal = normaliseDomain(host);
  return normal.ok && isTopLevelDomain(normal.value.split(".").at(-1) ?? "");
}
