import { IntelRefused, type Limits } from "../statement";

/** An element of an XML document: its local name, attributes, children and own text. */
export type XmlElement = {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: XmlElement[];
  text: string;
};

const named: Readonly<Record<string, string>> = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };
const maxElements = 200_000;

const refuse = (
  message: string,
  code: "INVALID_INPUT" | "PAYLOAD_TOO_LARGE" | "UNSUPPORTED" = "INVALID_INPUT",
): never => {
  throw new IntelRefused(code, `The file is not XML that this hub takes: ${message}.`);
};

/**
 * Reads an XML document without recursion. Document types are refused, so there are no entities to expand and nothing
 * outside the file to fetch; namespaces are dropped from names.
 */
export function parseXml(text: string, limits: Pick<Limits, "depth" | "textLength">): XmlElement {
  return new XmlReader(text, limits).run();
}

class XmlReader {
  private at = 0;
  private elements = 0;
  private readonly open: XmlElement[] = [];
  private root: XmlElement | undefined;

  constructor(
    private readonly text: string,
    private readonly limits: Pick<Limits, "depth" | "textLength">,
  ) {}

  run(): XmlElement {
    const control = /[\p{Cc}](?<![\t\n\r\u007F-\u009F])/u.exec(this.text)?.index;
    if (control !== undefined) refuse(`it holds a control character at ${control + 1}`);
    while (this.at < this.text.length) {
      const next = this.text.indexOf("<", this.at);
      this.addText(this.text.slice(this.at, next < 0 ? undefined : next));
      if (next < 0) break;
      this.at = next;
      this.readMarkup();
    }
    const left = this.open.at(-1);
    if (left !== undefined) refuse(`the element "${left.name}" is not closed`);
    return this.root ?? refuse("it has no element");
  }

  private readMarkup(): void {
    if (this.text.startsWith("<!--", this.at)) this.skipTo("-->");
    else if (this.text.startsWith("<?", this.at)) this.skipTo("?>");
    else if (this.text.startsWith("<![CDATA[", this.at)) {
      const start = this.at + 9;
      this.skipTo("]]>");
      this.append(this.text.slice(start, this.at - 3));
    } else if (this.text.startsWith("<!", this.at)) refuse("document types are not taken", "UNSUPPORTED");
    else if (this.text.startsWith("</", this.at)) this.readEnd();
    else this.readStart();
  }

  private skipTo(end: string): void {
    const found = this.text.indexOf(end, this.at);
    if (found < 0) refuse(`"${end}" is missing`);
    this.at = found + end.length;
  }

  private readEnd(): void {
    const name = this.match(/<\/([^\s>]{1,200})\s*>/y)?.[1];
    const closed = this.open.pop();
    if (closed === undefined || name === undefined || localName(name) !== closed.name) {
      refuse(`an end tag stands where "${closed?.name ?? "no element"}" is open`);
    }
  }

  private readStart(): void {
    const name = this.match(/<([^\s/>"'=<]{1,200})/y)?.[1];
    if (name === undefined) return refuse("a tag is malformed");
    const element: XmlElement = { name: localName(name), attributes: this.readAttributes(), children: [], text: "" };
    if (++this.elements > maxElements) refuse(`it has more than ${maxElements} elements`, "PAYLOAD_TOO_LARGE");
    const parent = this.open.at(-1);
    if (parent !== undefined) parent.children.push(element);
    else if (this.root === undefined) this.root = element;
    else refuse("it has a second root element");
    if (this.match(/\s*\/>/y) !== undefined) return;
    if (this.match(/\s*>/y) === undefined) refuse("a tag does not end");
    this.open.push(element);
    if (this.open.length > this.limits.depth)
      refuse(`it is nested deeper than ${this.limits.depth} levels`, "PAYLOAD_TOO_LARGE");
  }

  private readAttributes(): ReadonlyMap<string, string> {
    const attributes = new Map<string, string>();
    for (;;) {
      const found = this.match(/\s+([^\s=/>"'<]{1,200})\s*=\s*(?:"([^"<]*)"|'([^'<]*)')/y);
      if (found === undefined) return attributes;
      const name = localName(found[1] ?? "");
      if (attributes.has(name) && !(found[1] ?? "").startsWith("xmlns")) refuse(`the attribute "${name}" stands twice`);
      attributes.set(name, this.decoded(found[2] ?? found[3] ?? ""));
    }
  }

  private addText(text: string): void {
    if (this.open.length > 0) this.append(this.decoded(text));
    else if (text.trim() !== "") refuse("there is text outside of the root element");
  }

  private append(text: string): void {
    const element = this.open.at(-1);
    if (element === undefined) return;
    element.text += text;
    if (element.text.length > this.limits.textLength) {
      refuse(`a text is longer than ${this.limits.textLength} characters`, "PAYLOAD_TOO_LARGE");
    }
  }

  private decoded(text: string): string {
    if (!text.includes("&")) return text;
    return text.replace(/&([^;&\s]{0,40});?/g, (_, entity: string) => {
      const digits = /^#(?:x([0-9a-f]{1,6})|(\d{1,7}))$/i.exec(entity);
      const code = digits === null ? undefined : digits[1] ? parseInt(digits[1], 16) : Number(digits[2]);
      if (code !== undefined && isXmlChar(code)) return String.fromCodePoint(code);
      return Object.hasOwn(named, entity) ? (named[entity] ?? "") : refuse(`the entity "${entity}" is unknown`);
    });
  }

  private match(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text) ?? undefined;
    if (found !== undefined) this.at += found[0].length;
    return found;
  }
}

/** The characters of XML 1.0 (production 2): no control characters but tab and line ends, no surrogates. */
const isXmlChar = (code: number) =>
  code === 9 || code === 10 || code === 13 || (code >= 0x20 && code < 0xd800) || (code > 0xdfff && code <= 0x10ffff);

const localName = (name: string) => name.slice(name.indexOf(":") + 1);
