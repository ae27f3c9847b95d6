import type { Pap, Tlp } from "../../platform/marking";
import type { ExportedParty, Facts } from "../export/exported";
import { markingRefs } from "./marking.write";

export type StixObject = { readonly type: string; readonly id: string } & Readonly<Record<string, unknown>>;
export type Bundle = { readonly type: "bundle"; readonly id: string; readonly objects: readonly StixObject[] };

/** Our property extension: what STIX 2.1 has no place for. The readers take back from it what it alone holds. */
export const ourExtensionId = "extension-definition--5b0c7c6e-3a3c-4d86-9a4e-6f1c2d6f0a11";
export const ourIdentityId = "identity--0e7b1c4a-5d2f-4c3b-8f6e-2a9d4b7c1e30";
const since = "2026-01-01T00:00:00.000Z";

/** A UUID out of an id of ours, which is one in other letters: what is exported twice is the same object. */
export function uuidOf(id: string): string {
  const letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  let bits = 0n;
  for (const char of id.slice(id.lastIndexOf("_") + 1)) bits = (bits << 5n) | BigInt(letters.indexOf(char));
  const hex = bits.toString(16).padStart(32, "0");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

export const stixId = (type: string, id: string) => `${type}--${uuidOf(id)}`;

export type Told = {
  readonly id: string;
  readonly by: ExportedParty | null;
  readonly created: string;
  readonly modified: string;
  readonly tlp: Tlp;
  readonly pap?: Pap;
};

/** What every object of ours has: whose it is, its version, and who may know. */
export const common = (type: string, told: Told) => ({
  type,
  spec_version: "2.1",
  id: stixId(type, told.id),
  ...(told.by === null ? {} : { created_by_ref: stixId("identity", told.by.id) }),
  created: told.created,
  modified: told.modified,
  object_marking_refs: markingRefs(told),
});

export const extended = (facts: Facts) => ({
  extensions: { [ourExtensionId]: { extension_type: "property-extension", ...facts } },
});

export const identityObject = ({ id, name, created, modified }: ExportedParty): StixObject => ({
  type: "identity",
  spec_version: "2.1",
  id: stixId("identity", id),
  created,
  modified,
  name,
  identity_class: "organization",
});

/** The extension, and who defines it. */
export const ourDefinition: readonly StixObject[] = [
  {
    type: "identity",
    spec_version: "2.1",
    id: ourIdentityId,
    created: since,
    modified: since,
    name: "Sansha",
    identity_class: "system",
  },
  {
    type: "extension-definition",
    spec_version: "2.1",
    id: ourExtensionId,
    created_by_ref: ourIdentityId,
    created: since,
    modified: since,
    name: "Sansha",
    description: "What a share claims and gives up, the six answers (5W1H) of its sender, and the facts of a case.",
    schema: "The fields are those of the type of the same name in schema.graphql, in snake case.",
    version: "1.0.0",
    extension_types: ["property-extension"],
  },
];
