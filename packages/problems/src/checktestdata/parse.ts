import { parseExpression, parseTest, parseVariable } from './expressions.js';
import type { Command, Expression, Loop, Variable } from './grammar.js';
import { Reader } from './reader.js';

/** Reads a grammar. Throws CheckError with its line. */
export function parseGrammar(text: string): readonly Command[] {
  const reader = new Reader(text);
  const commands = block(reader, []);
  if (!reader.isAt('end')) throw reader.unexpected('a command');
  return commands;
}

/** Commands up to one of these words, which is not taken. */
function block(reader: Reader, ends: readonly string[]): readonly Command[] {
  const commands: Command[] = [];
  while (!reader.isAt('end') && !ends.includes(reader.text)) commands.push(...command(reader));
  return commands;
}

const literal = (line: number, text: string): Command => ({
  kind: 'literal',
  line,
  text: { kind: 'value', value: text },
});

function command(reader: Reader): readonly Command[] {
  const { line } = reader;
  const name = reader.name();
  switch (name) {
    case 'SPACE':
      return [literal(line, ' ')];
    case 'NEWLINE':
      return [literal(line, '\n')];
    case 'EOF':
      return [{ kind: 'eof', line }];
    case 'STRING':
      return reader.inParentheses(() => [{ kind: 'literal', line, text: parseExpression(reader) }]);
    case 'REGEX':
      return reader.inParentheses(() => [{ kind: 'regex', line, pattern: parseExpression(reader), ...into(reader) }]);
    case 'INT':
      return reader.inParentheses(() => [{ kind: 'int', line, ...bounds(reader), ...into(reader) }]);
    case 'FLOAT':
    case 'FLOATP':
      return reader.inParentheses(() => [float(reader, line, name === 'FLOATP')]);
    case 'ASSERT':
      return reader.inParentheses(() => [{ kind: 'assert', line, test: parseTest(reader) }]);
    case 'SET':
      return reader.inParentheses(() => reader.list(() => assignment(reader, line)));
    case 'UNSET':
      return reader.inParentheses(() => reader.list((): Command => ({ kind: 'unset', line, name: reader.name() })));
    case 'IF':
      return [condition(reader, line)];
    case 'REP':
    case 'REPI':
    case 'WHILE':
    case 'WHILEI':
      return [loop(reader, line, name)];
    default:
      throw reader.unexpected('a command', name, line);
  }
}

function bounds(reader: Reader): { readonly least: Expression; readonly most: Expression } {
  const least = parseExpression(reader);
  reader.sign(',');
  return { least, most: parseExpression(reader) };
}

function into(reader: Reader): { readonly into?: Variable } {
  return reader.takes(',') ? { into: parseVariable(reader) } : {};
}

function float(reader: Reader, line: number, hasDecimals: boolean): Command {
  const range = bounds(reader);
  let decimals: { decimals?: readonly [Expression, Expression] } = {};
  if (hasDecimals) {
    reader.sign(',');
    const { least, most } = bounds(reader);
    decimals = { decimals: [least, most] };
  }
  const variable = into(reader);
  const style = reader.takes(',') ? { style: reader.name() } : {};
  return { kind: 'float', line, ...range, ...decimals, ...variable, ...style };
}

function assignment(reader: Reader, line: number): Command {
  const variable = parseVariable(reader);
  reader.sign('=');
  return { kind: 'set', line, variable, value: parseExpression(reader) };
}

function condition(reader: Reader, line: number): Command {
  const test = reader.inParentheses(() => parseTest(reader));
  const then = block(reader, ['ELSE', 'END']);
  const otherwise = reader.takesName('ELSE') ? block(reader, ['END']) : [];
  reader.word('END');
  return { kind: 'if', line, test, then, otherwise };
}

function loop(reader: Reader, line: number, name: string): Command {
  const head = reader.inParentheses(() => {
    const counter = name.endsWith('I') ? { counter: parseVariable(reader) } : {};
    if (name.endsWith('I')) reader.sign(',');
    const bound = name.startsWith('REP')
      ? ({ kind: 'repeat', count: parseExpression(reader) } as const)
      : ({ kind: 'while', test: parseTest(reader) } as const);
    const [separator] = reader.takes(',') ? command(reader) : [];
    return { ...bound, ...counter, ...(separator === undefined ? {} : { separator }) };
  });
  const body: Loop['body'] = block(reader, ['END']);
  reader.word('END');
  return { ...head, line, body };
}
