import { createHash } from "node:crypto";
import type { Pap, Tlp } from "../../platform/marking";
import { tlpExtensionId } from "./marking";
import type { StixObject } from "./object.write";

type Marked = { readonly tlp: Tlp; readonly pap?: Pap };

/** The marking definitions of TLP 2.0, as FIRST and OASIS fix them. AMBER+STRICT is never told as TLP 1 AMBER. */
const tlpIds: Readonly<Record<Tlp, string>> = {
  CLEAR: "94868c89-83c2-464b-929b-a1a8aa3c8487",
  GREEN: "bab4a63c-aed9-4cf5-a766-dfca5abac2bb",
  AMBER: "55d920b0-5e8b-4f79-9ee9-91f868d9b421",
  AMBER_STRICT: "939a9414-2ddd-4d32-a0cd-375ea402b003",
  RED: "e828b379-4e03-4974-9ac4-e53a884c97c1",
};
const tlpId = (tlp: Tlp) => `marking-definition--${tlpIds[tlp]}`;

/** PAP has no fixed ids: a statement that says it, with an id that is the same everywhere. */
function papId(pap: Pap): string {
  const hex = createHash("sha256").update(`sansha PAP:${pap}`).digest("hex");
  return `marking-definition--${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

export const markingRefs = ({ tlp, pap }: Marked): readonly string[] => [
  tlpId(tlp),
  ...(pap === undefined ? [] : [papId(pap)]),
];

/** The definitions of all the markings that these objects carry. */
export function markingObjects(marked: readonly Marked[]): readonly StixObject[] {
  const tlps = [...new Set(marked.map(({ tlp }) => tlp))];
  const paps = [...new Set(marked.flatMap(({ pap }) => pap ?? []))];
  return [...tlps.map(tlpObject), ...paps.map(papObject)];
}

const created = "2022-10-01T00:00:00.000Z";

function tlpObject(tlp: Tlp): StixObject {
  const level = tlp.toLowerCase().replace("_", "+");
  return {
    type: "marking-definition",
    spec_version: "2.1",
    id: tlpId(tlp),
    created,
    name: `TLP:${level.toUpperCase()}`,
    extensions: { [tlpExtensionId]: { extension_type: "property-extension", tlp_2_0: level } },
  };
}

const papObject = (pap: Pap): StixObject => ({
  type: "marking-definition",
  spec_version: "2.1",
  id: papId(pap),
  created,
  name: `PAP:${pap}`,
  definition_type: "statement",
  definition: { statement: `PAP:${pap}` },
});
