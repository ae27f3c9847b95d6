import { papOf, strictestPap, strictestTlp, tlpOf, unknownTlp, type Pap, type Tlp } from "../platform/marking";

/** What the markings of an object come to. */
export type Markings = { readonly tlp?: Tlp; readonly pap?: Pap };

/** The strictest TLP and the strictest PAP of several markings. */
export function strictestMarkings(found: readonly Markings[]): Markings {
  const tlp = strictestTlp(found.map((each) => each.tlp));
  const pap = strictestPap(found.map((each) => each.pap));
  return { ...(tlp === undefined ? {} : { tlp }), ...(pap === undefined ? {} : { pap }) };
}

/**
 * The level in a machine tag of the TLP or PAP taxonomy ("tlp:amber", "PAP:RED"). A TLP tag with a word that is no
 * level is unknown, and so AMBER+STRICT; any other text says nothing.
 */
export function markingOfTag(tag: string): Markings {
  const match = /^\s*(tlp|pap)\s*:\s*(.{1,40})$/i.exec(tag);
  if (match === null) return {};
  const [, taxonomy = "", word = ""] = match;
  if (taxonomy.toLowerCase() === "tlp") return { tlp: tlpOf(word) ?? unknownTlp };
  return { pap: papOf(word) ?? "RED" };
}
