import type {
  ExportedCase,
  ExportedNote,
  ExportedParty,
  ExportedRevision,
  ExportedSighting,
  ExportedStatement,
} from "../export/exported";
import { latest } from "../export/export";
import { indicatorObject } from "./indicator.write";
import { markingObjects } from "./marking.write";
import {
  common,
  extended,
  identityObject,
  ourDefinition,
  ourIdentityId,
  stixId,
  type Bundle,
  type StixObject,
  type Told,
} from "./object.write";
import { sightingObject } from "./sighting.write";

/** An indicator set: what is said of values, and by whom. */
export function bundleOfStatements(id: string, statements: readonly ExportedStatement[]): Bundle {
  return bundleOf(id, statements, [], []);
}

/** A case as an incident, and a grouping of it with its indicators, what was noticed as notes, and what was found. */
export function bundleOfCase(one: ExportedCase, statements: readonly ExportedStatement[]): Bundle {
  const incident: StixObject = {
    ...common("incident", one),
    name: one.title,
    ...(one.summary === "" ? {} : { description: one.summary }),
    external_references: [{ source_name: "Sansha", external_id: one.reference }],
    ...extended({ ...one.facts, reference: one.reference }),
  };
  const notes = one.detections.map((note) => noteObject(note, incident.id, ["detection"]));
  const sightings = sightingObjects(one.sightings, statements, incident.id);
  const indicators = statements.map(({ id }) => stixId("indicator", id));
  const within = [...statements, ...one.detections, ...one.sightings];
  const grouping: StixObject = {
    ...common("grouping", { ...one, modified: latest(one.modified, ...within.map(({ modified }) => modified)) }),
    name: `${one.reference} ${one.title}`,
    context: "suspicious-activity",
    object_refs: [incident.id, ...indicators, ...notes.map(({ id }) => id), ...sightings.map(({ id }) => id)],
  };
  const told = [one, ...one.detections, ...one.sightings];
  return bundleOf(one.id, statements, [incident, grouping, ...notes, ...sightings], told);
}

/** Each sighting names an indicator of its value; where the bundle has none, the case that it was reported in. */
function sightingObjects(
  sightings: readonly ExportedSighting[],
  statements: readonly ExportedStatement[],
  incidentId: string,
): readonly StixObject[] {
  const byValue = new Map(statements.map(({ id, type, value }) => [`${type} ${value}`, stixId("indicator", id)]));
  return sightings.map((one) => sightingObject(one, byValue.get(`${one.type} ${one.value}`) ?? incidentId));
}

const noteObject = (note: ExportedNote, of: string, labels: readonly string[]): StixObject => ({
  ...common("note", note),
  content: note.text,
  object_refs: [of],
  ...(labels.length === 0 ? {} : { labels }),
  ...extended(note.facts),
});

/** A revision of a share as a report: its indicators, and its items in words as notes. */
export function bundleOfRevision(one: ExportedRevision, statements: readonly ExportedStatement[]): Bundle {
  const notes = one.notes.map((note) => noteObject(note, stixId("report", one.id), []));
  const indicators = statements.map(({ id }) => stixId("indicator", id));
  const refs = [...indicators, ...notes.map(({ id }) => id)];
  const report: StixObject = {
    ...common("report", one),
    name: one.subject,
    ...(one.text === null ? {} : { description: one.text }),
    report_types: [indicators.length > 0 ? "indicator" : "threat-report"],
    published: one.published,
    // A report refers to something: of one without items that is whoever tells it.
    object_refs: refs.length > 0 ? refs : [one.by ? stixId("identity", one.by.id) : ourIdentityId],
    ...(one.retracted ? { revoked: true } : {}),
    ...extended(one.facts),
  };
  return bundleOf(one.id, statements, [report, ...notes], [one, ...one.notes]);
}

function bundleOf(
  id: string,
  statements: readonly ExportedStatement[],
  others: readonly StixObject[],
  told: readonly (Omit<Told, "by"> & { readonly by?: ExportedParty | null })[],
): Bundle {
  const parties = new Map([...statements, ...told].flatMap(({ by }) => (by ? [[by.id, by] as const] : [])));
  const objects = [
    ...markingObjects([...statements, ...told]),
    ...ourDefinition,
    ...[...parties.values()].map(identityObject),
    ...others,
    ...statements.map(indicatorObject),
  ];
  return { type: "bundle", id: stixId("bundle", id), objects };
}
