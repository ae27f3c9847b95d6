import { type ValueOf, vocabulary } from "../../platform/vocabulary";

export const noteAudiences = vocabulary("NoteAudience", "Who reads a note.", {
  PARTICIPANTS: ["参加組織", "Participants", "Whoever may see the case.", "事案を閲覧できる全組織。"],
  OWN_ORGANIZATION: [
    "自組織のみ",
    "Own organisation",
    "The author's organisation alone; nobody else learns that there is a note.",
    "書いた人の組織のみ。他組織には存在も知られない。",
  ],
});
export type NoteAudience = ValueOf<typeof noteAudiences>;

/** What somebody has to say about a case, to all who see it or to the own organisation. It never changes. */
export type Note = {
  readonly id: string;
  readonly caseId: string;
  readonly audience: NoteAudience;
  readonly text: string;
  readonly addedAt: Date;
  readonly authorId: string;
  readonly authorOrganizationId: string;
};
