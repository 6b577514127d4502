#!/usr/bin/env node
/**
 * Writes docs/reference/languages.md from languages/<id>/language.yaml, through the reader that Cupel itself uses (built
 * beforehand: `npm run build`). `--check` writes nothing and exits with 1 where the page is not what would be written;
 * `--languages FOLDER` and `--page FILE` are for the test.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const root = fileURLToPath(new URL('..', import.meta.url));
const { limitsInSeconds } = await import(`${root}packages/domain/dist/index.js`);
const { loadLanguages } = await import(`${root}packages/sandbox/dist/toolchains/load.js`);

const { values } = parseArgs({
  options: {
    check: { type: 'boolean', default: false },
    languages: { type: 'string', default: `${root}languages` },
    page: { type: 'string', default: `${root}docs/reference/languages.md` },
  },
});

const code = (text) => `\`${text}\``;
const codes = (texts) => texts.map(code).join(', ');
const row = (cells) => `| ${cells.map((cell) => String(cell).replaceAll('|', '\\|')).join(' | ')} |`;
const table = (head, rows) => [row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n');

/** An argument in the way in which somebody would type it. */
const shown = (argument) => (/^[\w@%+=:,./{}-]+$/.test(argument) ? argument : `'${argument}'`);
const command = (step) => (step === undefined ? '' : code(step.argv.map(shown).join(' ')));

function limits(step) {
  const { cpu_time, memory, processes } = limitsInSeconds(step.limits);
  return [`${cpu_time} s`, `${memory / 1024 ** 2} MB`, processes];
}

function versions({ variants }) {
  return variants.length === 0
    ? 'the installed one'
    : variants.map(({ name, version }) => `${name} (${code(version)})`).join(', ');
}

/** What `npm run test:languages` wrote when it last passed. */
const provedPath = join(resolve(values.languages), 'proved.json');
const proved = existsSync(provedPath) ? JSON.parse(readFileSync(provedPath, 'utf8')) : { system: '', versions: {} };

/** Which verdicts are proved, and by how many programs. */
function proofs({ id }) {
  const folder = join(resolve(values.languages), id, 'proof');
  if (!existsSync(folder)) return '';
  const programs = (verdict) => readdirSync(join(folder, verdict)).filter((name) => !/\.(in|out|yaml)$/.test(name)).length;
  return readdirSync(folder)
    .sort()
    .map((verdict) => `${verdict} ${programs(verdict)}`)
    .join(', ');
}

function summary(languages) {
  const head = [
    'Language',
    'id',
    'Other names',
    'Versions',
    'CPU time',
    'Memory',
    'Processes',
    'Debian packages',
    'Installed',
    'Proofs',
    'Proved with',
  ];
  const rows = languages.map((language) => {
    const names = [...language.aliases, ...language.variants.flatMap(({ aliases }) => aliases)];
    return [
      language.name,
      code(language.id),
      codes(names),
      versions(language),
      ...limits(language.run),
      codes(language.packages),
      language.onRequest ? 'on request' : 'by the set-up',
      proofs(language),
      Object.entries(proved.versions[language.id] ?? {})
        .map(([tool, version]) => `${tool} ${version}`)
        .join(', '),
    ];
  });
  return table(head, rows);
}

function section(language) {
  const { name, source, sources, typecheck, compile, run, libraries, tools } = language;
  const facts = [
    ['Main file, unless named', code(source)],
    ['Sources end in', codes(sources.map((ending) => `.${ending}`))],
    ['Found by', codes(tools.map(({ path }) => path))],
    ['Types checked on request', command(typecheck)],
    ['Compiled', command(compile)],
    ['Run', command(run)],
    ['Libraries found if installed', libraries.map((library) => `${library.name} (${code(library.package)})`).join(', ')],
  ];
  return `## ${name}\n\n${table(
    ['', ''],
    facts.filter(([, value]) => value !== ''),
  )}`;
}

function page(languages) {
  return `# Languages

Written by \`tools/generate-languages.mjs\` from \`languages/<id>/language.yaml\`; change it there. How to add a language is
told in [CONTRIBUTING.md](../../CONTRIBUTING.md). Which of them a host has, and in which versions, says \`cupel languages\`.

CPU time, memory and processes are the limits of a run where the caller names none. \`npm test\` proves the languages that
the set-up installs. The others are used where their packages are found; \`npm run test:languages\` installs them all and proves
each. It last passed on ${proved.system} with the versions in the last column. Debian has no compiler for Visual Basic: Mono's
\`vbnc\` left it, and Gambas is another language.

${summary(languages)}

In the commands below \`{main}\` is the main file, \`{class}\` the class that holds Java's main method, \`{sources}\` every
source, \`{support}\` the files of \`languages/<id>/support/\`. \`{heap_mb}\` lies a quarter above the memory limit, so that the
kernel decides and not the runtime; \`{heap_start_mb}\` is a quarter of that limit, whatever the size of the host;
\`{stack_kb}\` lies an eighth below the stack limit; \`{cores}\` is how many cores the box may use. Other names come from the
version chosen, or from what was found in the sources.

A proof, \`languages/<id>/proof/<verdict>/<name>\`, is a source file, or a folder whose main file bears the language's own
name. Beside it may stand \`<name>.in\` (stdin), \`<name>.out\` (the output, byte for byte) and \`<name>.yaml\` with \`args\`,
\`version\`, \`typecheck\`, \`limits\`, the \`signal\` that must have ended it, patterns for \`stderr\` and \`compile_output\`, and the
files whose line ends must have been \`normalised\`.

${languages.map(section).join('\n\n')}
`;
}

const fresh = page(loadLanguages(resolve(values.languages)));
if (values.check) {
  const stale = read(values.page) !== fresh;
  if (stale) console.error(`${values.page} is not what tools/generate-languages.mjs would write`);
  process.exitCode = stale ? 1 : 0;
} else {
  mkdirSync(dirname(values.page), { recursive: true });
  writeFileSync(values.page, fresh);
}

function read(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
