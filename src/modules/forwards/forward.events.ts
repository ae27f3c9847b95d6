import { defineEvents } from "../../platform/events/event.vocabulary";
import type { DomainEvent } from "../../platform/events/log";
import { unnamedIf } from "../shares/share.events";
import type { Forward } from "./forward";

export const forwardEvents = defineEvents({
  FORWARD_REQUESTED: [
    "転送許可の依頼",
    "Forward requested",
    "A recipient asked the originator for permission to pass a share on.",
    "受け手が発信元に転送の許可を求めた。",
  ],
  FORWARD_GRANTED: ["転送の許可", "Forward granted", "The originator gave permission.", "発信元が転送を許可した。"],
  FORWARD_DENIED: [
    "転送の不許可",
    "Forward denied",
    "The originator said no, and why.",
    "発信元が転送を許可しなかった。",
  ],
  FORWARD_EXPIRED: [
    "転送依頼の期限切れ",
    "Forward expired",
    "The originator did not answer in time.",
    "期限内に回答がなかった。",
  ],
  SHARE_FORWARDED: ["転送", "Share forwarded", "A recipient passed a share on.", "共有が転送された。"],
});

/** `masked`: whoever did it is the originator of a share with a masked sender. */
export const forwardTold = (
  type: keyof typeof forwardEvents,
  { id, version }: Forward,
  changed: readonly string[],
  masked = false,
): DomainEvent => ({
  type,
  subject: "Forward",
  subjectId: id,
  caseId: null,
  changed,
  version,
  ...unnamedIf(masked),
});
