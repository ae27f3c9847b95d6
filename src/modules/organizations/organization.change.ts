import { isDeepStrictEqual } from "node:util";
import { invalid } from "../../platform/errors";
import { isCountry } from "./country";
import {
  type CoverageWindow,
  type Organization,
  type OrganizationContact,
  type OrganizationKind,
  isTimeZone,
} from "./organization";

type Optional<T> = { readonly [Key in keyof T]?: T[Key] | null };
export type ContactFacts = Pick<OrganizationContact, "name"> & Optional<Omit<OrganizationContact, "name">>;
export type CoverageFacts = Omit<CoverageWindow, "note"> & Optional<Pick<CoverageWindow, "note">>;

/** What may be changed of an organisation. Left out: as it is. Null clears what can be empty. */
export type OrganizationFacts = {
  readonly name?: string | null;
  readonly nameJa?: string | null;
  readonly kinds?: readonly OrganizationKind[] | null;
  readonly sector?: string | null;
  readonly country?: string | null;
  readonly timeZone?: string | null;
  readonly contacts?: readonly ContactFacts[] | null;
  readonly coverageWindows?: readonly CoverageFacts[] | null;
  readonly parentId?: string | null;
};

const orAsItIs = <T>(given: T | null | undefined, current: T | null): T | null =>
  given === undefined ? current : given;

/** The organisation with what was given, and the fields that differ then, as the API names them. */
export function changedOrganization(
  current: Organization,
  facts: OrganizationFacts,
): { readonly organization: Organization; readonly changed: readonly string[] } {
  assertFacts(facts);
  const { contacts, coverageWindows } = facts;
  const organization: Organization = {
    ...current,
    name: facts.name ?? current.name,
    nameJa: orAsItIs(facts.nameJa, current.nameJa),
    kinds: facts.kinds ?? current.kinds,
    sector: orAsItIs(facts.sector, current.sector),
    country: orAsItIs(facts.country, current.country),
    timeZone: facts.timeZone ?? current.timeZone,
    contacts: contacts?.map(contactOf) ?? current.contacts,
    coverageWindows: coverageWindows?.map(windowOf) ?? current.coverageWindows,
    parentId: orAsItIs(facts.parentId, current.parentId),
  };
  const changed = FIELDS.filter((field) => !isDeepStrictEqual(current[field], organization[field]));
  return { organization, changed: changed.map((field) => (field === "parentId" ? "parent" : field)) };
}

const FIELDS = [
  "name",
  "nameJa",
  "kinds",
  "sector",
  "country",
  "timeZone",
  "contacts",
  "coverageWindows",
  "parentId",
] as const satisfies readonly (keyof Organization)[];

const contactOf = ({ name, role, phone, email, hours }: ContactFacts): OrganizationContact => ({
  name,
  role: role ?? null,
  phone: phone ?? null,
  email: email ?? null,
  hours: hours ?? null,
});
const windowOf = ({ days, from, until, note }: CoverageFacts): CoverageWindow => ({
  days,
  from,
  until,
  note: note ?? null,
});

function assertFacts({ country, timeZone, contacts, coverageWindows }: OrganizationFacts): void {
  if (country != null && !isCountry(country)) {
    throw invalid("input.country", "country is a code of ISO 3166-1 alpha-2 in capitals, as JP.");
  }
  if (timeZone != null && !isTimeZone(timeZone)) {
    throw invalid("input.timeZone", "timeZone is a name of the IANA time zone database, as Asia/Tokyo.");
  }
  contacts?.forEach(({ phone, email }, i) => {
    if (!phone && !email) throw invalid(`input.contacts[${i}]`, "A contact has a phone number or an e-mail address.");
  });
  coverageWindows?.forEach((window, i) => assertWindow(window, `input.coverageWindows[${i}]`));
}

const TIME = /^([01][0-9]|2[0-3]):[0-5][0-9]$/;

function assertWindow({ days, from, until }: CoverageFacts, path: string): void {
  if (days.length === 0) throw invalid(`${path}.days`, "A coverage window has at least one day.");
  if (!TIME.test(from)) throw invalid(`${path}.from`, "from is HH:MM, 00:00 to 23:59.");
  if (!TIME.test(until) && until !== "24:00") throw invalid(`${path}.until`, "until is HH:MM, 00:00 to 24:00.");
  if (from === until) {
    throw invalid(`${path}.until`, "A window that ends when it begins has no length: a whole day is 00:00 to 24:00.");
  }
}

/** Contacts and coverage are served to some only, and `version` counts what everyone may see. */
const FOR_PARTNERS: ReadonlySet<string> = new Set(["contacts", "coverageWindows"]);
export const isForEveryone = (field: string): boolean => !FOR_PARTNERS.has(field);
