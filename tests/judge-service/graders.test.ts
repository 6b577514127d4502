/**
 * Hacking the autograder (F1, F2, F4, F5 of the threat model) through the whole service: a function that is to be graded does to
 * its grader what submissions have done to real ones.
 *
 * Wall: the driver asks for values from another box, and neither the tests nor what is expected are where the submission runs. The
 * control takes the wall away: the same payload beside its tests, in one process, as autograders of old run it; there each wins.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import type { Files } from '../problems/package.ts';
import { ECHO, useCast, zipOf } from './support.ts';

const cast = useCast();

const BARE: Files = {
  ...ECHO,
  'data/sample/1.in': undefined,
  'data/sample/1.ans': undefined,
  'data/secret/01.in': '21\n',
  'data/secret/01.ans': '42\n',
  'data/secret/02.in': undefined,
  'data/secret/02.ans': undefined,
  'submissions/accepted/echo.py': 'def double(x): return 2 * x\n',
};

const APART: Files = {
  ...BARE,
  'cupel.yaml': 'function:\n  driver: function/driver.py\n  stubs:\n    python: function/stubs/python\n',
  'function/driver.py': `
import json, sys
print(json.dumps([int(open("input").read())]), flush=True)
try: result = json.loads(sys.stdin.readline(1 << 16))
except ValueError: sys.exit(43)
open("output", "w").write(json.dumps(result))
`,
  'function/stubs/python/main.py': `
import json, os, sys
pipe = os.fdopen(os.dup(1), "w")
os.dup2(2, 1)
import solution
print(json.dumps(solution.double(*json.loads(sys.stdin.readline()))), file=pipe, flush=True)
`,
};

/** Exit code 0 passes, as it does in many a grader. */
const together = (grader: string, solution: string): Files => ({
  ...BARE,
  'output_validator/validate.py': 'import sys\nsys.exit(42)\n',
  'include/python/main.py': grader,
  'include/python/solution.py': solution,
});

const PLAIN = `
import solution
passed = solution.double(21) == 42
print("PASSED" if passed else "FAILED")
raise SystemExit(0 if passed else 1)
`;
const UNITTEST = `
import unittest
import solution
class Tests(unittest.TestCase):
    def test_double(self): self.assertEqual(solution.double(21), 42)
unittest.main()
`;

const CHEATS: readonly (readonly [what: string, grader: string, source: string])[] = [
  ['F1 ending before the tests', PLAIN, 'import os\nos._exit(0)'],
  ['F2 skipping its test', UNITTEST, 'import unittest\ndef double(x): raise unittest.SkipTest("not today")'],
  [
    'F2 leaving nothing to collect',
    UNITTEST,
    'import unittest\nunittest.TestLoader.loadTestsFromModule = lambda *_, **__: unittest.TestSuite()\ndef double(x): return 0',
  ],
  [
    'F4 a patched assertEqual',
    UNITTEST,
    'import unittest\nunittest.TestCase.assertEqual = lambda *_: None\ndef double(x): return 0',
  ],
  [
    'F4 being equal to everything',
    PLAIN,
    'class All(int):\n    def __eq__(self, other): return True\ndef double(x): return All(0)',
  ],
  [
    'F4 a patched SystemExit',
    PLAIN,
    'import builtins, os\nbuiltins.SystemExit = lambda code: os._exit(0)\ndef double(x): return 0',
  ],
  [
    'F5 reading the grader’s frames',
    PLAIN,
    'import re, sys\ndef double(x):\n    text = open(sys._getframe(1).f_code.co_filename).read()\n    return int(re.search(r"== (\\d+)", text).group(1))',
  ],
  [
    'F5 looking through the grader’s memory',
    PLAIN,
    'import gc, sys\ndef double(x):\n    codes = [one.f_code for one in sys._current_frames().values()] + [sys._getframe(1).f_code]\n    return next(value for code in codes for value in code.co_consts if type(value) is int and value == 2 * 21)',
  ],
];

async function hand(slug: string, code: string) {
  const reply = await cast().student.post(`/api/problems/${slug}/submissions?wait=true`, { language: 'python', code });
  if (reply.status !== 200) throw new Error(reply.text);
  return reply.body;
}

async function make(slug: string, files: Files): Promise<void> {
  const made = await cast().setter.upload(`/api/problems?slug=${slug}&publish=true`, zipOf(files));
  if (made.status !== 201) throw new Error(made.text);
}

describe('a function that is graded by a driver', () => {
  beforeAll(() => make('apart', APART));

  it('passes where it is right', async () => {
    expect((await hand('apart', 'def double(x): return 2 * x')).verdict).toBe('AC');
  });

  it.each(CHEATS)('does not win by %s', async (_, __, source) => {
    const { verdict, judging } = await hand('apart', source);
    expect(judging.status).toBe('judged');
    expect(verdict).not.toBe('AC');
  });
});

describe('control: in one process with its tests', () => {
  it.each(CHEATS)('it wins by %s', async (what, grader, source) => {
    const slug = what.toLowerCase().replace(/[^a-z0-9]+/g, '-');
    await make(slug, together(grader, source));
    expect((await hand(slug, 'pass')).verdict).toBe('AC');
  });

  it.each([
    ['plain', PLAIN],
    ['unittest', UNITTEST],
  ])('a wrong one that does not cheat loses by the %s grader', async (name, grader) => {
    await make(`wrong-${name}`, together(grader, 'def double(x): return 0'));
    expect((await hand(`wrong-${name}`, 'pass')).verdict).toBe('RE');
  });
});
