import fc from "fast-check";
import type { ExportedStatement } from "../../src/interop/export/exported";
import { type IndicatorType, indicatorTypes, normalise } from "../../src/modules/indicators/indicator.value";
import { newId } from "../../src/platform/ids";
import { papLevels, tlpLevels } from "../../src/platform/marking";

export const word = fc
  .string({ unit: "grapheme", minLength: 1, maxLength: 20 })
  .filter((text) => text.trim() !== "" && !/[\p{Cs}\0]/u.test(text));
const hex = (length: number) =>
  fc.string({ unit: fc.constantFrom(..."0123456789abcdef"), minLength: length, maxLength: length });
const host = fc.domain();

/** Raw values of each type; what comes out is in its one form. Of patterns, those that are one: no other text is STIX. */
const raws: Readonly<Record<IndicatorType, fc.Arbitrary<string>>> = {
  IPV4: fc.ipV4(),
  IPV6: fc.ipV6(),
  CIDR: fc.oneof(fc.constantFrom("192.0.2.0/24", "10.0.0.0/8", "2001:db8::/32")),
  DOMAIN: host,
  URL: fc.webUrl({ withQueryParameters: true, withFragments: true }),
  EMAIL: host.map((name) => `someone@${name}`),
  EMAIL_SUBJECT: word,
  FILE_MD5: hex(32),
  FILE_SHA1: hex(40),
  FILE_SHA256: hex(64),
  FILE_NAME: word,
  REGISTRY_KEY: word.map((name) => `HKLM\\Software\\${name}`),
  MUTEX: word,
  JA3: hex(32),
  ASN: fc.integer({ min: 0, max: 4_294_967_295 }).map((number) => `AS${number}`),
  CVE: fc.integer({ min: 1_000, max: 99_999 }).map((number) => `CVE-2026-${number}`),
  YARA: word,
  SIGMA: word,
  STIX_PATTERN: fc.constantFrom(
    "[ipv4-addr:value = '192.0.2.1' AND domain-name:value = 'evil.example']",
    "[ipv4-addr:value = '192.0.2.1']",
    "[process:name LIKE '%it\\'s%'] FOLLOWEDBY [file:size > 5]",
  ),
};

export const valued = fc
  .constantFrom(...indicatorTypes)
  .chain((type) => raws[type].map((raw) => ({ type, read: normalise(type, raw) })))
  .filter(({ read }) => read.ok)
  .map(({ type, read }) => ({ type, value: read.ok ? read.value : "" }));

export const instant = fc
  .date({ min: new Date("2000-01-01T00:00:00Z"), max: new Date("2060-01-01T00:00:00Z"), noInvalidDate: true })
  .map((date) => date.toISOString().replace("Z", "000Z"));
const validity = fc
  .tuple(fc.option(instant), fc.option(instant))
  .filter(([from, until]) => from === null || until === null || from < until)
  .map(([from, until]) => ({ ...(from ? { validFrom: from } : {}), ...(until ? { validUntil: until } : {}) }));

/** A label that is a marking tag marks what carries it: as a label it is none. */
const label = word.filter((text) => !/^\s*(?:tlp|pap)\s*:/i.test(text));
const since = "2026-01-01T00:00:00.000Z";
export const party = { id: newId("org"), name: "アクメ CSIRT", created: since, modified: since };

export const statement: fc.Arbitrary<ExportedStatement> = fc
  .tuple(
    valued,
    validity,
    fc.record(
      {
        name: word,
        description: word,
        confidence: fc.integer({ min: 0, max: 100 }),
        pap: fc.constantFrom(...papLevels),
      },
      { requiredKeys: [] },
    ),
    fc.record({
      created: instant,
      tlp: fc.constantFrom(...tlpLevels),
      killChainPhases: fc.uniqueArray(
        fc.oneof(
          word,
          fc.tuple(word, word).map((parts) => parts.join(":")),
        ),
        { maxLength: 3 },
      ),
      labels: fc.uniqueArray(label, { maxLength: 3 }),
      revoked: fc.boolean(),
      by: fc.option(fc.constant(party)),
    }),
  )
  .map(([value, valid, some, all]) => ({
    id: newId("asrt"),
    ...value,
    ...valid,
    ...some,
    ...all,
    modified: all.created,
  }));
