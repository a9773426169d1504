/** Why a filter is refused, and where. */
export class FilterProblem extends Error {
  /** The character at which it was noticed, from 1. */
  readonly position: number;

  constructor(position: number, problem: string) {
    super(problem);
    this.position = position;
  }
}

/** Reads a filter from left to right. What it does not find, it says with its place. */
export class FilterReader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** The place of what comes next, from 1. */
  get position(): number {
    this.#skipSpace();
    return this.#at + 1;
  }

  get isAtEnd(): boolean {
    this.#skipSpace();
    return this.#at >= this.#text.length;
  }

  /** Whether a quotation mark comes next. */
  get isAtQuote(): boolean {
    this.#skipSpace();
    return ['"', "'"].includes(this.#text[this.#at] ?? "");
  }

  /** Takes one of these if it comes next, the first that does; words only where they end. */
  take<Token extends string>(...tokens: readonly Token[]): Token | undefined {
    this.#skipSpace();
    const found = tokens.find((token) => this.#text.startsWith(token, this.#at) && !this.#goesOn(token));
    this.#at += found?.length ?? 0;
    return found;
  }

  /** Takes the name of a field; undefined when none comes next. */
  takeName(): string | undefined {
    return this.#takePattern(/[A-Za-z0-9_.-]+/y);
  }

  /** Takes a value: in quotes, or a run of characters without space, quotes, parentheses and operators. */
  takeValue(): string | undefined {
    this.#skipSpace();
    const quote = this.#text[this.#at];
    if (quote === '"' || quote === "'") return this.#takeQuoted(quote);
    return this.#takePattern(/[^\s()"'=<>!,]+/y);
  }

  /** What comes next, for an error message. */
  describeNext(): string {
    if (this.isAtEnd) return "the end";
    const rest = this.#text.slice(this.#at);
    const next = /^(?:[A-Za-z0-9_.-]+|.)/su.exec(rest)?.[0] ?? "";
    return JSON.stringify(next.length > 40 ? `${next.slice(0, 39)}…` : next);
  }

  #takeQuoted(quote: string): string {
    const start = this.#at;
    let value = "";
    for (let i = start + 1; i < this.#text.length; i++) {
      const char = this.#text[i] ?? "";
      if (char === quote) {
        this.#at = i + 1;
        return value;
      }
      if (char !== "\\") {
        value += char;
        continue;
      }
      const escaped = this.#text[++i];
      if (escaped === undefined) break;
      if (!['"', "'", "\\"].includes(escaped))
        throw new FilterProblem(i, 'after a "\\" in quotes comes a quotation mark or another "\\"');
      value += escaped;
    }
    throw new FilterProblem(start + 1, "the quotation mark is never closed");
  }

  #takePattern(sticky: RegExp): string | undefined {
    this.#skipSpace();
    sticky.lastIndex = this.#at;
    const found = sticky.exec(this.#text)?.[0];
    this.#at += found?.length ?? 0;
    return found;
  }

  #goesOn(token: string): boolean {
    return /\w$/.test(token) && /[\w.-]/.test(this.#text[this.#at + token.length] ?? "");
  }

  #skipSpace(): void {
    while (/\s/.test(this.#text[this.#at] ?? "")) this.#at++;
  }
}
