import { suggestion } from '@cupel/domain';
import { type Document, isAlias, isMap, isScalar, isSeq, type LineCounter, type Node, type YAMLMap } from 'yaml';
import type { Issues } from '../issues.js';

interface Context {
  readonly file: string;
  readonly issues: Issues;
  readonly lines: LineCounter;
  readonly document: Document;
}

type Value = Node | null | undefined;

/** A map in a YAML file that says of each value that is not what it should be in which line it stands. */
export class YamlMap {
  readonly #map: YAMLMap | undefined;
  readonly #context: Context;
  readonly #path: string;

  constructor(map: YAMLMap | undefined, context: Context, path: string) {
    this.#map = map;
    this.#context = context;
    this.#path = path;
  }

  get file(): string {
    return this.#context.file;
  }

  get keys(): readonly string[] {
    return this.#map?.items.map(({ key }) => keyText(key)) ?? [];
  }

  has(key: string): boolean {
    return this.#get(key) !== undefined;
  }

  error(key: string | undefined, message: string): void {
    this.#context.issues.error(this.#context.file, message, this.#lineOf(key));
  }

  warning(key: string | undefined, message: string): void {
    this.#context.issues.warning(this.#context.file, message, this.#lineOf(key));
  }

  /** From 1; 1 for a key that is not there. */
  lineOf(key: string): number {
    return this.has(key) ? this.#lineOf(key) : 1;
  }

  /** Every key that is not known is an error, with the one that may have been meant. */
  refuseOthers(known: readonly string[]): void {
    for (const key of this.keys) {
      if (!known.includes(key)) this.error(key, `"${this.#path}${key}" is no known key${suggestion(key, known)}`);
    }
  }

  string(key: string): string | undefined {
    const value = this.#scalar(key);
    if (value === undefined) return undefined;
    if (typeof value === 'string') return value;
    if (typeof value === 'number' || typeof value === 'boolean') return this.#source(key) ?? String(value);
    return this.#wrong(key, 'text');
  }

  boolean(key: string): boolean | undefined {
    const value = this.#scalar(key);
    return value === undefined || typeof value === 'boolean' ? (value ?? undefined) : this.#wrong(key, 'true or false');
  }

  /** A finite number within the bounds. */
  number(key: string, least = 0, most = Number.MAX_SAFE_INTEGER): number | undefined {
    const value = this.#scalar(key);
    if (value === undefined) return undefined;
    if (typeof value === 'number' && Number.isFinite(value) && value >= least && value <= most) return value;
    return this.#wrong(key, `a number from ${least}${most === Number.MAX_SAFE_INTEGER ? '' : ` to ${most}`}`);
  }

  integer(key: string, least = 0, most = Number.MAX_SAFE_INTEGER): number | undefined {
    const value = this.number(key, least, most);
    return value === undefined || Number.isInteger(value) ? value : this.#wrong(key, 'a whole number');
  }

  /** A number as it was written, for exact arithmetic. */
  decimal(key: string): string | undefined {
    const value = this.#scalar(key);
    if (value === undefined) return undefined;
    const text = this.#source(key) ?? String(value);
    return /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?$/.test(text) ? text : this.#wrong(key, 'a number');
  }

  choice<T extends string>(key: string, allowed: readonly T[]): T | undefined {
    const value = this.string(key);
    if (value === undefined) return undefined;
    const found = allowed.find((one) => one === value);
    return found ?? this.#wrong(key, `one of ${allowed.join(', ')}, not "${value}"`);
  }

  /** A sequence of strings, or one string for a sequence of one. */
  strings(key: string): readonly string[] | undefined {
    const node = this.#get(key);
    if (node === undefined || node === null) return undefined;
    if (!isSeq(node)) {
      const one = this.string(key);
      return one === undefined ? undefined : [one];
    }
    const values = node.items.map((item) => scalarText(this.#resolve(item as Node)));
    return values.every((value) => value !== undefined) ? values : this.#wrong(key, 'a list of strings');
  }

  map(key: string): YamlMap | undefined {
    const node = this.#get(key);
    if (node === undefined || node === null) return undefined;
    return isMap(node) ? new YamlMap(node, this.#context, `${this.#path}${key}.`) : this.#wrong(key, 'a map');
  }

  isMap(key: string): boolean {
    return isMap(this.#get(key));
  }

  isList(key: string): boolean {
    return isSeq(this.#get(key));
  }

  /** The maps of a list that holds nothing else. */
  maps(key: string): readonly YamlMap[] {
    return this.items(key).flatMap((item) => {
      if (typeof item === 'string') this.error(key, `"${this.#path}${key}" should be a list of maps`);
      return typeof item === 'string' ? [] : [item];
    });
  }

  /** The strings and maps of a list; whatever else stands in it is an error. */
  items(key: string): readonly (string | YamlMap)[] {
    const node = this.#get(key);
    if (!isSeq(node)) return [];
    return node.items.flatMap((item, index): (string | YamlMap)[] => {
      const resolved = this.#resolve(item as Node);
      if (isMap(resolved)) return [new YamlMap(resolved, this.#context, `${this.#path}${key}[${index}].`)];
      const text = scalarText(resolved);
      if (text === undefined) this.error(key, `"${this.#path}${key}" should be a list of strings or maps`);
      return text === undefined ? [] : [text];
    });
  }

  #wrong(key: string, expected: string): undefined {
    this.error(key, `"${this.#path}${key}" should be ${expected}`);
    return undefined;
  }

  #get(key: string): Value {
    const pair = this.#map?.items.find((item) => keyText(item.key) === key);
    return pair === undefined ? undefined : this.#resolve(pair.value as Value);
  }

  #resolve(node: Value): Value {
    return isAlias(node) ? (node.resolve(this.#context.document) as Value) : node;
  }

  #scalar(key: string): string | number | boolean | undefined {
    const node = this.#get(key);
    if (node === undefined || node === null) return undefined;
    if (!isScalar(node)) return this.#wrong(key, 'a single value');
    const value = node.value;
    if (value === null) return undefined;
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
    return typeof value === 'bigint' ? Number(value) : this.#wrong(key, 'a single value');
  }

  #source(key: string): string | undefined {
    const node = this.#get(key);
    return isScalar(node) ? node.source : undefined;
  }

  #lineOf(key: string | undefined): number {
    const pair = key === undefined ? undefined : this.#map?.items.find((item) => keyText(item.key) === key);
    const node = pair === undefined ? this.#map : (pair.key as Node);
    return node?.range ? this.#context.lines.linePos(node.range[0]).line : 1;
  }
}

function keyText(key: unknown): string {
  return isScalar(key) ? String(key.value) : '';
}

function scalarText(node: Value): string | undefined {
  if (!isScalar(node) || node.value === null || typeof node.value === 'object') return undefined;
  return typeof node.value === 'string' ? node.value : (node.source ?? String(node.value));
}
