import { defineEvents } from "../../platform/events/event.vocabulary";
import type { DomainEvent } from "../../platform/events/log";
import type { StandingProfile } from "./profile";

export const profileEvents = defineEvents({
  STANDING_PROFILE_SET: [
    "定型プロファイルの設定",
    "Standing profile set",
    "Your organisation changed what it says once for all that it receives.",
    "組織の定型プロファイルが設定された。",
  ],
});

export const profileTold = ({ id, version }: StandingProfile): DomainEvent => ({
  type: "STANDING_PROFILE_SET",
  subject: "StandingProfile",
  subjectId: id,
  caseId: null,
  changed: ["active", "why", "whyText", "how", "state", "kinds"],
  version,
});
