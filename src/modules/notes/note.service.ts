import type { Outcome, Writer } from "../../platform/change";
import type { Viewer } from "../../platform/context";
import { newId } from "../../platform/ids";
import type { CaseService } from "../cases/case.service";
import type { Note, NoteAudience } from "./note";
import { noteAdded } from "./note.events";
import { NoteTable } from "./note.table";
import { noteVerbs } from "./note.verbs";

export type AddNote = {
  readonly idempotencyKey: string;
  readonly caseId: string;
  readonly audience: NoteAudience;
  readonly text: string;
};
export type NoteOutcome = { readonly noteId: string };

/** What people have to say about a case. A note counts no version: not everybody who sees the case may know of it. */
export class NoteService {
  constructor(
    private readonly writer: Writer,
    private readonly cases: CaseService,
  ) {}

  add(viewer: Viewer, input: AddNote): Promise<Outcome<NoteOutcome>> {
    return this.writer.mutate(viewer, "addNote", input, async (change) => {
      const { caseId, audience, text } = input;
      await this.cases.lock(change, "addNote", noteVerbs.addNote, caseId);
      const one: Note = {
        id: newId("note"),
        caseId,
        audience,
        text,
        addedAt: change.now,
        authorId: viewer.accountId,
        authorOrganizationId: viewer.organizationId,
      };
      await change.tx.insert(NoteTable, one);
      change.tell(noteAdded(one));
      return { noteId: one.id };
    });
  }
}
