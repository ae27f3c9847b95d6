import { type ValueOf, vocabulary } from "../../platform/vocabulary";

export const organizationKinds = vocabulary("OrganizationKind", "What an organisation does in incident work.", {
  SOC: [
    "SOC（監視）",
    "SOC",
    "Watches: security operation, its own or as a service.",
    "監視・運用を担う（自組織または委託）。",
  ],
  CSIRT: [
    "CSIRT（対応）",
    "CSIRT",
    "Responds: decides and coordinates for its organisation.",
    "自組織のインシデント対応を判断・調整する。",
  ],
  VENDOR: [
    "緊急対応ベンダー",
    "Vendor",
    "Is called in: forensics, malware analysis, emergency response.",
    "要請を受けて調査・緊急対応を行う。",
  ],
  COORDINATOR: [
    "調整機関",
    "Coordinator",
    "Coordinates between organisations: an ISAC, a national CERT.",
    "組織間を調整する（ISAC、ナショナルCERTなど）。",
  ],
});
export type OrganizationKind = ValueOf<typeof organizationKinds>;

/** Somebody to call, in this order. */
export type OrganizationContact = {
  readonly name: string;
  readonly role: string | null;
  readonly phone: string | null;
  readonly email: string | null;
  readonly hours: string | null;
};
/** Who answers when: days and times in the organisation's time zone. */
export type CoverageWindow = {
  readonly days: readonly string[];
  readonly from: string;
  readonly until: string;
  readonly note: string | null;
};

/** A party (組織): a SOC, a CSIRT, a vendor, a coordinator, or a victim that has no accounts here. */
export type Organization = {
  readonly id: string;
  readonly version: number;
  readonly name: string;
  readonly nameJa: string | null;
  readonly shortCode: string;
  readonly kinds: readonly OrganizationKind[];
  readonly sector: string | null;
  readonly country: string | null;
  readonly timeZone: string;
  readonly contacts: readonly OrganizationContact[];
  readonly coverageWindows: readonly CoverageWindow[];
  readonly parentId: string | null;
  readonly createdAt: Date;
};
/** Whose customer an organisation is. */
export type OrganizationClient = { readonly providerId: string; readonly clientId: string };
