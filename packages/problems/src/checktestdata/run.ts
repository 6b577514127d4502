import type { Command, Expression, Loop, Test, Variable } from './grammar.js';
import { Input } from './input.js';
import { Memory } from './memory.js';
import { CheckError } from './tokens.js';
import { asNumber, asWhole, compareValues, numberOf, reckon, shown, type Value } from './values.js';

/** Whether an input is as the grammar says: undefined, or what is wrong with it and where. */
export function checkInput(grammar: readonly Command[], bytes: Uint8Array, mostSteps: number): string | undefined {
  try {
    new Run(bytes, mostSteps).check(grammar);
    return undefined;
  } catch (error) {
    if (!(error instanceof CheckError)) throw error;
    return error.message;
  }
}

class Run {
  readonly #input: Input;
  readonly #memory = new Memory();
  readonly #patterns = new Map<string, RegExp>();
  readonly #mostSteps: number;
  #steps = 0;

  constructor(bytes: Uint8Array, mostSteps: number) {
    this.#input = new Input(bytes);
    this.#mostSteps = mostSteps;
  }

  check(grammar: readonly Command[]): void {
    this.#all(grammar);
    if (!this.#input.isAtEnd) throw this.#input.expected('the end');
  }

  #all(commands: readonly Command[]): void {
    for (const command of commands) this.#perform(command);
  }

  #perform(command: Command): void {
    this.#step(command.line);
    switch (command.kind) {
      case 'literal':
        this.#input.literal(this.#text(command.text));
        break;
      case 'regex':
        this.#store(command.into, this.#regex(this.#text(command.pattern)));
        break;
      case 'int':
        this.#store(command.into, this.#int(command.least, command.most));
        break;
      case 'float':
        this.#store(command.into, this.#float(command));
        break;
      case 'eof':
        if (!this.#input.isAtEnd) throw this.#input.expected('the end');
        break;
      case 'assert':
        if (!this.#test(command.test)) throw this.#input.expected(`what line ${command.line} of the grammar asserts`);
        break;
      case 'set':
        this.#store(command.variable, this.#value(command.value));
        break;
      case 'unset':
        this.#memory.unset(command.name);
        break;
      case 'if':
        this.#all(this.#test(command.test) ? command.then : command.otherwise);
        break;
      case 'repeat':
        this.#repeat(command);
        break;
      case 'while':
        this.#loop(command, () => this.#test(command.test));
        break;
    }
  }

  #repeat(command: Extract<Command, { kind: 'repeat' }>): void {
    const count = asWhole(this.#value(command.count), 'the count of REP');
    this.#loop(command, (round) => round < count);
  }

  #loop({ line, counter, separator, body }: Command & Loop, goesOn: (round: bigint) => boolean): void {
    this.#store(counter, 0n);
    for (let round = 0n; goesOn(round); round++) {
      this.#step(line);
      if (round > 0n && separator !== undefined) this.#perform(separator);
      this.#all(body);
      this.#store(counter, round + 1n);
    }
  }

  #step(line: number): void {
    if (++this.#steps > this.#mostSteps) throw new CheckError(`line ${line} of the grammar: it goes on for too long`);
  }

  #regex(source: string): string {
    const pattern = this.#patterns.get(source) ?? compiled(source);
    this.#patterns.set(source, pattern);
    return this.#input.match(pattern, `something like ${source}`);
  }

  #int(least: Expression, most: Expression): bigint {
    const [from, to] = [asWhole(this.#value(least), 'the least of INT'), asWhole(this.#value(most), 'the most of INT')];
    const range = `an integer from ${shown(from)} to ${shown(to)}`;
    const taken = this.#input.match(/(?:0|-?[1-9]\d*)(?![\d.])/y, range);
    const value = asWhole(numberOf(taken), 'the integer');
    if (value < from || value > to) throw this.#input.refused(taken, range);
    return value;
  }

  #float({ least, most, decimals, style }: Extract<Command, { kind: 'float' }>): Value {
    const [from, to] = [asNumber(this.#value(least), 'the least of FLOAT'), asNumber(this.#value(most), 'the most of FLOAT')];
    const range = `a number from ${shown(from)} to ${shown(to)}`;
    const taken = this.#input.match(FLOATS[style ?? ''] ?? ANY_FLOAT, range);
    const value = numberOf(taken);
    if (compareValues(value, from) < 0 || compareValues(value, to) > 0) throw this.#input.refused(taken, range);
    if (decimals !== undefined) {
      const [fewest, many] = decimals.map((one) => asWhole(this.#value(one), 'a count of decimals'));
      const places = BigInt(/\.(\d+)/.exec(taken)?.[1]?.length ?? 0);
      if (places < (fewest ?? 0n) || places > (many ?? 0n))
        throw this.#input.refused(taken, `${fewest} to ${many} digits after the point`);
    }
    return value;
  }

  #store(variable: Variable | undefined, value: Value): void {
    if (variable !== undefined) this.#memory.set(variable.name, this.#indices(variable), value);
  }

  #indices({ indices }: Variable): readonly Value[] {
    return indices.map((index) => this.#value(index));
  }

  #text(expression: Expression): string {
    const value = this.#value(expression);
    if (typeof value !== 'string') throw new CheckError(`a text is needed, not ${shown(value)}`);
    return value;
  }

  #value(expression: Expression): Value {
    switch (expression.kind) {
      case 'value':
        return expression.value;
      case 'variable':
        return this.#memory.get(expression.variable.name, this.#indices(expression.variable));
      case 'length':
        return BigInt(this.#text(expression.of).length);
      case 'minus':
        return reckon('-', 0n, this.#value(expression.of));
      case 'binary':
        return reckon(expression.sign, this.#value(expression.left), this.#value(expression.right));
    }
  }

  #test(test: Test): boolean {
    switch (test.kind) {
      case 'not':
        return !this.#test(test.of);
      case 'both':
        return this.#test(test.left) && this.#test(test.right);
      case 'either':
        return this.#test(test.left) || this.#test(test.right);
      case 'is_eof':
        return this.#input.isAtEnd;
      case 'match':
        return !this.#input.isAtEnd && this.#text(test.characters).includes(this.#input.next);
      case 'unique':
        return this.#isUnique(test.names);
      case 'in_array':
        return this.#isIn(this.#value(test.value), test.name);
      case 'compare':
        return holds(test.sign, compareValues(this.#value(test.left), this.#value(test.right)));
    }
  }

  /** Whether no two places hold the same in all of these arrays. */
  #isUnique(names: readonly string[]): boolean {
    const arrays = names.map((name) => this.#memory.valuesOf(name));
    const keys = [...(arrays[0]?.keys() ?? [])];
    const rows = keys.map((key) => JSON.stringify(arrays.map((array) => textOf(array.get(key)))));
    return new Set(rows).size === rows.length;
  }

  #isIn(value: Value, name: string): boolean {
    return [...this.#memory.valuesOf(name).values()].some((one) => compareValues(one, value) === 0);
  }
}

const ANY_FLOAT = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const FLOATS: Readonly<Record<string, RegExp>> = {
  FIXED: /-?(?:0|[1-9]\d*)(?:\.\d+)?(?![eE])/y,
  SCIENTIFIC: /-?\d(?:\.\d+)?[eE][+-]?\d+/y,
};

/** Values whole, not cut as they are for people. */
const textOf = (value: Value | undefined): string =>
  typeof value === 'string' ? `"${value}` : value === undefined ? '' : shown(value);

function holds(sign: string, order: number): boolean {
  const [less, equal] = [order < 0, order === 0];
  const truths: Readonly<Record<string, boolean>> = {
    '==': equal,
    '!=': !equal,
    '<': less,
    '<=': less || equal,
    '>': !less && !equal,
    '>=': !less,
  };
  return truths[sign] ?? false;
}

function compiled(source: string): RegExp {
  try {
    return new RegExp(source, 'y');
  } catch {
    throw new CheckError(`the pattern ${source.slice(0, 60)} cannot be read`);
  }
}
