/**
 * Writes the part of docs/troubleshooting.md that lies between its two markers: message, cause and cure of every error
 * in the register of packages/domain (built beforehand: `npm run build`). `--check` writes nothing, prints what differs
 * and exits with 1. Comparing the whole part compares both ways: an error without its entry differs, and so does an
 * entry whose error is gone.
 */
import { readFileSync, writeFileSync } from 'node:fs';

const page = new URL('../docs/troubleshooting.md', import.meta.url);
const register = new URL('../packages/domain/dist/errors/register.js', import.meta.url);
const BEGIN = '<!-- register: begin, written by tools/generate-troubleshooting.mjs -->';
const END = '<!-- register: end -->';

/** Parameters stand in capitals; a suggestion is only there when something is near, so it is left out. */
const withNames = (template) =>
  template.replaceAll('{suggestion}', '').replace(/\{(\w+)\}/g, (_, name) => name.replace(/([A-Z])/g, '_$1').toUpperCase());

const entry = (code, { message, cause, cure }) =>
  [`#### \`${withNames(message)}\``, '', `${cause} **Cure:** ${withNames(cure)} (\`${code}\`)`, ''].join('\n');

const group = ({ title, codes }, errors) => [`### ${title}`, '', ...codes.map((code) => entry(code, errors[code]))].join('\n');

const difference = (before, after) => {
  const [old, fresh] = [before.split('\n'), after.split('\n')];
  return [
    ...old.filter((line) => !fresh.includes(line)).map((line) => `- ${line}`),
    ...fresh.filter((line) => !old.includes(line)).map((line) => `+ ${line}`),
  ].join('\n');
};

const { ERRORS, ERROR_GROUPS } = await import(register.href);
const text = readFileSync(page, 'utf8');
const [begin, end] = [text.indexOf(BEGIN), text.indexOf(END)];
if (begin === -1 || end < begin) throw new Error(`docs/troubleshooting.md needs the lines\n${BEGIN}\n${END}`);

const body = ERROR_GROUPS.map((one) => group(one, ERRORS)).join('\n');
const fresh = `${text.slice(0, begin + BEGIN.length)}\n\n${body}\n${text.slice(end)}`;

if (!process.argv.includes('--check')) {
  writeFileSync(page, fresh);
} else if (fresh !== text) {
  console.error('docs/troubleshooting.md does not say what the register says; type `npm run generate`:');
  console.error(difference(text, fresh) || '(only the order of lines differs)');
  process.exitCode = 1;
}
