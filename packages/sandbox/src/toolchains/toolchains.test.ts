import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CupelError } from '@cupel/domain';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { findToolchain, loadLanguages, requireToolchain } from './index.js';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cupel-toolchains-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Writes a language whose one tool is a script of the test's. */
function addLanguage(id: string, { tool = '', more = '' }: { readonly tool?: string; readonly more?: string } = {}): void {
  mkdirSync(join(folder, id));
  const path = join(folder, id, 'tool');
  if (tool !== '') {
    writeFileSync(path, `#!/bin/sh\n${tool}\n`);
    chmodSync(path, 0o755);
  }
  const lines = [
    `id: ${id}`,
    'name: Example',
    'editor: { mode: text, extension: txt }',
    'source: main.txt',
    'sources: [txt]',
    'packages: [one, two]',
    `tools: [{ name: tool, path: ${path}, version: { argv: [--version], pattern: 'version (\\S+)' } }]`,
    `run: { argv: [${path}] }`,
    more,
  ];
  writeFileSync(join(folder, id, 'language.yaml'), lines.join('\n'));
}

const only = () => {
  const [language] = loadLanguages(folder);
  if (language === undefined) throw new Error('no language was loaded');
  return language;
};

it('asks a tool for its version', async () => {
  addLanguage('a', { tool: 'echo "version 1.2.3"' });
  await expect(findToolchain(only())).resolves.toMatchObject({ status: 'present', versions: { tool: '1.2.3' } });
  await expect(requireToolchain(only(), '1.2')).resolves.toMatchObject({ versions: { tool: '1.2.3' } });
  await expect(requireToolchain(only(), '2')).rejects.toThrow('Example 2 is not installed');
});

it('gives a tool no environment at all', async () => {
  addLanguage('a', { tool: 'echo "version $(env | grep -c -v -E "^(PWD|SHLVL|_|OLDPWD)=")"' });
  await expect(findToolchain(only())).resolves.toMatchObject({ versions: { tool: '0' } });
});

it('names what is missing, and the command that installs it', async () => {
  addLanguage('a', { more: 'paths: [/no/such/header.h]' });
  const missing = [join(folder, 'a/tool'), '/no/such/header.h'];
  await expect(findToolchain(only())).resolves.toMatchObject({ status: 'missing', missing, install: 'apt-get install one two' });
  const error: unknown = await requireToolchain(only()).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(CupelError);
  expect(error).toMatchObject({ code: 'toolchain_missing', cure: 'Type `apt-get install one two`.' });
});

it.each([
  ['prints nothing of use', 'echo hello'],
  ['fails', 'exit 1'],
])('calls a toolchain broken that %s', async (_, tool) => {
  addLanguage('a', { tool });
  await expect(findToolchain(only())).resolves.toMatchObject({ status: 'broken', versions: {} });
  await expect(requireToolchain(only())).rejects.toMatchObject({ code: 'toolchain_broken' });
});

it('asks again after a failure', async () => {
  addLanguage('a', { tool: 'exit 1' });
  const language = only();
  await expect(findToolchain(language)).resolves.toMatchObject({ status: 'broken' });
  writeFileSync(join(folder, 'a/tool'), '#!/bin/sh\necho version 2\n');
  await expect(findToolchain(language)).resolves.toMatchObject({ status: 'present', versions: { tool: '2' } });
});

it('finds libraries by their path', async () => {
  const library = (name: string, path: string) => `{ name: ${name}, package: lib${name}, path: ${path}, program: x }`;
  addLanguage('a', {
    tool: 'echo version 1',
    more: `libraries: [${library('here', '/usr/bin/env')}, ${library('gone', '/no/such')}]`,
  });
  const { libraries } = await findToolchain(only());
  expect(libraries.map(({ library: { name }, status, install }) => [name, status, install])).toEqual([
    ['here', 'present', 'apt-get install libhere'],
    ['gone', 'missing', 'apt-get install libgone'],
  ]);
});

it('reads support files', () => {
  addLanguage('a');
  mkdirSync(join(folder, 'a/support'));
  writeFileSync(join(folder, 'a/support/types.d.ts'), 'declare');
  expect(only().support).toEqual([{ name: 'types.d.ts', bytes: Buffer.from('declare') }]);
});

it.each([
  ['an unknown field', () => addLanguage('a', { more: 'colour: red' }), 'a/language.yaml: colour'],
  ['a key that stands twice', () => addLanguage('a', { more: 'name: Again' }), 'a/language.yaml: Map keys must be unique'],
  [
    'a name that two claim',
    () => [addLanguage('a', { more: 'aliases: [b]' }), addLanguage('b')],
    'the name "b" is claimed by a and by b',
  ],
  ['a folder without a language', () => mkdirSync(join(folder, 'a')), 'a/language.yaml'],
])('refuses %s', (_, prepare, message) => {
  prepare();
  expect(() => loadLanguages(folder)).toThrow(message);
});

it('leaves out an optional argument where what it needs is not there', async () => {
  const linker = join(folder, 'linker');
  const optional = `optional: [{ argument: -quick, path: ${linker} }]`;
  addLanguage('a', { tool: 'echo "version 1"', more: `${optional}\ncompile: { argv: [/usr/bin/cc, -quick, '{sources}'] }` });
  expect((await requireToolchain(only())).language.compile?.argv).toEqual(['/usr/bin/cc', '{sources}']);
  writeFileSync(linker, '');
  expect((await requireToolchain(only())).language.compile?.argv).toEqual(['/usr/bin/cc', '-quick', '{sources}']);
});
