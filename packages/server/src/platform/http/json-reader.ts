import { CupelError, requireText } from '@cupel/domain';

const [QUOTE, COMMA, COLON, OPEN_LIST, BACKSLASH, CLOSE_LIST, U, OPEN_OBJECT, CLOSE_OBJECT] = [
  34, 44, 58, 91, 92, 93, 117, 123, 125,
];
const REFUSED: ReadonlySet<string> = new Set(['__proto__', 'prototype']);
/** What a turn of the event loop is given to do: about two milliseconds. */
const PIECE = 256 * 1024;

/** A value that was read by itself already; where it stood, `null` is read in its place. */
interface Hole {
  readonly from: number;
  readonly to: number;
  readonly value: unknown;
  /** Its place in what is read around it. */
  readonly place: string | number;
}

/** A list or object whose end has not come. */
interface Frame {
  readonly isObject: boolean;
  readonly begin: number;
  /** Where what has not been read of it begins. */
  from: number;
  readonly keys: Set<string>;
  holes: Hole[];
  /** Commas since `from`. */
  commas: number;
  key: string;
  expectsKey: boolean;
  /** What has been read of it, where it is longer than a piece. */
  whole: unknown[] | Record<string, unknown> | undefined;
}

/**
 * Reads JSON piece by piece: it yields when a turn's work is done, and returns the value in the end. The bytes are looked at one by
 * one, without recursion, and cut between the members of what is long, and within strings that are; each piece is then parsed by
 * `JSON.parse`, whose word decides what is JSON.
 *
 * Throws `json_too_deep` (before anything as deep is parsed: parsers, validators and loggers recurse), `not_utf8`, `not_json`,
 * `json_key_twice` (of two programs that read it, each may believe another) and `json_key_refused`.
 */
export function* readJson(bytes: Buffer, mostDepth: number, piece = PIECE): Generator<void, unknown, void> {
  const reader = new Reader(bytes, mostDepth, piece);
  let turn = piece;
  let seen = -1;
  for (let index = 0; index < bytes.length; index += 1) {
    if (index >= turn) {
      // Neither a number nor blanks are as long as that.
      if (seen < turn - piece) throw notJson(`wrong at byte ${turn - piece}`);
      turn = index + piece;
      yield;
    }
    const code = bytes[index];
    if (code === QUOTE) {
      const end = endOfString(bytes, index + 1, index + piece);
      index = end === undefined ? yield* reader.longString(index) : reader.string(index, end);
    } else if (code === COMMA) reader.comma(index);
    else if (code === COLON) reader.colon();
    else if (code === OPEN_LIST || code === OPEN_OBJECT) reader.open(code === OPEN_OBJECT, index);
    else if (code === CLOSE_LIST || code === CLOSE_OBJECT) reader.close(code === CLOSE_OBJECT, index);
    else continue;
    seen = index;
  }
  return reader.end();
}

class Reader {
  readonly #bytes: Buffer;
  readonly #mostDepth: number;
  readonly #piece: number;
  readonly #open: Frame[] = [];
  #frame = frame(false, -1);
  #twice: string | undefined;
  #refused: string | undefined;

  constructor(bytes: Buffer, mostDepth: number, piece: number) {
    this.#bytes = bytes;
    this.#mostDepth = mostDepth;
    this.#piece = piece;
  }

  open(isObject: boolean, index: number): void {
    this.#open.push(this.#frame);
    if (this.#open.length > this.#mostDepth) throw new CupelError('json_too_deep', { most: this.#mostDepth });
    this.#frame = frame(isObject, index);
  }

  close(isObject: boolean, index: number): void {
    const closed = this.#frame;
    const around = this.#open.pop();
    if (around === undefined) throw notJson(`wrong at byte ${index}`);
    this.#frame = around;
    // Short and in one piece: it is read with what stands around it.
    if (closed.whole === undefined && closed.holes.length === 0) return;
    if (closed.isObject !== isObject) throw notJson(`wrong at byte ${index}`);
    this.#read(closed, index);
    this.#cutOut(closed.begin, index + 1, closed.whole);
  }

  comma(index: number): void {
    const current = this.#frame;
    current.commas += 1;
    current.expectsKey = current.isObject;
    if (this.#open.length > 0 && index - current.from >= this.#piece) this.#read(current, index);
  }

  colon(): void {
    this.#frame.expectsKey = false;
  }

  /** Returns where it ends. */
  string(begin: number, end: number): number {
    const current = this.#frame;
    if (!current.expectsKey) return end;
    const key = keyOf(this.#bytes, begin, end);
    if (current.keys.has(key)) this.#twice ??= key;
    if (REFUSED.has(key)) this.#refused ??= key;
    current.keys.add(key);
    current.key = key;
    return end;
  }

  /** One that is longer than a piece. Returns where it ends. */
  *longString(begin: number): Generator<void, number, void> {
    if (this.#frame.expectsKey) throw notJson(`wrong at byte ${begin}: no key is as long`);
    const parts: string[] = [];
    let from = begin + 1;
    for (;;) {
      const end = endOfString(this.#bytes, from, from + this.#piece);
      if (end === this.#bytes.length) throw notJson('it ends too early or is empty');
      const to = end ?? cutOfString(this.#bytes, from, from + this.#piece);
      parts.push(this.#parse(`"${this.#text(from, to)}"`, from) as string);
      if (end !== undefined) {
        this.#cutOut(begin, end + 1, parts.join(''));
        return end;
      }
      from = to;
      yield;
    }
  }

  end(): unknown {
    const whole = this.#frame;
    if (this.#open.length > 0) throw notJson('it ends too early or is empty');
    const value = whole.holes.length === 0 ? this.#parse(this.#text(0, this.#bytes.length), 0) : this.#readRoot(whole);
    if (this.#twice !== undefined) throw new CupelError('json_key_twice', { key: this.#twice });
    if (this.#refused !== undefined) throw new CupelError('json_key_refused', { key: this.#refused });
    return value;
  }

  #readRoot(root: Frame): unknown {
    this.#read(root, this.#bytes.length);
    const values = root.whole as unknown[];
    if (values.length !== 1) throw notJson('it holds more than one value');
    return values[0];
  }

  #cutOut(from: number, to: number, value: unknown): void {
    const { isObject, key, commas, holes } = this.#frame;
    holes.push({ from, to, value, place: isObject ? key : commas });
  }

  /** The members of a list or object from where it was read last. */
  #read(current: Frame, end: number): void {
    const { from, isObject, holes } = current;
    const text = this.#withHoles(from, end, holes);
    // Where something was read before, a comma came: then something must follow it.
    if (text.trim() === '') throw notJson(`wrong at byte ${end}`);
    const read = this.#parse(isObject ? `{${text}}` : `[${text}]`, from - 1);
    const members = read as Record<string | number, unknown>;
    for (const { place, value } of holes) members[place] = value;
    current.whole = joined(current.whole, read as unknown[] | Record<string, unknown>);
    current.from = end + 1;
    current.holes = [];
    current.commas = 0;
  }

  #withHoles(from: number, end: number, holes: readonly Hole[]): string {
    const ends = [from, ...holes.map(({ to }) => to)];
    const begins = [...holes.map((hole) => hole.from), end];
    return ends.map((start, index) => this.#text(start, begins[index] ?? end)).join('null');
  }

  #text(from: number, to: number): string {
    return requireText(this.#bytes.subarray(from, to), 'the body', from);
  }

  #parse(text: string, from: number): unknown {
    try {
      return JSON.parse(text);
    } catch (error) {
      // The parser's own words may quote a piece of the source.
      const place = /at position (\d+)/.exec(error instanceof Error ? error.message : '')?.[1];
      throw notJson(place ? `wrong at character ${Math.max(0, from + Number(place))}` : 'it ends too early or is empty');
    }
  }
}

function frame(isObject: boolean, begin: number): Frame {
  const empty = { holes: [], commas: 0, key: '', whole: undefined };
  return { isObject, begin, from: begin + 1, keys: new Set(), expectsKey: isObject, ...empty };
}

/** `__proto__` is refused in the end; until then it must do nothing. */
function joined(before: Frame['whole'], more: unknown[] | Record<string, unknown>): Frame['whole'] {
  if (before === undefined) return more;
  if (Array.isArray(before)) for (const one of more as unknown[]) before.push(one);
  else for (const [key, value] of Object.entries(more)) if (!REFUSED.has(key)) before[key] = value;
  return before;
}

/** Where the closing quote stands; undefined if it is not before `limit`. What has no end ends with the text. */
function endOfString(bytes: Buffer, start: number, limit: number): number | undefined {
  const stop = Math.min(limit, bytes.length);
  for (let index = start; index < stop; index += 1) {
    const code = bytes[index];
    if (code === BACKSLASH) index += 1;
    else if (code === QUOTE) return index;
  }
  return limit >= bytes.length ? bytes.length : undefined;
}

/** Where a string may be cut near `limit`: between two characters, and behind an escape. */
function cutOfString(bytes: Buffer, start: number, limit: number): number {
  let index = start;
  while (index < limit || isWithinCharacter(bytes[index])) {
    if (bytes[index] === BACKSLASH) index += bytes[index + 1] === U ? 6 : 2;
    else index += 1;
  }
  return Math.min(index, bytes.length);
}

function isWithinCharacter(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x80 && byte < 0xc0;
}

/** One key may be written in several ways: `"a"` and `"\u0061"`. */
function keyOf(bytes: Buffer, begin: number, end: number): string {
  const written = bytes.toString('utf8', begin + 1, end);
  if (!written.includes('\\')) return written;
  try {
    return String(JSON.parse(`"${written}"`));
  } catch {
    return written;
  }
}

function notJson(problem: string): CupelError {
  return new CupelError('not_json', { name: 'the body', problem });
}
