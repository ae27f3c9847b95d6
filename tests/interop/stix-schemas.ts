import { existsSync, readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { Ajv2020 } from "ajv/dist/2020";

/**
 * The JSON schemas of OASIS (github.com/oasis-open/cti-stix2-json-schemas) are no part of the project: a copy is looked
 * for in the folder that STIX_SCHEMAS names, or beside the project.
 */
const root = [process.env["STIX_SCHEMAS"], path.resolve(__dirname, "../../../shared/stix-schemas")]
  .flatMap((folder) => (folder ? [folder, path.join(folder, "schemas")] : []))
  .find((folder) => existsSync(path.join(folder, "common/bundle.json")));
export const hasStixSchemas = root !== undefined;

type Schema = { readonly $id: string; readonly title: string };
type Stix = { readonly type: string; readonly id: string };

/** The types of ours that the schema of a bundle lists. It refuses any other, the standard's own notes and groupings too. */
const listed = /^(?:identity|indicator|marking-definition|report|sighting)$/;

/**
 * What the schemas find wrong with each object by the schema of its type, and with the bundle around those that its own
 * schema lists: "indicator--… /pattern must be string".
 */
export function stixProblems(bundle: { readonly objects: readonly Stix[] }): readonly string[] {
  const { ajv, schemas } = (known ??= compiled(root ?? ""));
  const problemsOf = (one: { readonly type: string }, name: string) => {
    const isValid = ajv.getSchema(schemas.get(one.type) ?? "");
    if (isValid === undefined) return [`${name}: there is no schema of the type ${one.type}`];
    return isValid(one) ? [] : (isValid.errors ?? []).map((error) => `${name} ${error.instancePath} ${error.message}`);
  };
  const around = { ...bundle, type: "bundle", objects: bundle.objects.filter(({ type }) => listed.test(type)) };
  return [...bundle.objects.flatMap((one) => problemsOf(one, one.id)), ...problemsOf(around, "the bundle")];
}

let known: { readonly ajv: Ajv2020; readonly schemas: ReadonlyMap<string, string> } | undefined;

function compiled(folder: string) {
  // Their expressions have escapes that only the older kind allows; strictness is about schemas, which are not ours.
  const ajv = new Ajv2020({ strict: false, unicodeRegExp: false, validateFormats: false });
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".json"));
  const schemas = new Map<string, string>();
  for (const name of names) {
    const schema = JSON.parse(readFileSync(path.join(folder, name), "utf8")) as Schema;
    ajv.addSchema(schema);
    schemas.set(path.basename(name, ".json"), schema.$id);
  }
  return { ajv, schemas };
}
