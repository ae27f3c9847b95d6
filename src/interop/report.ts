import {
  IntelRefused,
  type Ignored,
  type IndicatorStatement,
  type Limits,
  type Refusal,
  type RefusalCode,
  type Remark,
  type Withdrawal,
} from "./statement";

/**
 * At most 80 characters of a foreign value, fit for a log and a terminal: control, format and bidirectional characters
 * are shown as U+FFFD.
 */
export function excerpt(value: unknown): string {
  const text = typeof value === "string" ? value : (JSON.stringify(value, undefined, 0) ?? String(value));
  const plain = text.slice(0, 200).replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, "\uFFFD");
  const shown = Array.from(plain);
  return shown.length > 80 ? `${shown.slice(0, 79).join("")}…` : shown.join("");
}

/** The beginning of a text, not cut inside a character that takes two code units. */
export const beginningOf = (text: string, maxLength: number): string =>
  text.slice(0, maxLength).replace(text.length > maxLength ? /[\ud800-\udbff]$/ : "", "");

/** A text of ours with foreign pieces in it, fit for a log and a terminal, and not longer than a sentence may be. */
const plain = (text: string) => text.slice(0, 400).replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, "\uFFFD");

// Postgres stores neither U+0000 nor half of a surrogate pair. JSON is scanned for both; text and XML are not.
const unstorable = /\u0000|\p{Cs}/u;

const textsOf = (value: unknown): readonly string[] => {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsOf) : [];
};

/** A field of an object is wrong, so the object is not taken. Thrown by readers of fields, caught for each object. */
export class FieldRefused extends Error {
  constructor(
    readonly field: string,
    message: string,
    readonly value?: unknown,
    readonly code: RefusalCode = "INVALID_INPUT",
  ) {
    super(message);
  }
}

/** So many kinds of what is no indicator are told apart; a file can make up one for each of its objects. */
const maxDescriptions = 1_000;
const otherThings = "something else that is no indicator";

/** Collects what a reader finds in one file, and stops a file that holds more than the hub takes at once. */
export class Report {
  readonly statements: IndicatorStatement[] = [];
  readonly withdrawals: Withdrawal[] = [];
  readonly refused: Refusal[] = [];
  readonly remarks: Remark[] = [];
  private readonly sums = new Map<string, { at: string; what: string; count: number }>();

  private characters = 0;

  constructor(readonly limits: Limits) {}

  /** Takes a statement. One with a text that no database can store is refused by that field. */
  state(statement: IndicatorStatement): void {
    for (const [field, value] of Object.entries(statement)) {
      for (const text of textsOf(value)) {
        this.characters += text.length;
        if (!unstorable.test(text)) continue;
        const message = `"${field}" holds the character U+0000 or half of a surrogate pair.`;
        return this.refuse(statement.at, message, { field });
      }
    }
    this.statements.push(statement);
    this.checkCount();
    const limit = this.limits.characters;
    if (this.characters <= limit) return;
    const message = `The file says long things of very many values, more than ${limit} characters in all: split it.`;
    throw new IntelRefused("PAYLOAD_TOO_LARGE", message, { limit });
  }

  /** Takes back what was said before on the word of an object that cannot be read any more. */
  withdraw(withdrawal: Withdrawal): void {
    this.withdrawals.push(withdrawal);
    this.checkCount();
  }

  refuse(at: string, message: string, { code, field, value }: RefusalDetails = {}): void {
    this.refused.push({
      at: plain(at),
      code: code ?? "INVALID_INPUT",
      message: plain(message),
      ...(field === undefined ? {} : { field: plain(field) }),
      ...(value === undefined ? {} : { value: excerpt(value) }),
    });
    this.checkCount();
  }

  remark(at: string, message: string, field?: string): void {
    this.remarks.push({
      at: plain(at),
      message: plain(message),
      ...(field === undefined ? {} : { field: plain(field) }),
    });
    this.checkCount();
  }

  /** Counts something that is no indicator. Equal descriptions make one entry, with the place of the first. */
  ignore(at: string, what: string, count = 1): void {
    const kind = this.sums.has(what) || this.sums.size < maxDescriptions ? what : otherThings;
    const sum = this.sums.get(kind);
    if (sum === undefined) this.sums.set(kind, { at: plain(at), what: plain(kind), count });
    else sum.count += count;
  }

  get ignored(): readonly Ignored[] {
    return [...this.sums.values()];
  }

  /** What was found, as a reading tells it. */
  get result() {
    const { statements, withdrawals, refused, ignored, remarks } = this;
    return { statements, withdrawals, refused, ignored, remarks };
  }

  /** Runs the reader of one object; a field that it refuses refuses the object, and nothing but the object. */
  attempt<T>(at: string, read: () => T): T | undefined {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof FieldRefused)) throw error;
      this.refuse(at, error.message, { code: error.code, field: error.field, value: error.value });
      return undefined;
    }
  }

  private checkCount(): void {
    const { statements, withdrawals, refused, remarks } = this;
    const count = statements.length + withdrawals.length + refused.length + remarks.length;
    if (count <= this.limits.items) return;
    this.tooMany();
  }

  /** Stops a text that has more lines than the hub takes items at once. */
  checkLine(number: number): void {
    if (number > this.limits.items) this.tooMany();
  }

  private tooMany(): never {
    throw new IntelRefused(
      "PAYLOAD_TOO_LARGE",
      `The file holds more than ${this.limits.items} items; split it, or send it as a stream.`,
      { limit: this.limits.items },
    );
  }
}

type RefusalDetails = { readonly code?: RefusalCode; readonly field?: string; readonly value?: unknown };
