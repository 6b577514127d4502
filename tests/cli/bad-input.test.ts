import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { argvOf, command, executeCode, run } from './command.js';

let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'cupel-cli-'));
  writeFileSync(join(folder, 'data.txt'), 'data');
  writeFileSync(join(folder, 'unknown.xyz'), 'data');
  writeFileSync(join(folder, 'long.py'), `#${'x'.repeat(65 * 1024)}`);
  writeFileSync(join(folder, 'not-json'), '{"version": ');
  writeFileSync(join(folder, 'changed.json'), '{"format": "cupel-evidence-1", "stage": "run"}');
});

afterAll(() => rmSync(folder, { recursive: true }));

const python = ['--language', 'python', '--code', 'print(1)'];

test.each<[what: string, args: string[], code: string, field: string | undefined, message: RegExp]>([
  ['an unknown language', ['--language', 'pyhton', '--code', '1'], 'unknown_language', 'language', /did you mean "python"/],
  ['no language', ['--code', '1'], 'option_missing', '--language', /--language is needed/],
  ['no program', ['--language', 'python'], 'program_missing', '--code', /no program/],
  ['an empty program', ['--language', 'python', '--code', ' \n\t'], 'program_empty', 'files[0]', /empty/],
  ['code given twice', [...python, '--code-file', 'x.py'], 'option_conflict', '--code-file', /exclude/],
  ['strict and permissive', [...python, '--strict', '--permissive'], 'option_conflict', '--permissive', /exclude/],
  ['a limit of 0', [...python, '--cpu-time', '0'], 'limit_not_positive', '--cpu-time', /above 0/],
  ['memory of 0', [...python, '--memory', '0'], 'limit_not_positive', '--memory', /above 0/],
  ['a negative limit', [...python, '--wall-time', '-1'], 'limit_not_positive', '--wall-time', /-1/],
  ['NaN', [...python, '--cpu-time', 'NaN'], 'limit_not_a_number', '--cpu-time', /NaN/],
  ['Infinity', [...python, '--cores', 'Infinity'], 'limit_not_a_number', '--cores', /Infinity/],
  ['no size', [...python, '--memory', '12 parsecs'], 'limit_not_a_size', '--memory', /parsecs/],
  ['a limit too large', [...python, '--cpu-time', '1e9'], 'limit_too_large', '--cpu-time', /most allowed/],
  ['half a process', [...python, '--processes', '1.5'], 'limit_not_whole', '--processes', /whole/],
  ['a file that is not there', [...python, '--file', '/nope/a.txt'], 'file_unreadable', '--file', /ENOENT/],
  ['a version that is not there', [...python, '--version', '2.7'], 'version_unknown', 'version', /2\.7 is not installed/],
  ['an unknown option', [...python, '--memmory', '1'], 'option_unknown', '--memmory', /did you mean "--memory"/],
  ['an option without its value', ['--language', 'python', '--code'], 'option_missing', '--code', /value/],
])('execute-code: %s', async (_what, args, code, field, message) => {
  const answer = await executeCode(args);
  expect(answer).toMatchObject({ exit: 2, code, error: expect.stringMatching(message), cure: expect.stringMatching(/\w/) });
  expect(answer.field).toBe(field);
});

test.each([
  ['..', '../../etc/passwd'],
  ['a newline', 'a\nb'],
  ['an absolute path', '/etc/passwd'],
  ['a leading hyphen', '-rf'],
])('execute-code: a file name with %s is refused before anything runs', async (_what, name) => {
  const answer = await executeCode([...python, '--file', `${name}=${join(folder, 'data.txt')}`]);
  expect(answer).toMatchObject({ exit: 2, code: 'file_name_bad', field: 'files[1].name' });
  expect(String(answer.error)).not.toContain('\n');
});

test.each<[what: string, args: string[], message: RegExp]>([
  ['a file that is not there', ['run', '/nope.py'], /cannot read \/nope\.py: ENOENT\n {2}Check the path/],
  [
    'a file whose language nobody knows',
    ['run', 'FOLDER/unknown.xyz'],
    /cannot be told from its name\n {2}Name it with --language/,
  ],
  ['a program that is too long', ['run', 'FOLDER/long.py'], /Code too long/],
  ['an unknown command', ['langauges'], /unknown command "langauges", did you mean "languages"/],
  ['no file', ['run'], /<file> is needed/],
  ['evidence that is not there', ['verdict', 'replay', '/nope.json'], /cannot read/],
  ['evidence that is not JSON', ['verdict', 'replay', 'FOLDER/not-json'], /is not JSON/],
  ['evidence that was changed', ['verdict', 'replay', 'FOLDER/changed.json'], /limits/],
])('cupel: %s', async (_what, args, message) => {
  const { code, stdout, stderr } = await command(
    'cupel',
    args.map((arg) => arg.replace('FOLDER', folder)),
  );
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toMatch(message);
  expect(stderr).toMatch(/^cupel: /);
});

test('a toolchain that is missing: the command that installs it', async () => {
  // In a mount namespace of its own, where Go has vanished from the system.
  const script = 'mount -t tmpfs none "$(dirname "$(dirname "$(readlink -f /usr/bin/go)")")" && exec "$@"';
  const argv = argvOf('judge', ['execute-code', '--language', 'go', '--code', 'package main']);
  const { code, stdout } = await run(['unshare', '--mount', 'bash', '-c', script, 'bash', ...argv]);
  expect(code).toBe(1);
  expect(JSON.parse(stdout)).toMatchObject({
    code: 'toolchain_missing',
    field: 'language',
    cure: expect.stringContaining('apt-get install golang'),
  });
  const listed = await run(['unshare', '--mount', 'bash', '-c', script, 'bash', ...argvOf('cupel', ['languages'])]);
  expect(listed.stdout).toMatch(/! go +missing: apt-get install golang/);
});

test('help and version are answers, not mistakes', async () => {
  expect(await command('cupel', ['--version'])).toMatchObject({ code: 0, stdout: '0.1.0\n' });
  expect(await command('judge', ['execute-code', '--help'])).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('--cpu-time'),
  });
  expect(await command('cupel', [])).toMatchObject({ code: 2, stderr: expect.stringContaining('Usage: cupel') });
});

test('npx finds the commands in the clone', async () => {
  const { code, stdout } = await run(['npx', 'cupel', 'languages', '--json']);
  expect(code).toBe(0);
  const languages: { readonly id: string; readonly status: string }[] = JSON.parse(stdout);
  expect(languages.map(({ id }) => id)).toEqual(expect.arrayContaining(['c', 'cpp', 'java', 'python']));
});
