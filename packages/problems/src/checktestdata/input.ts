import { CheckError } from './tokens.js';

/** The bytes that are checked, one character each. */
export class Input {
  readonly #text: string;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#text.length;
  }

  get next(): string {
    return this.#text[this.#at] ?? '';
  }

  literal(text: string): void {
    if (!this.#text.startsWith(text, this.#at)) throw this.expected(JSON.stringify(text));
    this.#at += text.length;
  }

  /** What the pattern matches from here on. `shown` says what it stands for. */
  match(pattern: RegExp, shown: string): string {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0];
    if (found === undefined) throw this.expected(shown);
    this.#at += found.length;
    return found;
  }

  /** Where it stands, and what is there instead. */
  expected(what: string, at = this.#at): CheckError {
    const before = this.#text.slice(0, at);
    const line = before.split('\n').length;
    const column = at - before.lastIndexOf('\n');
    const got = at >= this.#text.length ? 'the end' : JSON.stringify(this.#text.slice(at, at + 20));
    return new CheckError(`line ${line}, column ${column}: expected ${what}, got ${got}`);
  }

  /** As `expected`, of what was just taken. */
  refused(taken: string, what: string): CheckError {
    return this.expected(what, this.#at - taken.length);
  }
}
