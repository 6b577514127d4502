import { mkdirSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readPackage } from '@cupel/problems';
import { expect, test } from 'vitest';
import { type Files, folderOf, GOOD, issuesOf, languages, read, temporaryFolder } from './package.js';

const yaml = (more: string): string => `${GOOD['problem.yaml']}${more}`;
const scoring = (more = ''): string => yaml(`type: scoring\n${more}`);
const group = (text: string, name = 'a'): Files => ({
  [`data/secret/${name}/test_group.yaml`]: text,
  [`data/secret/${name}/1.in`]: '1\n',
  [`data/secret/${name}/1.ans`]: '1\n',
});
const NO_DIRECT: Files = { 'data/secret/01.in': undefined, 'data/secret/01.ans': undefined };

test('a good package has no issue and can be judged', async () => {
  expect(await issuesOf({})).toEqual([]);
  expect(await read({})).toMatchObject({ kind: 'package', package: { name: 'echo', problem: { type: 'pass_fail' } } });
});

const cases: readonly (readonly [what: string, files: Files, issue: string])[] = [
  ['no problem.yaml', { 'problem.yaml': undefined }, 'error: problem.yaml: is missing'],
  ['YAML that is none', { 'problem.yaml': 'name: x\nuuid: [1\n' }, 'error: problem.yaml:3:'],
  ['a key given twice', { 'problem.yaml': yaml('uuid: 1\n') }, 'error: problem.yaml:7: Map keys must be unique'],
  [
    'a key with a slip',
    { 'problem.yaml': yaml('licence: cc0\n') },
    'error: problem.yaml:7: "licence" is no known key, did you mean "license"?',
  ],
  [
    'an unknown version',
    { 'problem.yaml': 'problem_format_version: 2031-01\n' },
    'error: problem.yaml:1: "2031-01" is no version',
  ],
  [
    'types that exclude each other',
    { 'problem.yaml': yaml('type: [scoring, pass-fail]\n') },
    'error: problem.yaml:7: a problem cannot be pass-fail and scoring',
  ],
  [
    'a time limit of 0',
    { 'problem.yaml': yaml('').replace('time_limit: 1', 'time_limit: 0') },
    'error: problem.yaml:6: "limits.time_limit" should be more than 0',
  ],
  [
    'a limit that is no number',
    { 'problem.yaml': yaml('  memory: much\n') },
    'error: problem.yaml:7: "limits.memory" should be a number',
  ],
  [
    'a licence without an owner',
    { 'problem.yaml': yaml('license: cc by\n') },
    'error: problem.yaml:7: "cc by" needs a rights_owner',
  ],
  [
    'an owner of the public domain',
    { 'problem.yaml': yaml('license: public domain\nrights_owner: me\n') },
    'error: problem.yaml:8: nobody owns',
  ],
  [
    'a name without its statement',
    { 'problem.yaml': yaml('').replace('  en: Echo', '  en: Echo\n  de: Echo') },
    'has a name in "de", but there is no statement/problem.de.md',
  ],
  ['no statement', { 'statement/problem.en.md': undefined }, 'error: statement: holds no statement'],
  ['no answer', { 'data/secret/01.ans': undefined }, 'error: data/secret/01.in: has no answer: data/secret/01.ans is missing'],
  ['an answer without its test', { 'data/secret/02.ans': '1\n' }, 'error: data/secret/02.ans: has no 02.in beside it'],
  ['no secret test', NO_DIRECT, 'error: data/secret: is missing'],
  ['tests beside groups', group(''), 'error: data/secret: holds tests and groups'],
  ['no validator', { 'input_validators/validate.py': undefined }, 'error: input_validators: holds no validator'],
  [
    'no accepted solution',
    { 'submissions/accepted/echo.py': undefined },
    'error: submissions/accepted: holds no accepted solution',
  ],
  [
    'a solution in no language',
    { 'submissions/accepted/a.xyz': 'x' },
    'error: submissions/accepted/a.xyz: is in no language that is known',
  ],
  [
    'testdata.yaml in 2025-09',
    { 'data/secret/testdata.yaml': 'on_reject: break\n' },
    'error: data/secret/testdata.yaml: is not read',
  ],
  [
    'a grammar as a validator of outputs',
    { 'output_validator/check.ctd': 'EOF\n' },
    'error: output_validator/check.ctd: is a grammar for checktestdata, and no program',
  ],
  ['interactive without an interactor', { 'problem.yaml': yaml('type: interactive\n') }, 'error: output_validator: is missing'],
  [
    'a flag that the default validator lacks',
    { 'data/secret/test_group.yaml': 'output_validator_args: [loose]\n' },
    '"loose" is no flag',
  ],
  [
    'points in a pass-fail problem',
    { 'data/secret/test_group.yaml': 'max_score: 10\n' },
    'error: data/secret/test_group.yaml:1: max_score is for scoring problems',
  ],
  [
    'a promise of no verdict',
    { 'submissions/submissions.yaml': 'accepted/echo.py:\n  permitted: [OK]\n' },
    'error: submissions/submissions.yaml:2: "OK" is no verdict',
  ],
  [
    'braces without end',
    { 'submissions/submissions.yaml': '"accepted/{a":\n  permitted: [AC]\n' },
    'submissions.yaml:1: the braces',
  ],
  ['a test with a name in Unicode', { 'data/secret/größe.in': '1\n' }, 'error: data/secret/größe.in: names are letters'],
  ['an attachment with a name in Unicode', { 'attachments/größe.txt': '1\n' }, 'warning: attachments/größe.txt: is left out'],
  [
    'a scoring validator without a scoring problem',
    { 'problem.yaml': 'validation: custom score\n' },
    'error: problem.yaml:1: "score" is for scoring problems',
  ],
  ['line ends of Windows', { 'data/secret/01.in': '1\n2\r\n' }, 'warning: data/secret/01.in:2: has line ends of Windows'],
  ['a byte-order mark', { 'data/secret/01.ans': '\uFEFF1\n' }, 'warning: data/secret/01.ans:1: begins with a byte-order mark'],
  ['a last line without an end', { 'data/secret/01.in': '1\n2' }, 'warning: data/secret/01.in:2: does not end with a newline'],
  [
    'a static validation without a validator',
    { 'data/secret/test_group.yaml': 'static_validation_score: pass-fail\n' },
    'error: data/secret/test_group.yaml: has a static_validation_score, but there is no static_validator',
  ],
];

test.each(cases)('names file and line: %s', async (_what, files, issue) => {
  expect((await issuesOf(files)).filter((found) => found.includes(issue))).toHaveLength(1);
});

test('dependencies in a circle', async () => {
  const files = {
    ...NO_DIRECT,
    'problem.yaml': scoring(),
    'data/secret/test_group.yaml': 'max_score: 20\n',
    ...group('max_score: 10\nrequire_pass: secret/b\n', 'a'),
    ...group('max_score: 10\nrequire_pass: secret/a\n', 'b'),
  };
  expect((await issuesOf(files)).join('\n')).toContain('goes in a circle: secret/a → secret/b → secret/a');
});

test('points that do not add up, and a group that does not exist', async () => {
  const files = { ...NO_DIRECT, 'problem.yaml': scoring(), ...group('max_score: 10\nrequire_pass: secret/z\n') };
  const issues = (await issuesOf(files)).join('\n');
  expect(issues).toContain('the groups give 10 points together, but max_score is 100');
  expect(issues).toContain('require_pass names "secret/z"; there is no such group');
});

test('everything is told at once', async () => {
  const issues = await issuesOf({
    'problem.yaml': yaml('a: 1\nb: 2\n'),
    'data/secret/01.ans': undefined,
    'input_validators/validate.py': undefined,
  });
  expect(issues.length).toBeGreaterThanOrEqual(4);
});

test('an alias bomb is stopped', async () => {
  const levels = Array.from({ length: 12 }, (_, i) => `l${i + 1}: &l${i + 1} [${`*l${i},`.repeat(9)}]`).join('\n');
  expect((await issuesOf({ 'problem.yaml': `l0: &l0 [x]\n${levels}\n` })).join('\n')).toMatch(/alias/i);
});

test('links may lead to files inside, not out, nor to folders', async () => {
  const folder = folderOf(GOOD);
  symlinkSync('01.in', join(folder, 'data/secret/02.in'));
  symlinkSync('01.ans', join(folder, 'data/secret/02.ans'));
  const inside = await readPackage(folder, { languages });
  expect(inside).toMatchObject({
    kind: 'package',
    package: { issues: [], tests: [{ name: 'secret/01' }, { name: 'secret/02' }] },
  });
  symlinkSync('/etc/passwd', join(folder, 'data/secret/03.in'));
  mkdirSync(join(folder, 'attachments'));
  symlinkSync('..', join(folder, 'attachments/all'));
  const outside = await readPackage(folder, { languages });
  expect(outside).toMatchObject({ kind: 'unreadable', issues: [{ file: 'attachments/all' }, { file: 'data/secret/03.in' }] });
});

test('constants stand in programs and statements, and never in tests', async () => {
  const result = await read({
    'problem.yaml': yaml('constants:\n  most: 7\n'),
    'submissions/accepted/echo.py': 'print({{most}}, {{other}})\n',
    'data/secret/01.in': '{{most}}\n',
  });
  if (result.kind !== 'package') throw new Error('unreadable');
  const { submissions, tests } = result.package;
  expect(Buffer.from(submissions[0]?.program.files[0]?.bytes ?? []).toString()).toBe('print(7, {{other}})\n');
  expect(tests[0]?.input).toEqual({ kind: 'bytes', bytes: Buffer.from('{{most}}\n') });
});

test('a test of 200 MB is a blob, and never in memory', async () => {
  const folder = folderOf(GOOD);
  writeFileSync(join(folder, 'data/secret/02.ans'), '1\n');
  writeFileSync(join(folder, 'data/secret/02.in'), '');
  truncateSync(join(folder, 'data/secret/02.in'), 200 * 1024 * 1024);
  const blobs = join(temporaryFolder(), 'blobs');
  const before = process.memoryUsage().rss;
  const result = await readPackage(folder, { languages, blobs, limits: { bytes: 1024 ** 3 } });
  expect(process.memoryUsage().rss - before).toBeLessThan(100 * 1024 * 1024);
  expect(result).toMatchObject({
    package: {
      tests: [{ input: { kind: 'bytes' } }, { input: { kind: 'blob', sha256: expect.stringMatching(/^[0-9a-f]{64}$/) } }],
    },
  });
  expect(await readPackage(folder, { languages })).toMatchObject({
    kind: 'unreadable',
    issues: [{ message: expect.stringContaining('--max-bytes') }],
  });
});
