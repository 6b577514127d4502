import { join } from 'node:path';
import { formatRational, testsOf } from '@cupel/domain';
import { type ForeignFormat, formatOf, importProblem, issueText, readPackage } from '@cupel/problems';
import { expect, test } from 'vitest';
import { type Files, folderOf, languages, temporaryFolder } from './package.js';

/** Converts a folder and reads what came of it. */
async function convert(files: Files, expected: ForeignFormat) {
  const folder = folderOf(files, 'original');
  const format = await formatOf(folder);
  expect(format).toBe(expected);
  const target = join(temporaryFolder(), 'made');
  const { issues } = await importProblem(folder, target, expected);
  const result = await readPackage(target, { languages });
  const said = issues.map(issueText);
  if (result.kind !== 'package') throw new Error(result.issues.map(issueText).join('\n'));
  return { said, found: result.package, read: result.package.issues.map(issueText) };
}

const bytesOf = (content: unknown): string => Buffer.from((content as { bytes: Uint8Array }).bytes).toString();

test('a plain folder: tests in the order of their numbers, programs and what is not carried over', async () => {
  const { said, found, read } = await convert(
    {
      '2.in': '2\n',
      '2.out': '4\n',
      '10.in': '10\n',
      '10.out': '20\n',
      'double.py': 'print(2 * int(input()))\n',
      'notes.doc': 'x',
    },
    'folder',
  );
  expect(said).toEqual(['warning: notes.doc: is not carried over']);
  expect(read).toEqual([]);
  expect(found.tests.map(({ name, input, answer }) => [name, bytesOf(input), bytesOf(answer)])).toEqual(
    [
      ['secret/10', '10\n', '20\n'],
      ['secret/2', '2\n', '4\n'],
    ].sort(),
  );
  expect(found.submissions.map(({ path }) => path)).toEqual(['accepted/double.py']);
});

test('a plain folder without an answer says so', async () => {
  const folder = folderOf({ '1.in': '1\n' });
  const { issues } = await importProblem(folder, join(temporaryFolder(), 'made'), 'folder');
  expect(issues.map(issueText)).toContain('error: 1.in: has no answer beside it: 1.out is missing');
});

test('DMOJ: batches, their points and dependencies, a checker', async () => {
  const { said, found } = await convert(
    {
      'init.yml':
        'checker: {name: floats, args: {precision: 4}}\nunbuffered: true\ntest_cases:\n- {in: a.in, out: a.out, points: 40}\n- points: 60\n  dependencies: [1]\n  batched:\n  - {in: b.in, out: b.out}\n  - {in: c.in, out: c.out, generator_args: [1]}\n',
      ...Object.fromEntries(
        ['a', 'b', 'c'].flatMap((name) => [
          [`${name}.in`, `${name}\n`],
          [`${name}.out`, `${name}\n`],
        ]),
      ),
    },
    'dmoj',
  );
  expect(said).toEqual(
    expect.arrayContaining(['warning: init.yml:2: "unbuffered" is not carried over', expect.stringContaining('generator_args')]),
  );
  expect(said.join('\n')).toContain('hold no solutions');
  expect(found.extension).toMatchObject({ comparison: 'floats', absoluteTolerance: '0.0001' });
  expect(found.tests.map(({ name }) => name)).toEqual(['secret/group01/001', 'secret/group02/001', 'secret/group02/002']);
  expect(found.issues.map(issueText)).toEqual([
    'error: submissions/accepted: holds no accepted solution; at least one is needed',
  ]);
});

const POLYGON = `<?xml version="1.0"?>
<problem short-name="sum"><names><name language="russian" value="Сумма"/><name language="english" value="A &amp; B"/></names>
<judging><testset name="tests"><time-limit>1500</time-limit><memory-limit>268435456</memory-limit>
<input-path-pattern>tests/%02d</input-path-pattern><answer-path-pattern>tests/%02d.a</answer-path-pattern>
<tests><test sample="true"/><test group="1" points="40"/><test group="2" points="60"/></tests>
<groups><group name="1"/><group name="2"><dependencies><dependency group="1"/></dependencies></group></groups>
</testset></judging>
<assets><checker type="testlib"><source path="files/check.cpp"/></checker><validators><validator><source path="files/val.cpp"/></validator></validators>
<solutions><solution tag="main"><source path="solutions/ok.py"/></solution><solution tag="time-limit-exceeded-or-accepted"><source path="solutions/odd.py"/></solution></solutions>
</assets></problem>`;

test('Polygon: limits, groups, testlib programs, solutions by their tags', async () => {
  const files: Files = {
    'problem.xml': POLYGON,
    ...Object.fromEntries(
      ['01', '02', '03'].flatMap((name) => [
        [`tests/${name}`, '1\n'],
        [`tests/${name}.a`, '1\n'],
      ]),
    ),
    'files/check.cpp': 'int main() {}\n',
    'files/val.cpp': 'int main() {}\n',
    'files/testlib.h': '// testlib\n',
    'solutions/ok.py': 'print(1)\n',
    'solutions/odd.py': 'print(1)\n',
    'statements/english/problem.tex': 'Sum.\n',
  };
  const { said, found, read } = await convert(files, 'polygon');
  expect(read).toEqual([]);
  expect(said).toEqual(expect.arrayContaining([expect.stringContaining('solutions/odd.py: is not carried over')]));
  expect(found.metadata).toMatchObject({
    names: { en: 'A & B' },
    scoring: true,
    limits: { time: 1.5, memory: 256 * 1024 * 1024 },
  });
  expect(found.extension).toMatchObject({ protocol: 'testlib', validatorProtocol: 'testlib' });
  const secret = found.problem?.tests.groups.find(({ name }) => name === 'secret');
  expect(
    secret?.groups.map(({ name, requires, points }) => [
      name,
      requires,
      points === 'unbounded' ? points : formatRational(points),
    ]),
  ).toEqual([
    ['secret/group01', [], '40'],
    ['secret/group02', ['secret/group01'], '60'],
  ]);
  expect(found.outputValidator?.files.map(({ name }) => name)).toEqual(['check.cpp', 'testlib.h']);
});

test('Polygon: entities of its own are not XML that is read', async () => {
  const folder = folderOf({ 'problem.xml': '<!DOCTYPE p [<!ENTITY x SYSTEM "file:///etc/passwd">]><problem>&x;</problem>' });
  const made = importProblem(folder, join(temporaryFolder(), 'made'), 'polygon');
  await expect(made).rejects.toMatchObject({ code: 'conversion_failed', message: expect.stringContaining('line 1') });
});

test('CMS: subtasks of gen/GEN, solutions, a checker; graders are refused', async () => {
  const files: Files = {
    'task.yaml': 'name: sum\ntitle: Sum\ntime_limit: 0.5\nmemory_limit: 64\ninfile: ""\ntoken_mode: disabled\n',
    'gen/GEN': '# ST: 30\n1 1\n# ST: 70\n2 2 # big\n3 3\n',
    ...Object.fromEntries(
      [0, 1, 2].flatMap((n) => [
        [`input/input${n}.txt`, `${n}\n`],
        [`output/output${n}.txt`, `${n}\n`],
      ]),
    ),
    'sol/solution.py': 'print(input())\n',
    'check/checker.cpp': 'int main() {}\n',
    'statement/statement.pdf': '%PDF-1.4\n',
  };
  const { said, found, read } = await convert(files, 'cms');
  expect(said).toEqual(['warning: task.yaml:6: "token_mode" is not carried over']);
  expect(read).toEqual([]);
  expect(found.extension.protocol).toBe('cms');
  expect(found.problem && testsOf(found.problem.tests).map(({ name }) => name)).toEqual([
    'secret/subtask00/000',
    'secret/subtask01/001',
    'secret/subtask01/002',
  ]);
  const graded = await importProblem(folderOf({ ...files, 'sol/grader.cpp': 'x' }), join(temporaryFolder(), 'made'), 'cms');
  expect(graded.issues.map(issueText).join('\n')).toContain('error: sol/grader.cpp: belongs to a task of the kind');
});

test('CMS: an output-only task asks for answers, gives its inputs away and keeps its outputs as the ones that are right', async () => {
  const { said, read, found } = await convert(
    {
      'task.yaml': 'name: echo\ntitle: Echo\noutput_only: true\n',
      'statement/statement.pdf': '%PDF',
      'input/input0.txt': '1\n',
      'output/output0.txt': '1\n',
    },
    'cms',
  );
  expect([said, read]).toEqual([[], []]);
  expect(found.problem?.evaluation.kind).toBe('answers');
  expect(found.attachments).toEqual(['attachments/000.in']);
  expect(found.submissions).toMatchObject([{ program: { run: { kind: 'answers' }, files: [{ name: '000.out' }] } }]);
});

test('nothing is written over what is there', async () => {
  const folder = folderOf({ '1.in': '1\n', '1.out': '1\n' });
  await expect(importProblem(folder, folder, 'folder')).rejects.toMatchObject({ code: 'folder_not_empty' });
});
