import { CheckError } from './tokens.js';
import { shown, type Value } from './values.js';

/** The variables of a grammar, and what stands in their arrays. */
export class Memory {
  readonly #arrays = new Map<string, Map<string, Value>>();

  get(name: string, indices: readonly Value[]): Value {
    const found = this.#arrays.get(name)?.get(keyOf(indices));
    if (found === undefined) throw new CheckError(`${nameOf(name, indices)} has no value`);
    return found;
  }

  set(name: string, indices: readonly Value[], value: Value): void {
    const array = this.#arrays.get(name) ?? new Map<string, Value>();
    this.#arrays.set(name, array.set(keyOf(indices), value));
  }

  unset(name: string): void {
    this.#arrays.delete(name);
  }

  valuesOf(name: string): ReadonlyMap<string, Value> {
    const found = this.#arrays.get(name);
    if (found === undefined) throw new CheckError(`${name} has no value`);
    return found;
  }
}

const keyOf = (indices: readonly Value[]): string => indices.map(shown).join(',');
const nameOf = (name: string, indices: readonly Value[]): string =>
  indices.length === 0 ? name : `${name}[${indices.map(shown).join(', ')}]`;
