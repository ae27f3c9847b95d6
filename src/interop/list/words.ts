import { isDefanged, type IndicatorType } from "../../modules/indicators/indicator.value";
import { guessedValue, typedValue, type TypedValue } from "../value";
import { separated, withoutBrackets, withoutBullet } from "./japanese";

/**
 * What a word beside a value says about its type. HASH and NETWORK leave the exact type to the value; OTHER names
 * something that exists but is no indicator type here (a certificate's hash, a PDB path), so the value is not guessed at.
 */
export type Hint = IndicatorType | "HASH" | "NETWORK" | "OTHER";

const words: readonly (readonly [RegExp, Hint])[] = [
  // Before the other keys, which are no indicators.
  [/registry|reg ?-?key|レジストリ/, "REGISTRY_KEY"],
  [
    /cert|x-?509|thumbprint|hassh|jarm|imp ?hash|impfuzzy|telfhash|ssdeep|tlsh|vhash|authentihash|message-?id|\bkey$|pdb|serial|sha ?-?512|sha ?-?384|snort|suricata/,
    "OTHER",
  ],
  [/\bver(?:sion)?s?\.?$|バージョン/, "OTHER"],
  [/sha ?-?256|sha2$/, "FILE_SHA256"],
  [/sha ?-?1$|sha1/, "FILE_SHA1"],
  [/ja3s/, "OTHER"],
  [/ja3/, "JA3"],
  [/md5/, "FILE_MD5"],
  [/hash|ハッシュ/, "HASH"],
  [/subject|件名/, "EMAIL_SUBJECT"],
  [/e-?mail|メール|送信者|mail-?(?:src|dst|from)/, "EMAIL"],
  [/(?:url|uri|http) path|ur[il] ?pattern|user ?agent/, "OTHER"],
  [/file ?(?:name|path)|ファイル名|ファイルパス/, "FILE_NAME"],
  [/\bur[il]s?\b|ｕｒｌ/, "URL"],
  [/cidr|netblock|net ?range|subnet/, "CIDR"],
  [/ipv6/, "IPV6"],
  [/ipv4/, "IPV4"],
  [/^ips?\b|ip ?-?addr|ipアドレス|\bip$|\bip-(?:src|dst)/, "NETWORK"],
  [/domain|host ?name|^hosts?$|fqdn|ドメイン|ホスト|\bc2\b|c&c|通信先|接続先|network indicator/, "NETWORK"],
  [/mutex|mutant|ミューテックス/, "MUTEX"],
  [/\basn?\b|autonomous|as番号/, "ASN"],
  [/\bcve\b|vulnerabilit|脆弱性/, "CVE"],
  [/yara/, "YARA"],
  [/sigma/, "SIGMA"],
];

const nothing = /^[<[(]?(?:|-+|n\/?a|none|null|unknown|redacted|tbd|不明|なし|無し|該当なし|―|–|—|\?)[>\])]?$/i;

/** True for what people write into a cell that has nothing to say. */
export const saysNothing = (cell: string): boolean => cell.length <= 20 && nothing.test(cell);

const fileEndings = /\.(?:zip|mov|sh|py|pl|rs|md|so|ps|app|cab|bat|bar|inc)$/i;

/** True for a bare name whose ending is a top-level domain and a usual one of files too: in a text it is a file. */
export const isLikeFile = (text: string): boolean => fileEndings.test(text) && !isDefanged(text);

/** The words of a header, label or type cell in one writing: NFKC, lower case, underscores as spaces. */
export const plainWords = (text: string) =>
  text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[_\s]+/g, " ")
    .trim();

/** The type that a word names ("file_sha256", "IP address", "ドメイン名"), or undefined for a word that names none. */
export function hintOf(text: string): Hint | undefined {
  // Normalising takes time with the square of a run of combining marks, so what is long is not even normalised.
  if (text.length > 200) return undefined;
  const word = plainWords(text);
  return word.length > 60 ? undefined : words.find(([pattern]) => pattern.test(word))?.[1];
}

const hashTypes: ReadonlySet<string> = new Set(["FILE_MD5", "FILE_SHA1", "FILE_SHA256"]);
const networkTypes: ReadonlySet<string> = new Set(["IPV4", "IPV6", "CIDR", "DOMAIN", "URL", "EMAIL"]);

/** Types whose values are free text: what stands around them may belong to them. */
const freeTypes: ReadonlySet<Hint> = new Set<Hint>([
  "FILE_NAME",
  "REGISTRY_KEY",
  "MUTEX",
  "EMAIL_SUBJECT",
  "YARA",
  "SIGMA",
]);

/** The indicator in a value whose type somebody named. The bullets and brackets of a sentence are no part of it. */
export function hintedValue(hint: Hint, raw: string): TypedValue {
  if (hint === "OTHER") return { reason: "is of a kind that this hub keeps no indicators of" };
  if (freeTypes.has(hint) || !/[^\x00-\x7f]/.test(raw)) return plainlyHinted(hint, raw);
  const text = withoutBrackets(withoutBullet(raw.trim()));
  const parts = isDefanged(text) ? separated(text) : [text];
  return parts.length === 1 ? plainlyHinted(hint, parts[0] ?? "") : { reason: "is a sentence, and no single value" };
}

function plainlyHinted(hint: Exclude<Hint, "OTHER">, raw: string): TypedValue {
  if (hint === "HASH") {
    const guessed = guessedValue(raw);
    return guessed && hashTypes.has(guessed.type) ? guessed : { reason: "is not an MD5, SHA-1 or SHA-256 hash" };
  }
  if (hint !== "NETWORK") return typedValue(hint, raw);
  const guessed = guessedValue(raw);
  return guessed && networkTypes.has(guessed.type) ? guessed : typedValue("DOMAIN", raw);
}
