import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const REQUIRED = ['id', 'attack', 'walls', 'effect', 'verdict'];
const OPTIONAL = ['also', 'control'];

/** Splits "a, b" and leaves "none" as nothing. */
const list = (text = 'none') => (text === 'none' ? [] : text.split(',').map((item) => item.trim()));

/** The fields of the comment at the top of an attack; see CONTRIBUTING.md. Throws where one is absent or unknown. */
export function parseHeader(text, path) {
  const fields = {};
  let current;
  for (const line of text.split('\n')) {
    const bare = line.replace(/^\s*(\/\*|\*\/|\*|#|\/\/)\s?/, '');
    const named = /^([a-z]+): (.+)$/.exec(bare);
    if (named) {
      current = named[1];
      fields[current] = named[2];
    } else if (current && /^\s+\S/.test(bare) && bare !== line) fields[current] += ` ${bare.trim()}`;
    else if (current) break;
  }
  for (const name of REQUIRED) if (!fields[name]) throw new Error(`${path}: the header does not say "${name}:"`);
  for (const name of Object.keys(fields))
    if (![...REQUIRED, ...OPTIONAL].includes(name)) throw new Error(`${path}: the header knows no "${name}:"`);
  const header = { ...fields, walls: list(fields.walls), also: list(fields.also), verdicts: fields.verdict.split(' or ') };
  if (header.walls.length === 0 && !header.control)
    throw new Error(`${path}: no wall is named, so "control:" must say what shows that the probe works`);
  return header;
}

/** Every attack below `root`: `{ header, path, folder }`, by class and then by the number in its id. */
export function readAttacks(root) {
  const classes = readdirSync(root)
    .filter((name) => /^[a-z]-/.test(name))
    .sort();
  const attacks = classes.flatMap((name) =>
    readdirSync(join(root, name), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name: folder }) => {
        const file = readdirSync(join(root, name, folder)).find((entry) => entry.startsWith('attack.'));
        if (!file) throw new Error(`${name}/${folder}: no attack.*`);
        const path = join(name, folder, file);
        return { header: parseHeader(readFileSync(join(root, path), 'utf8'), path), path, folder: join(name, folder) };
      }),
  );
  return attacks.sort((a, b) => a.header.id.localeCompare(b.header.id, 'en', { numeric: true }));
}
