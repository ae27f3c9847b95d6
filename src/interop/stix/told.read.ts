import type { Exported } from "../export/export";
import type { ExportedCase, ExportedRevision } from "../export/exported";
import { Fields } from "../fields";
import { isJsonArray, type JsonObject } from "../json";
import { FieldRefused, type Report } from "../report";
import {
  commonOf,
  factsBut,
  noteFrom,
  ownFacts,
  referredBy,
  sightingFrom,
  statementFrom,
  type ToldContext,
} from "./told";

/** What a hub told in a bundle beyond indicators, as whoever exported it had it. */
export type ToldByHub = {
  readonly cases: readonly Exported<ExportedCase>[];
  readonly revisions: readonly Exported<ExportedRevision>[];
};

/**
 * Reads back what a hub has exported: its cases and revisions of shares, whole. They open no case and make no share here:
 * a share has a sender who answers for it and recipients whom it chose, and a file has neither. The indicators are taken
 * as those of any bundle are; what a revision claims and gives up is told, so that its reader knows what not to expect.
 */
export function readTold(context: ToldContext, report: Report): ToldByHub | undefined {
  const of = (type: string) => [...context.objects].filter(([, object]) => object["type"] === type && isOurs(object));
  const groupings = groupingsIn(context);
  const cases = of("incident").flatMap(([at, object]) => {
    const grouping = new Fields(groupings.get(at) ?? {});
    return report.attempt(at, () => caseFrom(object, grouping, context)) ?? [];
  });
  const revisions = of("report").flatMap(([at, object]) => {
    const told = report.attempt(at, () => revisionFrom(object, context));
    if (told !== undefined) report.remark(at, sentenceOn(told.one));
    return told ?? [];
  });
  return cases.length + revisions.length === 0 ? undefined : { cases, revisions };
}

export const isOurs = (object: JsonObject): boolean => ownFacts(new Fields(object)) !== undefined;

/** The grouping of each case, which names the case before all that is in it. */
function groupingsIn({ objects }: ToldContext): ReadonlyMap<unknown, JsonObject> {
  const groupings = [...objects.values()].filter((object) => object["type"] === "grouping");
  return new Map(
    groupings.map((grouping) => {
      const refs = grouping["object_refs"];
      return [isJsonArray(refs) ? refs[0] : undefined, grouping];
    }),
  );
}

function caseFrom(object: JsonObject, grouping: Fields, context: ToldContext): Exported<ExportedCase> {
  const fields = new Fields(object);
  const { pap = "RED", ...common } = commonOf("case", fields, context);
  const within = (...types: readonly string[]) => referredBy(grouping, context, ...types);
  const own = ownFacts(fields);
  return {
    one: {
      ...common,
      pap,
      reference: own?.text("reference", 100) ?? "",
      title: fields.requiredText("name"),
      summary: fields.text("description") ?? "",
      facts: factsBut(fields, "reference"),
      detections: within("note").map((note) => noteFrom("det", note, context)),
      sightings: within("sighting", "opinion").map((one) => sightingFrom(one, context)),
    },
    statements: within("indicator").flatMap((one) => statementFrom(one, context)),
  };
}

function revisionFrom(object: JsonObject, context: ToldContext): Exported<ExportedRevision> {
  const fields = new Fields(object);
  const { pap = "RED", ...common } = commonOf("rev", fields, context);
  if (fields.raw("published") === undefined) throw new FieldRefused("published", `"published" is missing.`);
  return {
    one: {
      ...common,
      pap,
      subject: fields.requiredText("name"),
      text: fields.text("description") ?? null,
      published: fields.requiredText("published", 64),
      facts: factsBut(fields),
      retracted: fields.flag("revoked") ?? false,
      notes: referredBy(fields, context, "note").map((note) => noteFrom("sitem", note, context)),
    },
    statements: referredBy(fields, context, "indicator").flatMap((one) => statementFrom(one, context)),
  };
}

/** What the reader of a revision must know before it uses what is in it. */
function sentenceOn({ subject, by, facts, retracted }: ExportedRevision): string {
  const words = (name: string) => {
    const value = facts[name];
    return Array.isArray(value) ? value.filter((one) => typeof one === "string") : [];
  };
  const [claims, givenUp] = [words("claims"), words("given_up")];
  const share = `The share "${subject.slice(0, 80)}"${by ? ` of ${by.name.slice(0, 80)}` : ""}`;
  const taken = "Its indicators are taken; no share is made of it.";
  if (retracted) return `${share} was taken back. ${taken}`;
  const claimed = claims.length === 0 ? "claims nothing" : `claims ${claims.join(" and ")}`;
  return `${share} ${claimed}${givenUp.length === 0 ? "" : `, and gives up ${givenUp.join(" and ")}`}. ${taken}`;
}
