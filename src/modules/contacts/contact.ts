import { DomainError, invalid } from "../../platform/errors";
import { newId } from "../../platform/ids";
import { type ValueOf, vocabulary } from "../../platform/vocabulary";

export const contactChannels = vocabulary("ContactChannel", "How somebody was called.", {
  PHONE: ["電話", "Phone", "A telephone call.", "電話。"],
  MAIL: ["メール", "Mail", "An e-mail.", "電子メール。"],
  CHAT: ["チャット", "Chat", "A message in a chat or messenger.", "チャット、メッセンジャー。"],
  SMS: ["SMS", "SMS", "A text message to a mobile phone.", "携帯電話へのショートメッセージ。"],
  VIDEO: ["ビデオ会議", "Video", "A video or web conference.", "ビデオ会議、Web会議。"],
  IN_PERSON: ["対面", "In person", "Face to face.", "対面。"],
  OTHER: ["その他", "Other", "Another way; the note says which.", "その他。備考に記す。"],
});
export type ContactChannel = ValueOf<typeof contactChannels>;

export const contactResults = vocabulary("ContactResult", "What came of trying to reach somebody.", {
  REACHED: [
    "連絡済",
    "Reached",
    "Whoever was meant was spoken to, or has answered.",
    "本人と話せた、または返答があった。",
  ],
  NO_ANSWER: ["応答なし", "No answer", "Nobody answered.", "応答がなかった。"],
  LEFT_MESSAGE: [
    "伝言",
    "Left a message",
    "A message was left or sent; no answer yet.",
    "伝言・送信をした。返答待ち。",
  ],
  REFUSED: ["対応拒否", "Refused", "Whoever answered would not deal with it.", "応答はあったが対応を断られた。"],
  WRONG_CONTACT: ["連絡先誤り", "Wrong contact", "The number or address is not theirs.", "連絡先が誤っていた。"],
});
export type ContactResult = ValueOf<typeof contactResults>;

/** One attempt to reach somebody about a case, and what was decided in it by word of mouth. */
export type ContactAttempt = {
  readonly id: string;
  readonly version: number;
  readonly caseId: string;
  readonly organizationId: string | null;
  readonly person: string | null;
  /** As it was dialled or written to. */
  readonly address: string | null;
  readonly channel: ContactChannel;
  readonly at: Date;
  readonly clock: string | null;
  readonly result: ContactResult;
  readonly note: string | null;
  readonly decision: string | null;
  /** Who decided, in words. */
  readonly decidedBy: string | null;
  /** The organisation that decided: it confirms the decision later (追認). */
  readonly deciderId: string | null;
  readonly confirmedAt: Date | null;
  readonly confirmedById: string | null;
  readonly confirmedByOrganizationId: string | null;
  readonly loggedAt: Date;
  readonly loggedById: string;
  readonly loggedByOrganizationId: string;
};

export type Decision = {
  readonly text: string;
  readonly decidedBy: string;
  /** Left out: the organisation that was called. */
  readonly organizationId?: string | null;
};
export type Contact = Pick<ContactAttempt, "caseId" | "channel" | "result"> & {
  readonly organizationId?: string | null;
  readonly person?: string | null;
  readonly address?: string | null;
  /** Left out: now, by the hub's clock. */
  readonly at?: Date | null;
  readonly clock?: string | null;
  readonly note?: string | null;
  readonly decision?: Decision | null;
};
type By = { readonly accountId: string; readonly organizationId: string };

/** The attempt that somebody logs. A verbal decision needs that somebody was reached, and whose decision it is. */
export function loggedContact(contact: Contact, by: By, now: Date): ContactAttempt {
  const { caseId, channel, result, organizationId = null, person = null, decision = null } = contact;
  if (!organizationId && !person?.trim()) {
    throw invalid("input.person", "Say whom: an organisation, a person in words, or both.");
  }
  if (decision && result !== "REACHED") throw invalid("input.decision", "Nobody decides who was not reached.");
  const deciderId = decision ? (decision.organizationId ?? organizationId) : null;
  if (decision && !deciderId) {
    throw invalid("input.decision.organizationId", "A decision is that of an organisation, which confirms it later.");
  }
  return {
    id: newId("contact"),
    version: 1,
    caseId,
    organizationId,
    person,
    address: contact.address ?? null,
    channel,
    at: contact.at ?? now,
    clock: contact.clock ?? null,
    result,
    note: contact.note ?? null,
    decision: decision?.text ?? null,
    decidedBy: decision?.decidedBy ?? null,
    deciderId,
    confirmedAt: null,
    confirmedById: null,
    confirmedByOrganizationId: null,
    loggedAt: now,
    loggedById: by.accountId,
    loggedByOrganizationId: by.organizationId,
  };
}

/** Where the verbal decision of a contact stands. */
export const decisionStateOf = ({ decision, confirmedAt }: ContactAttempt) =>
  decision === null ? "NONE" : confirmedAt === null ? "UNCONFIRMED" : "CONFIRMED";

/** The attempt with its decision confirmed: by somebody of the organisation that decided, who did not log it. */
export function confirmedContact(logged: ContactAttempt, by: By, now: Date): ContactAttempt {
  if (logged.loggedById === by.accountId) {
    throw new DomainError("FORBIDDEN", "Whoever logged a decision does not confirm it: another account does.");
  }
  return {
    ...logged,
    version: logged.version + 1,
    confirmedAt: now,
    confirmedById: by.accountId,
    confirmedByOrganizationId: by.organizationId,
  };
}
