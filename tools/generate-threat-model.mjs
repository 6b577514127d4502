/**
 * Writes the tables of docs/threat-model.md, between its two markers, from the headers of the attacks below
 * tests/adversarial: the same headers by which the tests choose walls and verdicts. `--check` writes nothing, says what
 * differs and exits with 1.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readAttacks } from '../tests/adversarial/header.mjs';

const page = new URL('../docs/threat-model.md', import.meta.url);
const programs = fileURLToPath(new URL('../tests/adversarial', import.meta.url));
const BEGIN = '<!-- attacks: begin, written by tools/generate-threat-model.mjs -->';
const END = '<!-- attacks: end -->';

const CLASSES = {
  'a-kernel': 'The kernel and the boundary of the box',
  'b-files': 'Files, caches and services around it',
  'c-resources': 'Resources',
  'd-compile': 'The compile stage',
  'e-leaks': 'Leaks',
  'g-lifecycle': 'Beginning and end of a run',
};

const cell = (text) => text.replaceAll('|', '\\|').replaceAll('<', '&lt;');

const shownBy = ({ header }) => header.control ?? `the same program without ${header.walls.join(', ')}: ${header.effect}`;

const row = (attack) => {
  const { header, path } = attack;
  const walls = header.walls.length > 0 ? header.walls.join(', ') : 'none alone';
  const cells = [header.id, header.attack, walls, header.verdict, shownBy(attack)].map(cell);
  return `| ${cells.join(' | ')} | [program](../tests/adversarial/${path}) |`;
};

const table = (title, attacks) =>
  [
    `### ${title}`,
    '',
    '| | Attack | Walls that stop it | Verdict | What shows that the probe works | Where |',
    '|---|---|---|---|---|---|',
    ...attacks.map(row),
    '',
  ].join('\n');

const attacks = readAttacks(programs);
const tables = Object.entries(CLASSES).map(([name, title]) =>
  table(
    title,
    attacks.filter(({ folder }) => folder.startsWith(`${name}/`)),
  ),
);
const listed = Object.keys(CLASSES);
const stray = attacks.find(({ folder }) => !listed.includes(folder.split('/')[0]));
if (stray !== undefined) throw new Error(`${stray.path}: its class has no title in tools/generate-threat-model.mjs`);

const text = readFileSync(page, 'utf8');
const [begin, end] = [text.indexOf(BEGIN), text.indexOf(END)];
if (begin === -1 || end < begin) throw new Error(`docs/threat-model.md needs the lines\n${BEGIN}\n${END}`);
const fresh = `${text.slice(0, begin + BEGIN.length)}\n\n${tables.join('\n')}\n${text.slice(end)}`;

if (!process.argv.includes('--check')) {
  writeFileSync(page, fresh);
} else if (fresh !== text) {
  const old = text.split('\n');
  console.error('docs/threat-model.md does not say what the attacks say; type `npm run generate`:');
  console.error(
    fresh
      .split('\n')
      .filter((line) => !old.includes(line))
      .map((line) => `+ ${line}`)
      .join('\n') || '(lines too many, or their order)',
  );
  process.exitCode = 1;
}
