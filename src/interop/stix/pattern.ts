/** STIX patterning (STIX 2.1, part 9): read far enough to know what a pattern compares, and whether it is simple. */

export type PatternLimits = { readonly patternComparisons: number; readonly patternDepth: number };

/** One comparison of a simple pattern: an object path ("file:hashes.MD5") and the value that it must equal. */
export type Comparison = { readonly path: string; readonly value: string; readonly operator: "=" | "ISSUBSET" };

export type PatternReading =
  /** One comparison, or several of which one is enough. */
  | { readonly kind: "SIMPLE"; readonly comparisons: readonly Comparison[] }
  /** Valid, but it says more than a list of values can: it is kept whole. */
  | { readonly kind: "WHOLE" }
  | { readonly kind: "REFUSED"; readonly code: "INVALID_INPUT" | "PAYLOAD_TOO_LARGE"; readonly message: string };

class PatternRefused extends Error {
  constructor(
    readonly code: "INVALID_INPUT" | "PAYLOAD_TOO_LARGE",
    message: string,
  ) {
    super(message);
  }
}

/** Reads a pattern. Never throws; time and memory are bounded by its length and the limits. */
export function readPattern(pattern: string, limits: PatternLimits): PatternReading {
  try {
    return new PatternReader(tokenise(pattern), limits).run();
  } catch (error) {
    if (error instanceof PatternRefused) return { kind: "REFUSED", code: error.code, message: error.message };
    throw error;
  }
}

type Token = { readonly kind: "TEXT" | "LITERAL" | "NUMBER" | "WORD" | "SIGN"; readonly text: string };

const space = /(?:\s+|\/\*[^]*?\*\/|\/\/[^\n]*)+/y;
const tokens: readonly (readonly [Token["kind"], RegExp])[] = [
  ["LITERAL", /[thb]'[^'\\]*(?:\\.[^'\\]*)*'/y],
  ["TEXT", /'[^'\\]*(?:\\[^][^'\\]*)*'/y],
  ["NUMBER", /[+-]?\d+(?:\.\d+)?/y],
  ["WORD", /[A-Za-z_][\w-]*/y],
  ["SIGN", /==|!=|<>|<=|>=|[=<>[\]():.,*]/y],
];

const take = (pattern: RegExp, text: string, at: number): string | undefined => {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
};

function tokenise(text: string): readonly Token[] {
  const found: Token[] = [];
  let at = take(space, text, 0)?.length ?? 0;
  while (at < text.length) {
    const token = tokens.map(([kind, pattern]) => ({ kind, text: take(pattern, text, at) })).find((each) => each.text);
    if (token?.text === undefined) {
      throw new PatternRefused("INVALID_INPUT", `The pattern cannot be read at character ${at + 1}.`);
    }
    found.push({ kind: token.kind, text: token.text });
    at += token.text.length;
    at += take(space, text, at)?.length ?? 0;
  }
  return found;
}

/** Quotes off, and the two escapes of the grammar undone; a backslash before anything else is a backslash. */
const unquote = (text: string) => text.slice(1, -1).replace(/\\([\\'])/g, "$1");

const comparators: ReadonlySet<string> = new Set(["=", "==", "!=", "<>", "<", "<=", ">", ">=", "LIKE", "MATCHES"]);
const setComparators: ReadonlySet<string> = new Set(["ISSUBSET", "ISSUPERSET"]);

class PatternReader {
  private at = 0;
  private simple = true;
  private count = 0;
  private readonly comparisons: Comparison[] = [];

  constructor(
    private readonly all: readonly Token[],
    private readonly limits: PatternLimits,
  ) {}

  run(): PatternReading {
    this.readObservations(0);
    if (this.at < this.all.length) this.fail("the end of the pattern");
    return this.simple ? { kind: "SIMPLE", comparisons: this.comparisons } : { kind: "WHOLE" };
  }

  /** observation (AND | OR | FOLLOWEDBY observation)*, each with its qualifiers. */
  private readObservations(depth: number): void {
    this.checkDepth(depth);
    do {
      if (this.skip("(")) {
        this.readObservations(depth + 1);
        this.expect(")");
      } else {
        this.expect("[");
        this.readComparisons(depth);
        this.expect("]");
      }
      this.readQualifiers();
    } while (this.skipConnective(["OR", "AND", "FOLLOWEDBY"]));
  }

  private readQualifiers(): void {
    for (;;) {
      if (this.skip("WITHIN")) this.expectNumber("SECONDS");
      else if (this.skip("REPEATS")) this.expectNumber("TIMES");
      else if (this.skip("START")) {
        this.readLiteral();
        this.expect("STOP");
        this.readLiteral();
      } else return;
      this.simple = false;
    }
  }

  private readComparisons(depth: number): void {
    this.checkDepth(depth);
    do {
      if (this.skip("NOT")) this.simple = false;
      if (this.skip("(")) {
        this.readComparisons(depth + 1);
        this.expect(")");
      } else this.readComparison();
    } while (this.skipConnective(["OR", "AND"]));
  }

  private readComparison(): void {
    if (++this.count > this.limits.patternComparisons) {
      const message = `The pattern makes more than ${this.limits.patternComparisons} comparisons.`;
      throw new PatternRefused("PAYLOAD_TOO_LARGE", message);
    }
    const exists = this.skip("EXISTS");
    const path = this.readPath();
    if (exists) {
      this.simple = false;
      return;
    }
    if (this.skip("NOT")) this.simple = false;
    this.readRightSide(path);
  }

  private readRightSide(path: string): void {
    const operator = this.next("an operator").text.toUpperCase();
    if (operator === "IN") {
      this.expect("(");
      do this.note(path, "=", this.readLiteral());
      while (this.skip(","));
      this.expect(")");
    } else if (operator === "=" || operator === "==") this.note(path, "=", this.readLiteral());
    else if (operator === "ISSUBSET") this.note(path, "ISSUBSET", this.readLiteral());
    else if (comparators.has(operator) || setComparators.has(operator)) {
      this.simple = false;
      this.readLiteral();
    } else this.fail("an operator", this.at - 1);
  }

  private note(path: string, operator: Comparison["operator"], value: string): void {
    this.comparisons.push({ path, operator, value });
    if (this.comparisons.length > this.limits.patternComparisons) {
      const message = `The pattern compares with more than ${this.limits.patternComparisons} values.`;
      throw new PatternRefused("PAYLOAD_TOO_LARGE", message);
    }
  }

  /** type ":" step ("." step | "[" index "]")*, written without quotes and spaces. */
  private readPath(): string {
    let path = this.next("an object type", ["WORD"]).text;
    this.expect(":");
    path += `:${this.readStep()}`;
    for (;;) {
      if (this.skip(".")) path += `.${this.readStep()}`;
      else if (this.skip("[")) {
        const index = this.next("an index or *").text;
        if (index !== "*" && !/^\d+$/.test(index)) this.fail("an index or *", this.at - 1);
        path += `[${index}]`;
        this.expect("]");
      } else return path;
    }
  }

  private readStep(): string {
    const step = this.next("a property name", ["WORD", "TEXT"]);
    return step.kind === "TEXT" ? unquote(step.text) : step.text;
  }

  private readLiteral(): string {
    const token = this.next("a value", ["TEXT", "LITERAL", "NUMBER", "WORD"]);
    if (token.kind === "WORD" && !/^(?:true|false)$/i.test(token.text)) this.fail("a value", this.at - 1);
    if (token.kind === "LITERAL") this.simple = false;
    return token.kind === "TEXT" ? unquote(token.text) : token.text;
  }

  private expectNumber(unit: string): void {
    this.next("a number", ["NUMBER"]);
    this.expect(unit);
  }

  private skipConnective(words: readonly string[]): boolean {
    const word = words.find((each) => this.skip(each));
    if (word !== undefined && word !== "OR") this.simple = false;
    return word !== undefined;
  }

  private skip(text: string): boolean {
    const token = this.all[this.at];
    if (token === undefined || token.kind === "TEXT" || token.text.toUpperCase() !== text) return false;
    this.at++;
    return true;
  }

  private expect(text: string): void {
    if (!this.skip(text)) this.fail(`"${text}"`);
  }

  private next(what: string, kinds?: readonly Token["kind"][]): Token {
    const token = this.all[this.at];
    if (token === undefined || (kinds !== undefined && !kinds.includes(token.kind))) return this.fail(what);
    this.at++;
    return token;
  }

  private checkDepth(depth: number): void {
    if (depth <= this.limits.patternDepth) return;
    const message = `The pattern is nested deeper than ${this.limits.patternDepth} parentheses.`;
    throw new PatternRefused("PAYLOAD_TOO_LARGE", message);
  }

  private fail(wanted: string, at = this.at): never {
    const found = this.all[at];
    const where = found === undefined ? "it ends" : `it has "${found.text.slice(0, 40)}"`;
    throw new PatternRefused("INVALID_INPUT", `The pattern is not valid: where ${wanted} must stand, ${where}.`);
  }
}
