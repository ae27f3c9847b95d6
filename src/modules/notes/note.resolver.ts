import type { GraphQLResolveInfo } from "graphql";
import { Arg, Args, Ctx, FieldResolver, Info, Mutation, Resolver, Root } from "type-graphql";
import type { Context } from "../../platform/context";
import { Ref } from "../../platform/read/reader";
import { type ReadRow, readField } from "../../platform/read/selection";
import { CaseType } from "../cases/case.graphql";
import { AddNoteInput, NoteConnection, NotePayload, NotesArgs } from "./note.graphql";
import { noteModel } from "./note.read";
import type { NoteService } from "./note.service";

@Resolver(() => CaseType)
export class NoteResolver {
  constructor(private readonly service: NoteService) {}

  @FieldResolver(() => NoteConnection, { description: "The notes that you may read, newest first." })
  notes(@Root() row: ReadRow, @Args(() => NotesArgs) _args: NotesArgs, @Info() info: GraphQLResolveInfo) {
    return readField(row, info);
  }

  @Mutation(() => NotePayload, {
    description:
      "Adds a note to a case, for all who see the case or for your own organisation. By whoever takes an active part.",
  })
  async addNote(
    @Arg("input", () => AddNoteInput, { description: "What, and for whom." }) input: AddNoteInput,
    @Ctx() { viewer }: Context,
  ) {
    const { noteId, position } = await this.service.add(viewer, input);
    return { note: new Ref(noteModel, noteId), position };
  }
}
