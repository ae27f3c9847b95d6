import { createHash } from "node:crypto";
import type { IndicatorType } from "../../modules/indicators/indicator.value";
import { FieldRefused, type Report } from "../report";
import type { Reading } from "../read";
import { IntelRefused, type IndicatorStatement, type SourceObject } from "../statement";
import { utcTime } from "../time";
import { guessedValue, typedValue, type TypedValue } from "../value";
import { parseXml, type XmlElement } from "./xml";

/** The terms of OpenIOC whose value is an indicator of ours. NETWORK and HASH leave the exact type to the value. */
const terms: Readonly<Record<string, IndicatorType | "NETWORK" | "HASH">> = {
  "FileItem/Md5sum": "FILE_MD5",
  "FileItem/Sha1sum": "FILE_SHA1",
  "FileItem/Sha256sum": "FILE_SHA256",
  "FileItem/FileName": "FILE_NAME",
  "FileItem/FullPath": "FILE_NAME",
  "ProcessItem/name": "FILE_NAME",
  "DnsEntryItem/Host": "DOMAIN",
  "DnsEntryItem/RecordName": "DOMAIN",
  "Network/DNS": "DOMAIN",
  "PortItem/remoteIP": "NETWORK",
  "PortItem/remoteIPAddress": "NETWORK",
  "RouteEntryItem/Destination": "NETWORK",
  "UrlHistoryItem/URL": "URL",
  "FileDownloadHistoryItem/SourceURL": "URL",
  "Email/From": "EMAIL",
  "Email/Subject": "EMAIL_SUBJECT",
  "RegistryItem/KeyPath": "REGISTRY_KEY",
  "RegistryItem/Path": "REGISTRY_KEY",
  "ProcessItem/HandleList/Handle/Name": "MUTEX",
  "fileWriteEvent/md5": "FILE_MD5",
  "fileWriteEvent/fileName": "FILE_NAME",
  "imageLoadEvent/fileName": "FILE_NAME",
  "dnsLookupEvent/hostname": "DOMAIN",
  "ipv4NetworkEvent/remoteIP": "IPV4",
};

/** A document of OpenIOC 1.0 (`ioc`) or 1.1 (`OpenIOC`), told by its first element. */
export function isOpenIoc(text: string): boolean {
  const beginning = text.slice(0, 20_000);
  let at = behindSpace(beginning, 0);
  if (beginning.startsWith("<?xml", at)) at = behind(beginning, ">", at);
  // Each comment is looked at once: a pattern that may repeat them tries every way to divide them.
  while (beginning.startsWith("<!--", at)) at = behind(beginning, "-->", at + 4);
  return /^<(?:\w+:)?(?:ioc|OpenIOC)[\s>]/.test(beginning.slice(at, at + 200));
}

/** The place behind the next `end` and the space after it, or the end of the text where there is none. */
function behind(text: string, end: string, from: number): number {
  const found = text.indexOf(end, from);
  return found < 0 ? text.length : behindSpace(text, found + end.length);
}

function behindSpace(text: string, from: number): number {
  const word = /\S|$/g;
  word.lastIndex = from;
  return word.exec(text)?.index ?? text.length;
}

/**
 * Reads OpenIOC. Conditions of which one alone is enough become indicators. Conditions that count only together (AND)
 * and terms that describe behaviour are named as not taken: as single values they would accuse harmless programs.
 */
export function readOpenIoc(text: string, report: Report): Reading {
  const root = parseXml(text, report.limits);
  if (root.name !== "ioc" && root.name !== "OpenIOC") {
    throw new IntelRefused(
      "UNSUPPORTED",
      `The file is XML, but not OpenIOC: its root element is "${root.name.slice(0, 60)}".`,
    );
  }
  const about = child(root, "metadata") ?? root;
  const title = textOf(child(about, "short_description"));
  const id = idOf(root, "");
  const author = textOf(child(about, "authored_by"));
  const created = utcTime(textOf(child(about, "authored_date")) ?? "");
  const modified = utcTime(root.attributes.get("last-modified") ?? "");
  const source = {
    creatorName: author,
    created: created ?? utcTime(`${textOf(child(about, "authored_date")) ?? ""}Z`),
    modified: modified ?? utcTime(`${root.attributes.get("last-modified") ?? ""}Z`),
  };
  const reader = new ConditionReader(id, title, source, report);
  const definition = child(root, "definition") ?? child(root, "criteria");
  for (const indicator of definition?.children ?? []) if (indicator.name === "Indicator") reader.readAny(indicator);
  return { format: "OPENIOC", ...(title === undefined ? {} : { title: title.slice(0, 500) }) };
}

const child = (element: XmlElement, name: string) => element.children.find((each) => each.name === name);
/** Ids are UUIDs; whatever else stands there is cut to a size that can be stored. */
const idOf = (element: XmlElement, otherwise: string) => (element.attributes.get("id") ?? otherwise).slice(0, 200);
const textOf = (element: XmlElement | undefined) => element?.text.trim() || undefined;

type About = {
  readonly creatorName: string | undefined;
  readonly created: string | undefined;
  readonly modified: string | undefined;
};

class ConditionReader {
  constructor(
    private readonly id: string,
    private readonly title: string | undefined,
    private readonly about: About,
    private readonly report: Report,
  ) {}

  /** Reads a group of conditions of which any is enough; nesting is bounded by the limit on depth. */
  readAny(indicator: XmlElement): void {
    const items = indicator.children.filter(({ name }) => name === "IndicatorItem" || name === "Indicator");
    if (indicator.attributes.get("operator")?.toUpperCase() === "AND" && items.length > 1) {
      const at = idOf(indicator, this.id);
      const message = `The group combines ${items.length} conditions that count only together; none of them is taken alone.`;
      return this.report.refuse(at, message, { code: "UNSUPPORTED", field: "Indicator" });
    }
    for (const item of items) {
      if (item.name === "Indicator") this.readAny(item);
      else this.report.attempt(idOf(item, this.id), () => this.readItem(item));
    }
  }

  private readItem(item: XmlElement): void {
    const at = idOf(item, this.id);
    const search = child(item, "Context")?.attributes.get("search") ?? "";
    const raw = child(item, "Content")?.text.trim() ?? "";
    const condition = item.attributes.get("condition") ?? "";
    const type = Object.hasOwn(terms, search) ? terms[search] : undefined;
    if (raw === "") throw new FieldRefused("Content", "The condition has no content.");
    if (item.attributes.get("negate") === "true" || /not$/i.test(condition)) {
      throw new FieldRefused("condition", "The condition is a negation, which is no indicator.", raw, "UNSUPPORTED");
    }
    if (type === undefined) {
      throw new FieldRefused(
        "Context",
        `Conditions on "${search.slice(0, 80)}" are no indicators here.`,
        raw,
        "UNSUPPORTED",
      );
    }
    // What contains a whole name or address is about that name or address; parts of paths and names are not.
    const whole =
      condition === "is" ||
      (condition === "contains" && ["DOMAIN", "NETWORK", "IPV4", "URL", "EMAIL", "HASH"].includes(type));
    if (!whole)
      throw new FieldRefused("condition", `"${search}" is only compared in part ("${condition}").`, raw, "UNSUPPORTED");
    const value =
      type === "NETWORK" || type === "HASH"
        ? (guessedValue(raw) ?? { reason: "is no address or name" })
        : typedValue(type, raw);
    if ("reason" in value) throw new FieldRefused("Content", `The value ${value.reason}.`, raw);
    this.report.state(this.statement(at, value, `${search} ${condition} ${raw}`));
  }

  private statement(at: string, value: Exclude<TypedValue, { reason: string }>, content: string): IndicatorStatement {
    const { creatorName, created, modified } = this.about;
    const source: SourceObject = {
      format: "OPENIOC",
      id: at,
      ...(creatorName === undefined ? {} : { creatorName: creatorName.slice(0, 500) }),
      ...(created === undefined ? {} : { created }),
      ...(modified === undefined ? {} : { modified }),
      hash: createHash("sha256").update(`${this.id} ${at} ${content}`).digest("hex"),
    };
    return {
      at,
      type: value.type,
      value: value.value,
      ...(this.title === undefined ? {} : { name: this.title.slice(0, 1_000) }),
      ...(value.labels.length === 0 ? {} : { labels: value.labels }),
      source,
    };
  }
}
