import { IntelRefused, type Limits, type RefusalCode } from "./statement";

export type JsonProblem = {
  readonly path: readonly (string | number)[];
  readonly code: RefusalCode;
  readonly message: string;
};

/** Deeper than this and the file is refused whole: no real format comes near, and memory goes with depth. */
const maxFileDepth = 100_000;
const maxProblems = 10_000;
/** Objects and lists in one file: each costs memory when it is built, however short its text is. */
const maxContainers = 1_000_000;
const maxPathSteps = 16;
/** As much of a key as a path keeps: ten thousand problems may lie below one key of megabytes. */
const maxStepLength = 200;
const prototypeKeys: ReadonlySet<string> = new Set(["__proto__", "constructor", "prototype"]);

/** Where the scan is inside an object (it has keys) or an array (it has none). */
type Frame = { readonly keys: Set<string> | undefined; key: string; index: number };

/**
 * Walks JSON text once, without recursion, and finds what `JSON.parse` does not tell: the place of an error, keys that
 * stand twice, numbers that lose digits, depth, texts that are too long or cannot be stored.
 */
export function scanJson(text: string, limits: Pick<Limits, "depth" | "textLength">): readonly JsonProblem[] {
  return new JsonScan(text, limits).run();
}

/** The characters of a text that need no look of their own. */
const ordinary = /[^"\\\u0000-\u001f]*/y;

class JsonScan {
  private at = 0;
  private unicodeEscapes = 0;
  private containers = 0;
  private readonly frames: Frame[] = [];
  private readonly problems: JsonProblem[] = [];

  constructor(
    private readonly text: string,
    private readonly limits: Pick<Limits, "depth" | "textLength">,
  ) {}

  run(): readonly JsonProblem[] {
    this.skipSpace();
    this.scanValue();
    for (let frame = this.frames.at(-1); frame !== undefined; frame = this.frames.at(-1)) this.scanMember(frame);
    this.skipSpace();
    if (this.at < this.text.length) this.fail("there is text after the end of the JSON value");
    return this.problems;
  }

  /** Reads one member of the innermost object or array, or its end. */
  private scanMember(frame: Frame): void {
    const close = frame.keys === undefined ? "]" : "}";
    this.skipSpace();
    const next = this.text[this.at];
    frame.index++;
    if (next === close) {
      this.at++;
      this.frames.pop();
      return;
    }
    if (frame.index > 0) {
      if (next !== ",") this.fail(`a comma or "${close}" is missing`);
      this.at++;
      this.skipSpace();
    }
    if (frame.keys !== undefined) this.scanKey(frame, frame.keys);
    this.scanValue();
  }

  private scanKey(frame: Frame, keys: Set<string>): void {
    if (this.text[this.at] !== '"') this.fail("the name of a member is missing");
    const key = this.scanString();
    frame.key = key.slice(0, maxStepLength);
    if (key.length > this.limits.textLength) {
      this.problem("PAYLOAD_TOO_LARGE", `is a key longer than ${this.limits.textLength} characters`);
    }
    if (keys.has(key)) this.problem("INVALID_INPUT", `holds the key "${key.slice(0, 40)}" twice`);
    if (prototypeKeys.has(key)) this.problem("INVALID_INPUT", `uses the key "${key}", which this hub does not take`);
    keys.add(key);
    this.skipSpace();
    if (this.text[this.at] !== ":") this.fail("a colon is missing");
    this.at++;
    this.skipSpace();
  }

  private scanValue(): void {
    const char = this.text[this.at];
    if (char === "{" || char === "[") this.open(char);
    else if (char === '"') this.scanText();
    else if (char !== undefined && (char === "-" || (char >= "0" && char <= "9"))) this.scanNumber();
    else this.scanWord();
  }

  private open(char: "{" | "["): void {
    this.at++;
    this.frames.push({ keys: char === "{" ? new Set() : undefined, key: "", index: -1 });
    const depth = this.frames.length;
    if (depth === this.limits.depth + 1) {
      this.problem("PAYLOAD_TOO_LARGE", `is nested deeper than ${this.limits.depth} levels`);
    }
    if (++this.containers > maxContainers) {
      throw new IntelRefused("PAYLOAD_TOO_LARGE", `The file holds more than ${maxContainers} objects and lists.`);
    }
    if (depth > maxFileDepth) {
      throw new IntelRefused("PAYLOAD_TOO_LARGE", `The file is nested deeper than ${maxFileDepth} levels.`);
    }
  }

  private scanText(): void {
    const escapesBefore = this.unicodeEscapes;
    const value = this.scanString();
    if (value.length > this.limits.textLength) {
      this.problem("PAYLOAD_TOO_LARGE", `is a text longer than ${this.limits.textLength} characters`);
    }
    // Raw text was decoded strictly, so these two can only come from escapes.
    if (this.unicodeEscapes === escapesBefore) return;
    if (value.includes("\u0000")) this.problem("INVALID_INPUT", "holds the character U+0000");
    else if (/\p{Cs}/u.test(value)) this.problem("INVALID_INPUT", "holds half of a surrogate pair");
  }

  private scanString(): string {
    const start = this.at++;
    let escaped = false;
    for (;;) {
      ordinary.lastIndex = this.at;
      ordinary.test(this.text);
      this.at = ordinary.lastIndex;
      const char = this.text[this.at];
      if (char === '"') break;
      if (char === undefined) this.fail("a text does not end");
      if (char !== "\\") this.fail("a text holds a line break or control character");
      escaped = true;
      this.at++;
      this.scanEscape();
      this.at++;
    }
    this.at++;
    if (!escaped) return this.text.slice(start + 1, this.at - 1);
    const value: unknown = JSON.parse(this.text.slice(start, this.at));
    return String(value);
  }

  private scanEscape(): void {
    const char = this.text[this.at];
    if (char === undefined) this.fail("a text does not end");
    if (char === "u" && /^[0-9a-f]{4}$/i.test(this.text.slice(this.at + 1, this.at + 5))) {
      this.at += 4;
      this.unicodeEscapes++;
    } else if (!'"\\/bfnrt'.includes(char)) this.fail("a text holds an escape that JSON does not know");
  }

  private scanNumber(): void {
    const pattern = /-?(?:0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?/y;
    pattern.lastIndex = this.at;
    const match = pattern.exec(this.text);
    if (match === null) return this.fail("a number is malformed");
    this.at += match[0].length;
    const value = Number(match[0]);
    const whole = match[1] === undefined && match[2] === undefined;
    if (!Number.isFinite(value)) this.problem("INVALID_INPUT", "is a number beyond the range of JSON (RFC 7493)");
    else if (whole && !Number.isSafeInteger(value)) {
      this.problem("INVALID_INPUT", "is a whole number beyond 2^53-1, so its digits would be lost (RFC 7493)");
    }
  }

  private scanWord(): void {
    const word = ["true", "false", "null"].find((each) => this.text.startsWith(each, this.at));
    if (word === undefined) this.fail("a value is missing or is no JSON");
    this.at += word.length;
  }

  private skipSpace(): void {
    for (; ; this.at++) {
      const code = this.text.charCodeAt(this.at);
      if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return;
    }
  }

  private problem(code: RefusalCode, message: string): void {
    const path = this.frames.slice(0, maxPathSteps).map((frame) => (frame.keys ? frame.key : frame.index));
    this.problems.push({ path, code, message });
    if (this.problems.length > maxProblems) {
      throw new IntelRefused("PAYLOAD_TOO_LARGE", `The file holds more than ${maxProblems} malformed values.`);
    }
  }

  private fail(what: string): never {
    let line = 1;
    let start = 0;
    for (let end = this.text.indexOf("\n"); end >= 0 && end < this.at; end = this.text.indexOf("\n", start)) {
      line++;
      start = end + 1;
    }
    const column = this.at - start + 1;
    const where =
      this.at >= this.text.length ? "it ends before it is complete" : `line ${line}, column ${column}: ${what}`;
    throw new IntelRefused("INVALID_INPUT", `The file is not valid JSON: ${where}.`, { line, column });
  }
}
