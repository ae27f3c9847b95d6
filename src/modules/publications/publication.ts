import { DomainError, type ErrorDetails, invalid } from "../../platform/errors";
import { newId } from "../../platform/ids";
import { type Pap, type Tlp, strictestPap, strictestTlp } from "../../platform/marking";
import { valueOf } from "../assertions/assertion";
import { keyOf } from "../indicators/indicator";
import type { IndicatorType } from "../indicators/indicator.value";
import type { Corner, Limitation, ShareItem } from "../revisions/revision";
import type { InformationKind, SenderPurpose, SendingChannel, ShareTiming } from "../shares/five-w";
import type { Attribution, Forwarding, ShareKind } from "../shares/share";

/** The sender's answers as they are stated; the rest is derived. */
export type SenderAnswers = {
  readonly why?: readonly SenderPurpose[] | null;
  readonly whyText?: string | null;
  readonly when?: ShareTiming | null;
  readonly validUntil?: Date | null;
  readonly how?: SendingChannel | null;
  readonly contactId?: string | null;
  readonly contactText?: string | null;
};

/** One piece of information as somebody sends it: an indicator, words, or both. */
export type GivenItem = {
  readonly kind?: InformationKind | null;
  readonly indicator?: { readonly type?: IndicatorType | null; readonly value: string } | null;
  readonly text?: string | null;
  readonly tlp?: Tlp | null;
  readonly pap?: Pap | null;
  readonly deIdentified?: boolean | null;
};
export type GivenCorrection = GivenItem & { readonly lineageId: string; readonly note?: string | null };

/** All that makes up a share, before the hub has added what it knows. */
export type GivenShare = {
  readonly subject: string;
  readonly kind?: ShareKind | null;
  readonly caseId?: string | null;
  readonly venueId?: string | null;
  readonly recipientIds?: readonly string[] | null;
  readonly personIds?: readonly string[] | null;
  readonly namedOnly?: boolean | null;
  readonly fiveW?: SenderAnswers | null;
  readonly tlp: Tlp;
  readonly pap?: Pap | null;
  readonly attribution?: Attribution | null;
  readonly senderMasked?: boolean | null;
  readonly forwarding?: Forwarding | null;
  readonly detectedAt?: Date | null;
  readonly claims?: readonly Corner[] | null;
  readonly limitations?: readonly Limitation[] | null;
  readonly text?: string | null;
  readonly items?: readonly GivenItem[] | null;
};

/** What a revision does with the items of the one before. What it does not name it carries on. */
export type GivenChanges = {
  readonly add?: readonly GivenItem[] | null;
  readonly correct?: readonly GivenCorrection[] | null;
  readonly confirm?: readonly string[] | null;
  readonly retract?: readonly { readonly lineageId: string; readonly note?: string | null }[] | null;
};

/** An item that is fit to be written, but for the id of its indicator. */
export type ReadItem = {
  readonly kind: InformationKind;
  readonly indicator: { readonly key: string; readonly type: IndicatorType; readonly value: string } | null;
  readonly text: string | null;
  readonly tlp: Tlp;
  readonly pap: Pap;
  readonly deIdentified: boolean;
};
export type Marking = { readonly tlp: Tlp; readonly pap: Pap };

const kindOfIndicator: Readonly<Record<IndicatorType, InformationKind>> = {
  IPV4: "DESTINATION",
  IPV6: "DESTINATION",
  CIDR: "DESTINATION",
  DOMAIN: "DESTINATION",
  URL: "DESTINATION",
  EMAIL: "DESTINATION",
  ASN: "DESTINATION",
  JA3: "DESTINATION",
  EMAIL_SUBJECT: "TTP",
  FILE_MD5: "MALWARE",
  FILE_SHA1: "MALWARE",
  FILE_SHA256: "MALWARE",
  FILE_NAME: "MALWARE",
  REGISTRY_KEY: "MALWARE",
  MUTEX: "MALWARE",
  CVE: "VULNERABILITY",
  YARA: "DETECTION_RULE",
  SIGMA: "DETECTION_RULE",
  STIX_PATTERN: "DETECTION_RULE",
};

/**
 * Reads items. A publication is one statement to others, so one wrong item holds it back as a whole; all that are wrong
 * are named in `details.items`.
 */
export function readItems(given: readonly GivenItem[], marking: Marking, path: string): readonly ReadItem[] {
  const seen = new Map<string, number>();
  const read = given.map((item, i) => {
    const one = readItem(item, marking, `${path}[${i}]`);
    if (one instanceof DomainError || !one.indicator) return one;
    const first = seen.get(one.indicator.key);
    seen.set(one.indicator.key, first ?? i);
    return first === undefined ? one : invalid(`${path}[${i}].indicator`, `It stands in item ${first} already.`);
  });
  return allRead(read);
}

/** The items, or one error that names all that are wrong. */
export function allRead(read: readonly (ReadItem | DomainError)[]): readonly ReadItem[] {
  const wrong = read.filter((one) => one instanceof DomainError);
  const [first] = wrong;
  if (!first) return read.flatMap((one) => (one instanceof DomainError ? [] : [one]));
  const items = wrong.map(({ field, message }) => ({ field, message }));
  const told: ErrorDetails = { details: { items }, ...(first.field ? { field: first.field } : {}) };
  throw new DomainError("INVALID_INPUT", first.message, told);
}

/** `stands`: it has an indicator that stays as it is. */
export function readItem(
  { kind, indicator, text, tlp, pap, deIdentified }: GivenItem,
  marking: Marking,
  path: string,
  stands = false,
): ReadItem | DomainError {
  const words = text?.trim() ? text : null;
  if (!indicator && !words && !stands) return invalid(path, "An item has an indicator, a text, or both.");
  const value = indicator ? valueOf(indicator, `${path}.indicator`) : undefined;
  if (value instanceof DomainError) return value;
  const known = kind ?? (value && kindOfIndicator[value.type]);
  if (!known) return invalid(`${path}.kind`, "Say what kind of information the text is.");
  return {
    kind: known,
    indicator: value ? { ...value, key: keyOf(value.type, value.value) } : null,
    text: words,
    tlp: strictestTlp([marking.tlp, tlp ?? undefined]) ?? marking.tlp,
    pap: strictestPap([marking.pap, pap ?? undefined]) ?? marking.pap,
    deIdentified: deIdentified ?? false,
  };
}

/** Where items are written, and who confirmed those that are de-identified. */
export type Place = {
  readonly shareId: string;
  readonly revisionId: string;
  readonly indicatorIds: ReadonlyMap<string, string>;
  readonly confirmedBy: string;
  readonly now: Date;
};

/** A new item of a revision. */
export function newItem(read: ReadItem, position: number, place: Place): ShareItem {
  return {
    id: newId("sitem"),
    shareId: place.shareId,
    revisionId: place.revisionId,
    lineageId: newId("line"),
    position,
    state: "ASSERTED",
    change: "ADDED",
    note: null,
    ...contentOf(read, place),
  };
}

/** What an item says. */
export function contentOf(
  { kind, indicator, text, tlp, pap, deIdentified }: ReadItem,
  { indicatorIds, confirmedBy, now }: Place,
): Pick<ShareItem, "kind" | "indicatorId" | "text" | "tlp" | "pap" | "deIdentifiedById" | "deIdentifiedAt"> {
  return {
    kind,
    indicatorId: indicator ? (indicatorIds.get(indicator.key) ?? null) : null,
    text,
    tlp,
    pap,
    deIdentifiedById: deIdentified ? confirmedBy : null,
    deIdentifiedAt: deIdentified ? now : null,
  };
}
