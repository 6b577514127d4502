/**
 * Writes packages/sandbox/src/launcher/protocol.gen.ts from the tables of native/launcher/protocol.h, so that both
 * sides of the socket are compiled from one list of numbers. `--check` writes nothing and exits with 1 when the file
 * on disk is not what would be written.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const source = new URL('../native/launcher/protocol.h', import.meta.url);
const target = new URL('../packages/sandbox/src/launcher/protocol.gen.ts', import.meta.url);

const constantLine = /^#define (?<name>[A-Z_]+) (?<value>[^/]+?)\s*(?:\/\* (?<doc>.*) \*\/)?$/;
const tableLine = /^#define (?<name>[A-Z_]+)\(X\) \\$/;
const rowLine = /^ {2}X\((?<name>[A-Z0-9_]+), (?<value>\d+)\)\s*(?:\/\* (?<doc>.*?) \*\/)?\s*(?<more>\\)?$/;

/** `7u` and `(64u << 10)`, which is all that the header needs; throws at anything else. */
export const constantValue = (text) => {
  const match = /^\(?(?<base>0x[0-9A-Fa-f]+|\d+)u?(?: << (?<shift>\d+)\))?$/.exec(text);
  if (match === null) throw new Error(`the value ${text} is neither a number nor (number << number)`);
  return Number(match.groups.base) * 2 ** Number(match.groups.shift ?? 0);
};

const readRows = (lines, start, table) => {
  const rows = [];
  for (let index = start; ; index += 1) {
    const row = rowLine.exec(lines[index] ?? '')?.groups;
    if (row === undefined) throw new Error(`line ${index + 1}: this is no row of ${table}: ${lines[index]}`);
    const value = Number(row.value);
    const twin = rows.find((other) => other.name === row.name || other.value === value);
    if (twin !== undefined) throw new Error(`line ${index + 1}: ${table} has ${twin.name} = ${twin.value} already`);
    rows.push({ name: row.name, value, doc: row.doc });
    if (row.more === undefined) return rows;
  }
};

/** The comment that ends right above a line, on however many lines it stands. */
const commentAbove = (lines, index) => {
  const above = lines.slice(0, index);
  const start = above.findLastIndex((line) => line.startsWith('/*'));
  if (start < 0 || !above.at(-1).endsWith('*/')) return undefined;
  const words = above.slice(start).map((line) =>
    line
      .replace(/^(\/\*| \*(?!\/))/, '')
      .replace(/\*\/$/, '')
      .trim(),
  );
  return words.join(' ').trim();
};

/** The constants and tables of the header, in its order. Throws where a line looks like neither, naming it. */
export const parseProtocol = (header) => {
  const lines = header.split('\n');
  const constants = [];
  const tables = [];
  lines.forEach((line, index) => {
    const table = tableLine.exec(line)?.groups;
    const constant = constantLine.exec(line)?.groups;
    if (table !== undefined) {
      tables.push({ name: table.name, doc: commentAbove(lines, index), rows: readRows(lines, index + 1, table.name) });
    } else if (constant !== undefined) {
      constants.push({ name: constant.name, value: constantValue(constant.value), doc: constant.doc });
    } else if (/^#define \w+\(X\)/.test(line)) {
      throw new Error(`line ${index + 1}: a table begins, but not in the one form that is read: ${line}`);
    }
  });
  const rowsRead = tables.reduce((sum, { rows }) => sum + rows.length, 0);
  const rowsThere = lines.filter((line) => /^\s*X\(/.test(line)).length;
  if (rowsRead !== rowsThere) throw new Error(`${rowsThere - rowsRead} rows stand outside of any table`);
  return { constants, tables };
};

const docComment = (doc, indent) => (doc === undefined ? '' : `${indent}/** ${doc} */\n`);

const renderTable = ({ name, doc, rows }) => {
  const body = rows.map((row) => `${docComment(row.doc, '  ')}  ${row.name}: ${row.value},\n`).join('');
  return `${docComment(doc, '')}export const ${name} = {\n${body}} as const;\n`;
};

/** The TypeScript module for a header. */
export const renderProtocol = (header) => {
  const { constants, tables } = parseProtocol(header);
  const values = constants.map(({ name, value, doc }) => `${docComment(doc, '')}export const ${name} = ${value};\n`);
  return [
    '// Written by tools/generate-protocol.mjs from native/launcher/protocol.h.\n',
    values.join(''),
    ...tables.map(renderTable),
  ].join('\n');
};

const isFresh = (text) => {
  try {
    return readFileSync(target, 'utf8') === text;
  } catch {
    return false;
  }
};

const main = (args) => {
  const text = renderProtocol(readFileSync(source, 'utf8'));
  if (!args.includes('--check')) writeFileSync(target, text);
  else if (!isFresh(text)) {
    console.error('protocol.gen.ts is not what protocol.h says. Type: node tools/generate-protocol.mjs');
    process.exitCode = 1;
  }
};

if (process.argv[1] === fileURLToPath(import.meta.url)) main(process.argv.slice(2));
