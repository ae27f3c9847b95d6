import { tlpOf, unknownTlp, type Tlp } from "../../platform/marking";
import { Fields } from "../fields";
import { isJsonObject, ownValue, type JsonObject } from "../json";
import { markingOfTag, strictestMarkings, type Markings } from "../marking";
import { FieldRefused, type Report } from "../report";

/** The marking definitions that the standard and FIRST fix: TLP 1.0 (STIX 2.1, 7.2.1.4) and TLP 2.0. */
export const tlpMarkingIds: ReadonlyMap<string, Tlp> = new Map([
  ["marking-definition--613f2e26-407d-48c7-9eca-b8e91df99dc9", "CLEAR"],
  ["marking-definition--34098fce-860f-48ae-8e50-ebd3cc5e41da", "GREEN"],
  ["marking-definition--f88d31f6-486f-44da-b317-01333bde0b82", "AMBER"],
  ["marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed", "RED"],
  ["marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487", "CLEAR"],
  ["marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb", "GREEN"],
  ["marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421", "AMBER"],
  ["marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003", "AMBER_STRICT"],
  ["marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1", "RED"],
]);
export const tlpExtensionId = "extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d";

/** What one definition says. A statement (a copyright notice) is understood and says nothing about the audience. */
type Meaning = Markings | "UNKNOWN";

/**
 * The marking definitions of one bundle. The fixed TLP ids mean what the standard says whatever the bundle claims;
 * markings of markings are not followed, so circles among them do no harm.
 */
export class MarkingDefinitions {
  private readonly meanings = new Map<string, Meaning>();

  constructor(private readonly report: Report) {}

  /** Takes a definition from the bundle. One that redefines a fixed id is ignored, and reported if it differs. */
  add(at: string, object: JsonObject): void {
    this.report.attempt(at, () => {
      const fields = new Fields(object);
      const id = fields.requiredText("id");
      const meaning = meaningOf(fields);
      const fixed = tlpMarkingIds.get(id);
      if (fixed === undefined) this.meanings.set(id, stricter(this.meanings.get(id), meaning));
      else if (meaning === "UNKNOWN" || meaning.tlp !== fixed) {
        const message = `The bundle redefines the marking TLP:${fixed}; its definition is ignored.`;
        this.report.refuse(at, message, { field: "definition" });
      }
    });
  }

  /**
   * The strictest of all markings on an object: those of the whole object, those of parts of it (granular markings),
   * and machine tags among its labels. A marking that is unknown here counts as AMBER+STRICT and is remarked on.
   */
  of(at: string, fields: Fields): Markings {
    const refs = [
      ...fields.texts("object_marking_refs"),
      ...fields.objects("granular_markings").flatMap((granular) => new Fields(granular).text("marking_ref") ?? []),
    ];
    const found = [...refs.map((ref) => this.lookUp(at, ref)), ...fields.texts("labels").map(markingOfTag)];
    return strictestMarkings(found);
  }

  private lookUp(at: string, ref: string): Markings {
    const fixed = tlpMarkingIds.get(ref);
    if (fixed !== undefined) return { tlp: fixed };
    const meaning = this.meanings.get(ref) ?? "UNKNOWN";
    if (meaning !== "UNKNOWN") return meaning;
    this.report.remark(
      at,
      `The marking ${ref.slice(0, 80)} is unknown: treated as TLP:AMBER+STRICT.`,
      "object_marking_refs",
    );
    return { tlp: unknownTlp };
  }
}

/** Where a bundle defines one id twice, the stricter meaning stands. */
function stricter(one: Meaning | undefined, other: Meaning): Meaning {
  if (one === undefined) return other;
  if (one === "UNKNOWN" || other === "UNKNOWN") return "UNKNOWN";
  return strictestMarkings([one, other]);
}

function meaningOf(fields: Fields): Meaning {
  const extensions = fields.raw("extensions");
  const extension = isJsonObject(extensions) ? ownValue(extensions, tlpExtensionId) : undefined;
  if (isJsonObject(extension)) return meaningOfLevel(ownValue(extension, "tlp_2_0"));
  const definition = fields.raw("definition");
  if (definition === undefined) return meaningOfName(fields.text("name") ?? "");
  if (!isJsonObject(definition)) throw new FieldRefused("definition", `"definition" must be an object.`, definition);
  const kind = fields.text("definition_type");
  if (kind === "tlp") return meaningOfLevel(ownValue(definition, "tlp"));
  const statement = ownValue(definition, "statement");
  return kind === "statement" && typeof statement === "string" ? markingOfTag(statement) : "UNKNOWN";
}

const meaningOfLevel = (level: unknown): Meaning => {
  const tlp = typeof level === "string" ? tlpOf(level) : undefined;
  return tlp === undefined ? "UNKNOWN" : { tlp };
};

const meaningOfName = (name: string): Meaning => (/^\s*(?:tlp|pap)\s*:/i.test(name) ? markingOfTag(name) : "UNKNOWN");
