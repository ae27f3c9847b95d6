import { EntitySchema } from "typeorm";
import type { Note } from "./note";

export const NoteTable = new EntitySchema<Note>({
  name: "Note",
  tableName: "notes",
  columns: {
    id: { type: "text", primary: true },
    caseId: { name: "case_id", type: "text" },
    audience: { type: "text" },
    text: { type: "text" },
    addedAt: { name: "added_at", type: "timestamptz" },
    authorId: { name: "author_id", type: "text" },
    authorOrganizationId: { name: "author_organization_id", type: "text" },
  },
  indices: [{ name: "notes_newest", columns: ["caseId", "addedAt", "id"] }],
  foreignKeys: [
    { name: "notes_case", target: "Case", columnNames: ["caseId"], referencedColumnNames: ["id"] },
    {
      name: "notes_author",
      target: "Organization",
      columnNames: ["authorOrganizationId"],
      referencedColumnNames: ["id"],
    },
  ],
});
