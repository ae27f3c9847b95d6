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

export const coverageDays = vocabulary("CoverageDay", "A day on which somebody answers.", {
  MON: ["月曜", "Monday", "Mondays.", "月曜日。"],
  TUE: ["火曜", "Tuesday", "Tuesdays.", "火曜日。"],
  WED: ["水曜", "Wednesday", "Wednesdays.", "水曜日。"],
  THU: ["木曜", "Thursday", "Thursdays.", "木曜日。"],
  FRI: ["金曜", "Friday", "Fridays.", "金曜日。"],
  SAT: ["土曜", "Saturday", "Saturdays.", "土曜日。"],
  SUN: ["日曜", "Sunday", "Sundays.", "日曜日。"],
  HOLIDAY: ["祝日", "Holiday", "Public holidays of the organisation's country.", "所在国の祝日。"],
});
export type CoverageDay = ValueOf<typeof coverageDays>;

/** Who answers when: days and times in the organisation's time zone. */
export type CoverageWindow = {
  readonly days: readonly CoverageDay[];
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
  /** When its version changed last. Written by the database. */
  readonly updatedAt?: Date;
};
/** Whose customer an organisation is. */
export type OrganizationClient = { readonly providerId: string; readonly clientId: string };

/** Whether this is a name of the IANA time zone database. Intl alone would also take an offset, and any case of the letters. */
export function isTimeZone(name: string): boolean {
  if (!/^(UTC|[A-Z][A-Za-z_]*(\/[A-Z][A-Za-z0-9_+-]*){1,2})$/.test(name)) return false;
  try {
    return Boolean(new Intl.DateTimeFormat("en", { timeZone: name }));
  } catch {
    return false; // A RangeError: there is no such zone.
  }
}
