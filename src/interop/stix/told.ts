import type { ExportedNote, ExportedParty, ExportedSighting, ExportedStatement, Facts } from "../export/exported";
import { Fields } from "../fields";
import { isJsonObject, ownValue, type JsonObject } from "../json";
import { FieldRefused } from "../report";
import type { IndicatorStatement } from "../statement";
import type { MarkingDefinitions } from "./marking";
import { ourExtensionId } from "./object.write";
import { isOfType } from "./types";

/** What the hub itself has put into an extension because STIX has no place for it. */
export function ownFacts(fields: Fields): Fields | undefined {
  const extensions = fields.raw("extensions");
  const own = isJsonObject(extensions) ? ownValue(extensions, ourExtensionId) : undefined;
  return isJsonObject(own) ? new Fields(own) : undefined;
}

/** The facts of an extension, without what says something else in its object. */
export const factsBut = (fields: Fields, ...others: readonly string[]): Facts =>
  Object.fromEntries(
    Object.entries(ownFacts(fields)?.object ?? {}).filter(
      ([name]) => name !== "extension_type" && !others.includes(name),
    ),
  );

/** An id of ours out of a STIX id that was made of one. */
export function idOf(prefix: string, stixId: string): string {
  const letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  let bits = BigInt(`0x${stixId.slice(stixId.indexOf("--") + 2).replaceAll("-", "")}`);
  let text = "";
  for (let place = 0; place < 26; place++, bits >>= 5n) text = letters.charAt(Number(bits & 31n)) + text;
  return `${prefix}_${text}`;
}

/** What is known of a bundle while what a hub tells in it is read. */
export type ToldContext = {
  readonly objects: ReadonlyMap<string, JsonObject>;
  readonly statements: ReadonlyMap<string, IndicatorStatement>;
  readonly markings: MarkingDefinitions;
  /** What was read of each object: however many refer to it, it is read and held once. */
  readonly read: Map<string, unknown>;
};

/** Reads an object once. */
function once<T>({ read }: ToldContext, fields: Fields, readIt: () => T): T {
  const id = fields.requiredText("id", 300);
  if (!read.has(id)) read.set(id, readIt());
  return read.get(id) as T;
}

const has = <Name extends string, Value>(name: Name, value: Value | undefined) =>
  (value === undefined ? {} : { [name]: value }) as { readonly [Key in Name]?: Value };

/** What every object of a hub has: whose it is, its version, and who may know. Times are as they were written. */
export function commonOf(prefix: string, fields: Fields, { objects, markings }: ToldContext) {
  const id = fields.requiredText("id", 300);
  const { tlp, pap } = markings.of(id, fields);
  if (tlp === undefined) throw new FieldRefused("object_marking_refs", `"object_marking_refs" names no TLP.`);
  const creator = fields.text("created_by_ref", 300);
  return {
    id: idOf(prefix, id),
    created: fields.requiredText("created", 64),
    modified: fields.requiredText("modified", 64),
    by: creator === undefined ? null : partyOf(creator, objects),
    tlp,
    ...has("pap", pap),
  };
}

function partyOf(ref: string, objects: ToldContext["objects"]): ExportedParty {
  const object = objects.get(ref);
  if (object === undefined) throw new FieldRefused("created_by_ref", "The bundle does not hold who tells it.", ref);
  const fields = new Fields(object);
  return {
    id: idOf("org", ref),
    name: fields.requiredText("name"),
    created: fields.requiredText("created", 64),
    modified: fields.requiredText("modified", 64),
  };
}

/** The objects of some types that an object refers to, in the order in which it does. */
export const referredBy = (fields: Fields, { objects }: ToldContext, ...types: readonly string[]): readonly Fields[] =>
  [...new Set(fields.texts("object_refs"))].flatMap((ref) => {
    const object = objects.get(ref);
    return object !== undefined && types.some((type) => isOfType(ref, type)) ? [new Fields(object)] : [];
  });

/** What an indicator says, as whoever exported it had it. One that was taken by its id alone says nothing. */
export const statementFrom = (fields: Fields, context: ToldContext): readonly ExportedStatement[] =>
  once(context, fields, () => readStatement(fields, context));

function readStatement(fields: Fields, context: ToldContext): readonly ExportedStatement[] {
  const said = context.statements.get(fields.requiredText("id", 300));
  if (said === undefined) return [];
  const facts = factsBut(fields, "valid_from_assumed", "kill_chain_phases", "whole_pattern");
  const isItem = Object.keys(facts).length > 0;
  const { type, value, name, description, confidence, killChainPhases = [], labels = [], revoked = false } = said;
  const [origin] = fields.objects("external_references").map((one) => new Fields(one));
  const source = origin && { format: origin.text("source_name") ?? "", id: origin.text("external_id") ?? "" };
  return [
    {
      ...commonOf(isItem ? "sitem" : "asrt", fields, context),
      ...{ type, value, killChainPhases, labels, revoked },
      ...has("name", name),
      ...has("description", description),
      ...has("confidence", confidence),
      ...has("validFrom", said.validFrom === undefined ? undefined : fields.text("valid_from", 64)),
      ...has("validUntil", fields.text("valid_until", 64)),
      ...has("source", source),
      ...(isItem ? { facts } : {}),
    },
  ];
}

/** An item of a share in words, or a detection. */
export const noteFrom = (prefix: string, fields: Fields, context: ToldContext): ExportedNote =>
  once(context, fields, () => ({
    ...commonOf(prefix, fields, context),
    text: fields.requiredText("content"),
    facts: factsBut(fields),
  }));

/** What was found of a value: a sighting, or the opinion that its indicator is wrong. */
export const sightingFrom = (fields: Fields, context: ToldContext): ExportedSighting =>
  once(context, fields, () => readSighting(fields, context));

function readSighting(fields: Fields, context: ToldContext): ExportedSighting {
  const own = ownFacts(fields);
  if (own === undefined) throw new FieldRefused("extensions", "What was found is not told in the hub's own extension.");
  const isOpinion = fields.raw("type") === "opinion";
  const times = isOpinion ? own : fields;
  return {
    ...commonOf("sight", fields, context),
    type: own.requiredText("value_type", 40) as ExportedSighting["type"],
    value: own.requiredText("value"),
    result: own.requiredText("result", 40),
    count: own.integer("count", 0, 1_000_000_000) ?? 0,
    ...has("firstSeen", times.text("first_seen", 64)),
    ...has("lastSeen", times.text("last_seen", 64)),
    ...has("note", fields.text(isOpinion ? "explanation" : "description")),
  };
}
