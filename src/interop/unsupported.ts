import { isJsonArray, isJsonObject } from "./json";

/** JSON that partners and public collections mix in, and that holds nothing for this hub, by what it is. */
const kinds: readonly { readonly is: (value: unknown) => boolean; readonly name: string }[] = [
  { is: (value) => has(value, "formula", "parameters"), name: "a decaying model of MISP" },
  { is: (value) => has(value, "values", "uuid") || has(value, "namespace", "icon"), name: "a galaxy of MISP" },
  { is: (value) => has(value, "GalaxyCluster"), name: "a galaxy of MISP" },
  { is: (value) => has(value, "taxonomies", "path"), name: "an index of MISP taxonomies" },
  { is: (value) => has(value, "action", "target") || isListOf(value, "action"), name: "OpenC2 commands" },
  { is: (value) => has(value, "status", "status_text") || has(value, "status", "results"), name: "an OpenC2 response" },
  { is: (value) => has(value, "$schema"), name: "a JSON schema" },
  { is: (value) => isListOf(value, "SharingGroup"), name: "sharing groups of MISP" },
];

const has = (value: unknown, ...keys: readonly string[]) =>
  isJsonObject(value) && keys.every((key) => Object.hasOwn(value, key));
const isListOf = (value: unknown, key: string) =>
  isJsonArray(value) && value.length > 0 && value.every((each) => has(each, key));

/** What a JSON value is, if it is one of the things that this hub knows and does not read. */
export const unsupportedKind = (value: unknown): string | undefined => kinds.find(({ is }) => is(value))?.name;
