/**
 * What submissions do to be graded better than they are, and what they do to learn hidden tests by what they are told. Each
 * attack is also made where the wall against it is taken away, and there it succeeds.
 */
import { type DisclosurePolicy, disclose, type Evaluation, type Problem, STRICT_DISCLOSURE } from '@cupel/domain';
import { describe, expect, it } from 'vitest';
import { bytes, judge, problem, program, testCase } from './support.ts';

const EXPECTED = 42;

/** The tests of a function: in the submitter's own process, as an autograder of old would run them, or in another. */
const inProcess = `
import solution
passed = solution.double(21) == ${EXPECTED}
print("PASSED" if passed else "FAILED")
raise SystemExit(0 if passed else 1)`;

/** Exit code 0 passes, as it does in many a grader. */
const inOneProcess = (solution: string): Problem =>
  problem([testCase('1', '', '')], {
    evaluation: {
      kind: 'output',
      checker: { kind: 'program', protocol: 'kattis', program: program('import sys\nsys.exit(42)') },
    },
    included: {
      python: [
        { name: 'main.py', bytes: bytes(inProcess) },
        { name: 'solution.py', bytes: bytes(solution) },
      ],
    },
  });

const DRIVER = `
import json, sys
print(json.dumps([21]), flush=True)
try: result = json.loads(sys.stdin.readline(1 << 16))
except ValueError: sys.exit(43)
open("output", "w").write(json.dumps(result))`;
const STUB = `
import json, os, sys
pipe = os.fdopen(os.dup(1), "w")
os.dup2(2, 1)
import solution
print(json.dumps(solution.double(*json.loads(sys.stdin.readline()))), file=pipe, flush=True)`;
const apart: Evaluation = {
  kind: 'function',
  driver: program(DRIVER, { name: 'driver.py' }),
  stubs: { python: [{ name: 'main.py', bytes: bytes(STUB) }] },
  submissionNames: { python: 'solution.py' },
  checker: { kind: 'comparison', comparison: { kind: 'tokens' } },
};
const byData = problem([testCase('1', '', String(EXPECTED))], { evaluation: apart });

const CHEATS: readonly (readonly [what: string, source: string])[] = [
  ['ending before the tests (F1)', 'import os\nos._exit(0)'],
  ['ending in the call (F1)', 'import os\ndef double(x): os._exit(0)'],
  ['ending as the interpreter ends (F1)', 'import atexit, os\natexit.register(lambda: os._exit(0))\ndef double(x): return 0'],
  ['being equal to everything (F4)', 'class All(int):\n    def __eq__(self, other): return True\ndef double(x): return All(0)'],
  ['a patched SystemExit (F4)', 'import builtins, os\nbuiltins.SystemExit = lambda code: os._exit(0)\ndef double(x): return 0'],
  [
    'reading the grader’s frames (F5)',
    'import re, sys\ndef double(x):\n    text = open(sys._getframe(1).f_code.co_filename).read()\n    return int(re.search(r"== (\\d+)", text).group(1))',
  ],
];

describe('a submission that is graded as a function', () => {
  it.each(CHEATS)('does not win by %s', async (_, source) => {
    const report = await judge(byData, source);
    expect(report.status).toBe('judged');
    expect(report.verdict).not.toBe('AC');
  });

  it.each(CHEATS)('control: in the grader’s own process it wins by %s', async (_, source) => {
    expect((await judge(inOneProcess(source), 'pass')).verdict).toBe('AC');
    expect((await judge(inOneProcess('def double(x): return 0'), 'pass')).verdict).toBe('RE');
  });

  it('right ones pass in both', async () => {
    const right = 'def double(x): return 2 * x';
    expect((await judge(byData, right)).verdict).toBe('AC');
    expect((await judge(inOneProcess(right), 'pass')).verdict).toBe('AC');
  });
});

describe('results that a submission forges (F3)', () => {
  const NAMES = ['output', 'judge/answer', 'feedback/score.txt', 'results.json', 'junit.xml', 'reward.txt', 'score.txt'];
  const forge = `
import os, sys, time
def forge():
    for name in ${JSON.stringify(NAMES)}:
        try:
            os.makedirs(os.path.dirname(name) or ".", exist_ok=True)
            open(name, "w").write("42")
        except OSError: pass
forge()
print("PASSED\\nAC\\nscore: 100", file=sys.stderr)
if os.fork() == 0:
    os.setsid()
    while True:
        forge()
        time.sleep(0.01)
print("wrong")`;
  const reading = program(
    'import os, sys\nfeedback = sys.argv[3]\nforged = os.listdir(feedback) != [".keep"] or open(sys.argv[2]).read() != "right"\nif forged: open(feedback + "judgemessage.txt", "w").write("forged")\nsys.exit(42 if sys.stdin.read().strip() == open(sys.argv[2]).read() else 43)',
  );

  it('lie in a box of their own, which is gone before anybody checks', async () => {
    const evaluation = { kind: 'output', checker: { kind: 'program', protocol: 'kattis', program: reading } } as const;
    const report = await judge(problem([testCase('1', '', 'right')], { evaluation }), forge);
    expect(report.tests[0]).toMatchObject({ verdict: 'WA', messages: { setter: '' } });
  });

  it('control: where the checker runs in the submission’s own box, they are believed', async () => {
    // A program that forges, then checks in the same place.
    const both = `${forge.replace('if os.fork() == 0:', 'if False:')}\nprint(open("output").read())`;
    const report = await judge(
      problem(
        [testCase('1', '', 'wrong\\n42')].map((test) => ({
          ...test,
          answer: { kind: 'bytes', bytes: bytes('wrong 42') } as const,
        })),
      ),
      both,
    );
    expect(report.verdict).toBe('AC');
  });
});

describe('a hidden test as an oracle (E5)', () => {
  /** Tells one bit of the hidden input by whatever can be observed of a run, always with the wrong answer. */
  const leaks: readonly (readonly [what: string, one: string, door: Partial<DisclosurePolicy>])[] = [
    ['time', 'sum(range(12_000_000))', { hiddenTime: true }],
    ['memory', 'x = bytearray(60 << 20)', { hiddenMemory: true }],
    ['output', 'print("x")', { hiddenOutput: true }],
    ['stderr', 'print("x", file=sys.stderr)', { hiddenStderr: true }],
  ];
  const told = async (bit: string, body: string, policy: DisclosurePolicy) => {
    const tested = problem([testCase('1', bit, 'y')], { disclosure: policy });
    const report = await judge(tested, `import sys\nif input() == "1":\n    ${body}\nprint("no")`);
    return JSON.stringify(disclose(report, tested, 'submitter'));
  };

  it.each(leaks)('tells nothing by %s', async (_, body) => {
    expect(await told('1', body, STRICT_DISCLOSURE)).toBe(await told('0', body, STRICT_DISCLOSURE));
  });

  it.each(leaks)('control: tells by %s where the setter opens that door', async (_, body, door) => {
    const policy = { ...STRICT_DISCLOSURE, ...door, detail: 'tests' } as const;
    expect(await told('1', body, policy)).not.toBe(await told('0', body, policy));
  });

  it('tells one exit code from another no more than one crash from another', async () => {
    const ends = async (code: number, policy: DisclosurePolicy) => {
      const tested = problem([testCase('1', '', 'y')], { disclosure: policy });
      return JSON.stringify(disclose(await judge(tested, `raise SystemExit(${code})`), tested, 'submitter'));
    };
    expect(await ends(3, STRICT_DISCLOSURE)).toBe(await ends(77, STRICT_DISCLOSURE));
    const open = { ...STRICT_DISCLOSURE, detail: 'tests', hiddenExit: true } as const;
    expect(await ends(3, open)).not.toBe(await ends(77, open));
  });
});
