import { tellsOf } from "../../platform/events/event.read";
import { type ReadModel, extendModel, readModel, withRow } from "../../platform/read/model";
import { sql } from "../../platform/sql";
import { userModel } from "../accounts/account.read";
import { caseModel } from "../cases/case.read";
import { organizationModel } from "../organizations/organization.read";
import type { Note } from "./note";
import { noteReadable } from "./note.access";
import { NoteTable } from "./note.table";

export const noteModel: ReadModel<Note> = readModel<Note>({
  name: "Note",
  idPrefix: "note",
  table: NoteTable,
  access: noteReadable,
  columns: { id: withRow, audience: withRow, text: withRow, addedAt: withRow },
  relations: {
    case: { one: () => caseModel, by: "caseId", access: withRow },
    author: {
      any: [
        { one: () => userModel, by: "authorId" },
        { one: () => organizationModel, by: "authorOrganizationId" },
      ],
      access: withRow,
    },
  },
  order: { by: ["addedAt", "id"], direction: "desc" },
  filters: { audience: { type: "text", where: (n, audience) => sql`${n("audience")} = ${audience}` } },
});
tellsOf(noteModel, "note");
extendModel(caseModel, { relations: { notes: { many: () => noteModel, by: "caseId", access: withRow } } });
