import { ArgsType, Field, InputType, ObjectType } from "type-graphql";
import { GraphQLDateTime } from "../../platform/date-time";
import { IdField, IdempotencyKey, PositionField, Text, enumType } from "../../platform/graphql";
import { eventOf } from "../../platform/events/event.graphql";
import { NodeType, PageArgs, connectionOf } from "../../platform/read/read.graphql";
import { ActorType } from "../accounts/account.graphql";
import { CaseType } from "../cases/case.graphql";
import { type Note, type NoteAudience, noteAudiences } from "./note";
import type { AddNote } from "./note.service";

/** A fact added to {@link Note} does not compile until it is declared here, or named among those not served. */
@ObjectType("Note", {
  implements: NodeType,
  simpleResolvers: true,
  description: "What somebody has to say about a case. It never changes.",
})
export class NoteType
  extends NodeType
  implements Omit<Note, "caseId" | "authorId" | "authorOrganizationId" | "addedAt">
{
  @Field(() => enumType(noteAudiences), { description: "Who reads it." })
  readonly audience!: NoteAudience;

  @Field(() => String, { description: "What it says." })
  readonly text!: string;

  @Field(() => GraphQLDateTime, { description: "When it was added." })
  readonly addedAt!: string;

  @Field(() => ActorType, { nullable: true, description: "Who wrote it." })
  readonly author!: unknown;

  @Field(() => CaseType, { nullable: true, description: "About which case." })
  readonly case!: CaseType | null;
}

export const NoteConnection = connectionOf("Note", () => NoteType);
export const NoteEvent = eventOf("Note", { field: "note", type: () => NoteType });

@ArgsType()
export class NotesArgs extends PageArgs {
  @Field(() => enumType(noteAudiences), { nullable: true, description: "Only those for this audience." })
  readonly audience?: NoteAudience | null;
}

@InputType({ description: "Adds a note to a case." })
export class AddNoteInput implements AddNote {
  @IdempotencyKey()
  readonly idempotencyKey!: string;

  @IdField("The case. NOT_FOUND when you cannot read it.")
  readonly caseId!: string;

  @Field(() => enumType(noteAudiences), { description: "Who reads it. It cannot be changed later." })
  readonly audience!: NoteAudience;

  @Text({ max: 50_000, description: "What it says." })
  readonly text!: string;
}

@ObjectType({ simpleResolvers: true, description: "The note as it is for you now." })
export class NotePayload {
  @Field(() => NoteType, { nullable: true, description: "Null when you may no longer see it." })
  readonly note!: unknown;

  @PositionField()
  readonly position!: unknown;
}
