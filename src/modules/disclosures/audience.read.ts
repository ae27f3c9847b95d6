import { EntitySchema } from "typeorm";
import type { ErrorCode } from "../../platform/errors";
import { type ReadModel, readModel, withRow } from "../../platform/read/model";
import { bind, sql } from "../../platform/sql";
import { type ValueOf, vocabulary } from "../../platform/vocabulary";
import { needModel } from "../needs/need.read";
import { organizationModel } from "../organizations/organization.read";

export const audienceReasons = vocabulary("AudienceReason", "Why something that is shared would reach somebody.", {
  RECIPIENT: ["宛先", "Recipient", "It is sent to the organisation.", "宛先に含まれる。"],
  PART_OF: [
    "宛先の下部組織",
    "Part of a recipient",
    "It is a part of a recipient: TLP:AMBER.",
    "宛先の下部組織（TLP:AMBER）。",
  ],
  CLIENT_OF: [
    "宛先の顧客",
    "Client of a recipient",
    "Clients of the recipients, whom the hub does not name to you: TLP:AMBER.",
    "宛先の顧客（名前は示されない。TLP:AMBER）。",
  ],
  COMMUNITY: [
    "コミュニティ",
    "Community",
    "It is in the venue's community: TLP:GREEN.",
    "場のコミュニティの一員（TLP:GREEN）。",
  ],
  EVERYBODY: ["全員", "Everybody", "Whoever is signed in reads it.", "ログインできる全員。"],
});
export type AudienceReason = ValueOf<typeof audienceReasons>;

/** One line of a preview: whom it would reach and why, or who is refused and why. */
export type AudienceLine = {
  readonly position: number;
  readonly organizationId: string | null;
  readonly throughId: string | null;
  readonly reason: AudienceReason | null;
  readonly allowed: boolean;
  readonly code: ErrorCode | null;
  readonly message: string | null;
  /** The kinds of information that would be sent, for finding who wants them. */
  readonly what: readonly string[];
};

/** For the names of the columns alone: a preview is never stored. */
const AudienceColumns = new EntitySchema<AudienceLine>({
  name: "AudienceLine",
  columns: {
    position: { type: "integer", primary: true },
    organizationId: { name: "organization_id", type: "text", nullable: true },
    throughId: { name: "through_id", type: "text", nullable: true },
    reason: { type: "text", nullable: true },
    allowed: { type: "boolean" },
    code: { type: "text", nullable: true },
    message: { type: "text", nullable: true },
    what: { type: "text", array: true },
  },
});

/** A preview as a list to read from. Its lines hold nothing but what the one who asked for it may know. */
export const audienceModel = (lines: readonly AudienceLine[]): ReadModel<AudienceLine> =>
  readModel<AudienceLine>({
    name: "AudienceLine",
    table: AudienceColumns,
    from: () => sql`select * from jsonb_to_recordset(${bind(JSON.stringify(lines.map(asRow)), "jsonb")}) as l (position integer,
      organization_id text, through_id text, reason text, allowed boolean, code text, message text, what text[])`,
    access: () => sql`true`,
    columns: { position: withRow, reason: withRow, allowed: withRow, code: withRow, message: withRow },
    relations: {
      organization: { one: () => organizationModel, by: "organizationId", access: withRow },
      through: { one: () => organizationModel, by: "throughId", access: withRow },
      needs: {
        many: () => needModel,
        on: (n, l) => sql`${n("organizationId")} = ${l("organizationId")} and ${n("state")} = 'OPEN'
          and ${n("what")} && ${l("what")}`,
        access: withRow,
      },
    },
    order: { by: ["position"], direction: "asc" },
    pageMax: 500,
    // The input is what the preview was made of; it is here so that a cursor is bound to it.
    filters: { input: { type: "jsonb", where: () => sql`true` } },
  });

const asRow = ({ organizationId, throughId, ...line }: AudienceLine) => ({
  ...line,
  organization_id: organizationId,
  through_id: throughId,
});
