/**
 * TLP 2.0 and PAP: who may receive a thing, and what may be done with it. Both lists are ordered from the freest to
 * the strictest, and derived objects take the strictest of what they come from.
 */
export const tlpLevels = ["CLEAR", "GREEN", "AMBER", "AMBER_STRICT", "RED"] as const;
export type Tlp = (typeof tlpLevels)[number];

export const papLevels = ["CLEAR", "GREEN", "AMBER", "RED"] as const;
export type Pap = (typeof papLevels)[number];

/**
 * What a marking that nobody here understands is treated as. It is never public and never leaves the organisation
 * that got it; whoever reads such a marking says so in its report.
 */
export const unknownTlp: Tlp = "AMBER_STRICT";

const strictest = <L extends string>(levels: readonly L[], given: Iterable<L | undefined>): L | undefined => {
  let rank = -1;
  for (const level of given) if (level !== undefined) rank = Math.max(rank, levels.indexOf(level));
  return levels[rank];
};

/** The strictest of several markings, or undefined where there is none. */
export const strictestTlp = (given: Iterable<Tlp | undefined>): Tlp | undefined => strictest(tlpLevels, given);
export const strictestPap = (given: Iterable<Pap | undefined>): Pap | undefined => strictest(papLevels, given);

/** True where `level` allows no more than `than` does. */
export const isAtLeastAsStrict = (level: Tlp, than: Tlp): boolean =>
  tlpLevels.indexOf(level) >= tlpLevels.indexOf(than);

/** Longer than any name of a level. Normalising takes time with the square of a run of combining marks. */
const maxWordLength = 100;

/** Letters only, so that "TLP:AMBER+STRICT", "amber_strict" and "Amber Strict" are one word. */
const word = (text: string, prefix: string) =>
  text.length > maxWordLength
    ? ""
    : text
        .normalize("NFKC")
        .toUpperCase()
        .replace(/[^A-Z]/g, "")
        .replace(new RegExp(`^${prefix}`), "");

// TLP 1.0 says WHITE where 2.0 says CLEAR. Other words of the MISP taxonomy (tlp:unclear, tlp:ex:chr) are no level.
const tlpWords = new Map<string, Tlp>([
  ["CLEAR", "CLEAR"],
  ["WHITE", "CLEAR"],
  ["GREEN", "GREEN"],
  ["AMBER", "AMBER"],
  ["AMBERSTRICT", "AMBER_STRICT"],
  ["RED", "RED"],
]);
const papWords = new Map<string, Pap>([
  ["CLEAR", "CLEAR"],
  ["WHITE", "CLEAR"],
  ["GREEN", "GREEN"],
  ["AMBER", "AMBER"],
  ["RED", "RED"],
]);

/** The level that a word names ("tlp:amber+strict", "TLP:WHITE", "Amber"), or undefined for an unknown word. */
export const tlpOf = (text: string): Tlp | undefined => tlpWords.get(word(text, "TLP"));

/** The PAP level that a word names ("PAP:RED", "green"), or undefined for an unknown word. */
export const papOf = (text: string): Pap | undefined => papWords.get(word(text, "PAP"));
