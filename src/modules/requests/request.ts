import { invalid } from "../../platform/errors";
import { type ValueOf, vocabulary } from "../../platform/vocabulary";

export const requestStates = vocabulary("InformationRequestState", "Where a question (照会) stands.", {
  OPEN: ["回答待ち", "Open", "It was asked: the addressee owes its answer.", "照会済み。回答を待っている。"],
  ANSWERED: ["回答済み", "Answered", "Every question has its answer.", "すべての質問に回答した。"],
  DECLINED: ["回答辞退", "Declined", "The addressee does not answer, and says why.", "理由を付けて回答を辞退した。"],
  EXPIRED: [
    "失効",
    "Expired",
    "Nobody answered in time, or the answer is not needed any more.",
    "期限までに回答がなかった、または回答が不要になった。",
  ],
});
export type RequestState = ValueOf<typeof requestStates>;

/** One question, and what was answered to it. */
export type Question = {
  /** From 1, in the order of asking. */
  readonly number: number;
  readonly text: string;
  readonly answer: string | null;
  /** The addressee does not know: an answer too. */
  readonly notKnown: boolean;
};

/** Structured questions (照会) of one organisation to another: for what, by when, and about what. */
export type InformationRequest = {
  readonly id: string;
  readonly version: number;
  readonly caseId: string | null;
  /** The GraphQL type and the id of what it is about; null when it is about nothing on the hub. */
  readonly subjectType: string | null;
  readonly subjectId: string | null;
  /** The share that it is about, or whose item it is about. */
  readonly shareId: string | null;
  /** It is about something for named persons alone (RED), and so is for them alone too. */
  readonly namedOnly: boolean;
  readonly askerId: string;
  readonly askedById: string;
  readonly addresseeId: string;
  /** The masked sender of a share is asked: nobody else reads who that is. */
  readonly addresseeMasked: boolean;
  readonly purpose: string;
  readonly questions: readonly Question[];
  readonly dueAt: Date | null;
  readonly state: RequestState;
  /** Why it was declined. */
  readonly reason: string | null;
  readonly askedAt: Date;
  readonly settledAt: Date | null;
  readonly settledById: string | null;
  readonly settledByOrganizationId: string | null;
};

export type AskedQuestions = {
  readonly purpose: string;
  readonly questions: readonly string[];
  readonly dueAt?: Date | null;
};
export type GivenAnswer = {
  readonly number: number;
  readonly answer?: string | null;
  readonly notKnown?: boolean | null;
};

/** Refuses what cannot be asked. `path` is where in the input it stands. */
export function assertAskable({ questions, purpose, dueAt }: AskedQuestions, now: Date, path: string): void {
  if (purpose.trim() === "") throw invalid(`${path}.purpose`, "Say what the answers are for.");
  if (questions.length === 0) throw invalid(`${path}.questions`, "Ask at least one question.");
  const empty = questions.findIndex((text) => text.trim() === "");
  if (empty >= 0) throw invalid(`${path}.questions[${empty}]`, "A question has words.");
  if (dueAt && dueAt <= now) throw invalid(`${path}.dueAt`, "The time to answer by has passed already.");
}

export const asQuestions = (texts: readonly string[]): readonly Question[] =>
  texts.map((text, i) => ({ number: i + 1, text, answer: null, notKnown: false }));

/** The questions with their answers. Each has exactly one: words, or that it is not known. */
export function answered(questions: readonly Question[], given: readonly GivenAnswer[]): readonly Question[] {
  given.forEach(({ number, answer, notKnown }, i) => {
    const path = `input.answers[${i}]`;
    if (!questions.some((question) => question.number === number)) {
      throw invalid(`${path}.number`, `The questions are numbered from 1 to ${questions.length}.`);
    }
    if (given.findIndex((other) => other.number === number) < i) {
      throw invalid(`${path}.number`, `Question ${number} is answered twice.`);
    }
    if (hasWords(answer) === (notKnown ?? false)) {
      throw invalid(`${path}.answer`, "An answer has words, or says that it is not known.");
    }
  });
  return questions.map((question) => {
    const found = given.find(({ number }) => number === question.number);
    if (!found) throw invalid("input.answers", `Question ${question.number} has no answer.`);
    return { ...question, answer: found.answer ?? null, notKnown: found.notKnown ?? false };
  });
}

const hasWords = (answer: string | null | undefined): boolean => (answer ?? "").trim() !== "";
