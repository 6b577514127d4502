import { CheckError, type Token, tokensOf } from './tokens.js';

const MOST_DEPTH = 200;

/** Goes through the words of a grammar, and says in which line another one was expected. */
export class Reader {
  readonly #tokens: readonly Token[];
  #at = 0;
  #depth = 0;

  constructor(text: string) {
    this.#tokens = tokensOf(text);
  }

  get line(): number {
    return this.#token.line;
  }

  get text(): string {
    return this.#token.text;
  }

  isAt(kind: Token['kind']): boolean {
    return this.#token.kind === kind;
  }

  next(): Token {
    const token = this.#token;
    if (token.kind !== 'end') this.#at++;
    return token;
  }

  takes(sign: string): boolean {
    const found = this.isAt('sign') && this.text === sign;
    if (found) this.next();
    return found;
  }

  takesName(name: string): boolean {
    const found = this.isAt('name') && this.text === name;
    if (found) this.next();
    return found;
  }

  sign(sign: string): void {
    if (!this.takes(sign)) throw this.unexpected(`"${sign}"`);
  }

  word(name: string): void {
    if (!this.takesName(name)) throw this.unexpected(name);
  }

  name(): string {
    if (!this.isAt('name')) throw this.unexpected('a name');
    return this.next().text;
  }

  inParentheses<T>(read: () => T): T {
    this.sign('(');
    const found = this.nested(read);
    this.sign(')');
    return found;
  }

  /** A grammar of ten thousand brackets must not end the process that reads it. */
  nested<T>(read: () => T): T {
    if (++this.#depth > MOST_DEPTH) throw new CheckError(`line ${this.line} of the grammar: more than ${MOST_DEPTH} levels deep`);
    const found = read();
    this.#depth--;
    return found;
  }

  /** Goes back to where it was where the reading fails, or finds nothing. */
  attempt<T>(read: () => T | undefined): T | undefined {
    const [at, depth] = [this.#at, this.#depth];
    try {
      const found = read();
      if (found !== undefined) return found;
    } catch (error) {
      if (!(error instanceof CheckError)) throw error;
    }
    [this.#at, this.#depth] = [at, depth];
    return undefined;
  }

  list<T>(read: () => T): readonly T[] {
    const found = [read()];
    while (this.takes(',')) found.push(read());
    return found;
  }

  unexpected(expected: string, got = this.text, line = this.line): CheckError {
    return new CheckError(`line ${line} of the grammar: expected ${expected}, got ${JSON.stringify(got)}`);
  }

  get #token(): Token {
    return this.#tokens[this.#at] ?? { kind: 'end', text: 'the end', line: 0 };
  }
}
