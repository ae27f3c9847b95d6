import { DomainError, invalid } from "../../platform/errors";
import { type ValueOf, vocabulary } from "../../platform/vocabulary";

export const venueKinds = vocabulary("VenueKind", 'What kind of place information is shared in: the "Where".', {
  BILATERAL: ["二者間", "Bilateral", "Two organisations, and nobody else.", "二つの組織のみ。"],
  CASE_ROOM: ["事案ルーム", "Case room", "Those who work an incident together.", "一つの事案に関わる組織の場。"],
  CONTRACT_CHANNEL: [
    "契約チャネル",
    "Contract channel",
    "The parties of a contract: a SOC and its customers, a retained vendor.",
    "契約に基づく当事者の場（SOCと顧客など）。",
  ],
  CLOSED_COMMUNITY: [
    "限定コミュニティ",
    "Closed community",
    "An ISAC or the like: what is TLP:GREEN reaches its members.",
    "ISACなど。TLP:GREENの情報が届く範囲。",
  ],
  HUB: ["ハブ全体", "Hub", "Everybody on this hub.", "このハブの全参加者。"],
  PUBLIC: ["公開", "Public", "Everybody who is signed in; meant for the public.", "公開を前提とする場。"],
});
export type VenueKind = ValueOf<typeof venueKinds>;

export const venueMemberStates = vocabulary("VenueMemberState", "Whether an organisation is in a venue.", {
  INVITED: [
    "招待中",
    "Invited",
    "It was invited and has not joined. It sees the venue, not who else is in it.",
    "招待済み・未参加。場は見えるが他の参加者は見えない。",
  ],
  ACTIVE: ["参加中", "Active", "It is a member.", "参加している。"],
  LEFT: ["離脱", "Left", "It declined, left or was removed.", "辞退・離脱・除外された。"],
});
export type VenueMemberState = ValueOf<typeof venueMemberStates>;

/** A place where information is shared (情報共有の場). */
export type Venue = {
  readonly id: string;
  readonly version: number;
  readonly kind: VenueKind;
  readonly name: string;
  readonly nameJa: string | null;
  readonly description: string | null;
  /** The managing organisation; null where the hub's operator manages it. */
  readonly ownerId: string | null;
  /** Whether members see each other. Set once: members joined under this promise. */
  readonly showsMembers: boolean;
  readonly createdAt: Date;
};

/** An organisation's place in a venue. Nobody is put into one: it joins when it was invited. */
export type VenueMember = {
  readonly id: string;
  readonly venueId: string;
  readonly organizationId: string;
  readonly state: VenueMemberState;
  readonly invitedAt: Date;
  readonly joinedAt: Date | null;
  readonly leftAt: Date | null;
};

/** Open to everybody who is signed in, and managed by the operator. */
export const isOpen = (kind: VenueKind): boolean => kind === "HUB" || kind === "PUBLIC";

/** Whom a new venue may begin with, beside the organisation that manages it. */
export function assertFirstMembers(kind: VenueKind, others: readonly string[]): void {
  if (kind === "BILATERAL" && others.length !== 1) {
    throw invalid("input.memberIds", "A bilateral venue has exactly one other organisation.");
  }
}

/** Refuses members for a venue that is closed for good. */
export function assertTakesMembers(kind: VenueKind): void {
  if (kind !== "BILATERAL") return;
  throw new DomainError("STATE_CONFLICT", "A bilateral venue keeps its two organisations: open another one.", {
    field: "input.venueId",
  });
}
