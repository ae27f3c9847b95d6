import { type ValueOf, vocabulary } from "../../platform/vocabulary";

export const forwardStates = vocabulary("ForwardState", "Where the permission to pass something on stands.", {
  REQUESTED: ["許可待ち", "Requested", "The originator was asked.", "発信元に許可を求めている。"],
  GRANTED: ["許可", "Granted", "The originator gave permission.", "発信元が許可した。"],
  DENIED: ["不許可", "Denied", "The originator said no, and why.", "発信元が許可しなかった（理由を示す）。"],
  EXPIRED: ["期限切れ", "Expired", "The originator did not answer in time.", "期限内に回答がなかった。"],
  FORWARDED: ["転送済み", "Forwarded", "It was passed on.", "転送された。"],
});
export type ForwardState = ValueOf<typeof forwardStates>;

/** Passing a share on: who asked whom, for whom, and what came of it. The originator is told of every one. */
export type Forward = {
  readonly id: string;
  readonly version: number;
  /** The share that is passed on, and the first of its line, whose sender is the originator. */
  readonly shareId: string;
  readonly originId: string;
  readonly requesterId: string;
  readonly originatorId: string;
  readonly requestedById: string;
  readonly purpose: string | null;
  readonly venueId: string | null;
  readonly recipientIds: readonly string[];
  readonly state: ForwardState;
  readonly reason: string | null;
  readonly requestedAt: Date;
  readonly dueAt: Date | null;
  readonly answeredAt: Date | null;
  readonly forwardedAt: Date | null;
  /** The copy. */
  readonly copyId: string | null;
};

/** How long an originator has to answer, where the asker sets no time. */
export const ASK_DUE_MINUTES = 72 * 60;
