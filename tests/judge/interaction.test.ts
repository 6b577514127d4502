import type { Evaluation, Problem, SetterProgram } from '@cupel/domain';
import { describe, expect, it } from 'vitest';
import { bytes, judge, problem, program, testCase, text } from './support.ts';

const GUESS = `
import sys
secret = int(open(sys.argv[1]).read())
feedback = sys.argv[3]
for tries in range(10):
    line = sys.stdin.readline()
    if not line:
        open(feedback + "judgemessage.txt", "w").write("no guess; the secret is %d" % secret)
        sys.exit(43)
    guess = int(line)
    if guess == secret:
        print("correct", flush=True)
        sys.exit(42)
    print("lower" if guess > secret else "higher", flush=True)
sys.exit(43)`;

const BISECT = `
low, high = 1, 100
while True:
    guess = (low + high) // 2
    print(guess, flush=True)
    answer = input()
    if answer == "correct": break
    if answer == "lower": high = guess - 1
    else: low = guess + 1`;

const interactive = (interactor: string, more: Partial<SetterProgram> = {}): Problem => {
  const evaluation: Evaluation = { kind: 'interaction', interactor: { protocol: 'kattis', program: program(interactor, more) } };
  const given = problem([testCase('1', '37', '')], { evaluation });
  return { ...given, limits: { ...given.limits, cpuTime: 500_000 } };
};

describe('an interactive problem', () => {
  it('is solved by talking', async () => {
    const report = await judge(interactive(GUESS), BISECT, { parallel: 2 });
    expect(report).toMatchObject({ status: 'judged', verdict: 'AC' });
  });

  it('keeps the transcript for the setter where asked', async () => {
    const { tests } = await judge(interactive(GUESS), BISECT, { transcript: true });
    expect(tests[0]?.verdict).toBe('AC');
    expect([text(tests[0]?.transcript?.fromSubmission), text(tests[0]?.transcript?.fromInteractor)]).toEqual([
      '50\n25\n37\n',
      'lower\nhigher\ncorrect\n',
    ]);
  });

  it('passes what is said on even when the transcript is full', async () => {
    const talk = 'import sys\nlines = sum(1 for _ in sys.stdin)\nsys.exit(42 if lines == 300000 else 43)';
    const given = interactive(talk);
    const wordy = { ...given, limits: { ...given.limits, stdoutBytes: 64 << 20 } };
    const report = await judge(wordy, 'for i in range(300000): print("twenty bytes or more")', { transcript: true });
    expect(report.tests[0]).toMatchObject({ verdict: 'AC' });
    expect(report.tests[0]?.transcript?.fromSubmission.length).toBeGreaterThan(500_000);
  });
});

describe('an interactive problem of several passes', () => {
  const echo = `
import os, sys
feedback = sys.argv[3]
word = open(sys.argv[1]).read().strip()
print(word, flush=True)
if sys.stdin.readline().strip() != word.upper(): sys.exit(43)
if word == "first": open(feedback + "nextpass.in", "w").write("second")
sys.exit(42)`;
  const evaluation: Evaluation = { kind: 'interaction', interactor: { protocol: 'kattis', program: program(echo) } };
  const given = problem([testCase('1', 'first', '')], { evaluation, passes: 2 });

  it.each([
    ['AC', 'print(input().upper())', 2],
    ['WA', 'word = input()\nprint("FIRST")', 2],
    ['WA', 'print(input())', 1],
  ])('earns %s by %j', async (verdict, source, passes) => {
    expect((await judge(given, source)).tests[0]).toMatchObject({ verdict, passes });
  });
});

describe('whoever offends first is told of', () => {
  it.each([
    ['a wrong answer', 'for i in range(20): print(1, flush=True)', 'WA', 'interactor_refused'],
    ['closing its output', 'import os\nos.close(1)\nimport time\ntime.sleep(0.2)', 'WA', 'interactor_refused'],
    ['ending early and well', 'pass', 'WA', 'interactor_refused'],
    ['crashing first', 'raise ValueError()', 'RE', 're_nonzero_exit'],
    ['dying of a signal first', 'import os\nos.abort()', 'SIG', 're_fatal_signal'],
    [
      'falling over the interactor’s end after a wrong answer',
      'while True: print(1, flush=True); input()',
      'WA',
      'interactor_refused',
    ],
    ['a loop', 'while True: pass', 'TLE', 'tle_cpu_judge'],
    ['silence', 'import time\ntime.sleep(1000)', 'TLE', 'tle_wall_judge'],
    ['waiting for what is never said', 'input()', 'TLE', 'tle_wall_judge'],
    ['crashing after it was accepted', `${BISECT}\nraise ValueError()`, 'RE', 're_nonzero_exit'],
    ['looping after it was accepted', `${BISECT}\nwhile True: pass`, 'TLE', 'tle_cpu_judge'],
    [
      'talking after the verdict',
      `${BISECT}\nimport time, signal\nsignal.signal(signal.SIGPIPE, signal.SIG_DFL)\ntime.sleep(0.3)\nprint(1, flush=True)`,
      'SIG',
      're_fatal_signal',
    ],
    ['too much memory', 'x = b"x" * (400 << 20)', 'MLE', 'mle_kernel_oom'],
  ])('the submission by %s', async (_, source, verdict, cause) => {
    const report = await judge(interactive(GUESS), source);
    expect(report).toMatchObject({ status: 'judged', verdict });
    expect(report.tests[0]).toMatchObject({ verdict, cause });
  });

  it('a flood ends with the refusal', async () => {
    const report = await judge(interactive(GUESS), 'while True: print(1)');
    expect(report.tests[0]).toMatchObject({ verdict: 'WA' });
  });

  it.each([
    ['crashes', 'raise ValueError("mine")', 'mine'],
    ['ends with a code of its own', 'import sys\nsys.exit(7)', 'exit code 7'],
    ['never reads and never ends', 'import time\ntime.sleep(1000)', 'wall time'],
    ['loops', 'while True: pass', 'time'],
  ])('the interactor that %s', async (_, interactor, problemText) => {
    const patient = 'import sys\ntry: sys.stdin.read()\nexcept OSError: pass';
    const limits = { cpuTime: 1_000_000, wallTime: 500_000 };
    const report = await judge(interactive(interactor, { limits }), patient);
    expect(report).toMatchObject({ status: 'judging_failed', verdict: 'IE', faults: [{ part: 'interactor', test: '1' }] });
    expect(report.faults[0]?.problem).toContain(problemText);
  });

  it('the interactor that never reads what it is told, until nobody can write any more', async () => {
    const limits = { cpuTime: 1_000_000, wallTime: 500_000 };
    const report = await judge(interactive('import time\ntime.sleep(1000)', { limits }), 'while True: print("x" * 1000)');
    expect(report).toMatchObject({ status: 'judging_failed', verdict: 'IE', faults: [{ part: 'interactor' }] });
  });

  it('two that wait for each other end by the submission’s deadline', async () => {
    const waiting = 'import sys\nsys.exit(42 if sys.stdin.readline() else 43)';
    const report = await judge(interactive(waiting), 'input()');
    expect(report.tests[0]).toMatchObject({ verdict: 'TLE', cause: 'tle_wall_judge' });
  });

  it('a line without an end is the submission’s flood, however careless the interactor', async () => {
    const careless = 'import sys\nsys.exit(42 if sys.stdin.readline() == "1\\n" else 43)';
    const limits = { memory: 64 << 20 };
    const given = interactive(careless, { limits });
    const flood = 'import sys\nwhile True: sys.stdout.write("x" * 65536)';
    const report = await judge({ ...given, limits: { ...given.limits, stdoutBytes: 1 << 20 } }, flood);
    expect(report).toMatchObject({ status: 'judged', verdict: 'OLE' });
    expect(report.tests[0]).toMatchObject({ cause: 'ole_output_limit', because: 'told the other side more than it may write' });
    // As much as it may is no flood.
    const most = 'import sys\nsys.stdout.write("x" * (1 << 20))';
    const within = await judge({ ...given, limits: { ...given.limits, stdoutBytes: 1 << 20 } }, most);
    expect(within.tests[0]).toMatchObject({ verdict: 'WA', cause: 'interactor_refused' });
  });

  it('a submission that ends while it is spoken to, however careless the interactor', async () => {
    const chatter =
      'import sys\nfor i in range(1000): print("x" * 1000, flush=True)\nsys.exit(43 if sys.stdin.read() == "" else 42)';
    const report = await judge(interactive(chatter), 'pass');
    expect(report.tests[0]).toMatchObject({ verdict: 'WA', cause: 'interactor_refused' });
  });
});

describe('an interactor that uses testlib', () => {
  const interactor = `
import sys
input, output, answer = sys.argv[1:4]
print(open(input).read().strip(), flush=True)
said = sys.stdin.readline()
if not said: sys.exit(1)
open(output, "w").write(said)`;
  const evaluation: Evaluation = {
    kind: 'interaction',
    interactor: { protocol: 'testlib', program: program(interactor) },
    checker: { kind: 'comparison', comparison: { kind: 'tokens' } },
  };
  const given = problem([testCase('1', '20', '40')], { evaluation });

  it.each([
    ['AC', 'print(2 * int(input()))', 'normal_exit'],
    ['WA', 'print(3 * int(input()))', 'wrong_output'],
    ['WA', 'input()', 'interactor_refused'],
  ])('has what it wrote checked: %s for %s', async (verdict, source, cause) => {
    expect((await judge(given, source)).tests[0]).toMatchObject({ verdict, cause });
  });
});

describe('a submission that is a function', () => {
  const driver = `
import json, sys
def call(name, *args):
    print(json.dumps({"call": name, "args": args}), flush=True)
    line = sys.stdin.readline(1 << 16)
    try: return json.loads(line)["result"]
    except (ValueError, KeyError, TypeError): sys.exit(43)
results = [call("double", int(line)) for line in open("input")]
open("output", "w").write("\\n".join(json.dumps(result) for result in results))`;
  const stub = `
import json, os, sys
pipe = os.fdopen(os.dup(1), "w")
os.dup2(2, 1)
import solution
for line in sys.stdin:
    request = json.loads(line)
    print(json.dumps({"result": getattr(solution, request["call"])(*request["args"])}), file=pipe, flush=True)`;
  const evaluation: Evaluation = {
    kind: 'function',
    driver: program(driver, { name: 'driver.py' }),
    stubs: { python: [{ name: 'main.py', bytes: bytes(stub) }] },
    submissionNames: { python: 'solution.py' },
    checker: { kind: 'comparison', comparison: { kind: 'tokens' } },
  };
  const given = problem([testCase('1', '1\n2\n21\n', '2\n4\n42\n')], { evaluation });

  it('is called by a driver in another box', async () => {
    const report = await judge(given, 'def double(x):\n    print("noise")\n    return 2 * x');
    expect(report).toMatchObject({ status: 'judged', verdict: 'AC' });
  });

  it.each([
    ['a wrong result', 'def double(x): return x', 'WA'],
    ['ending well before anything is asked', 'import sys\nsys.exit(0)', 'WA'],
    ['ending well at once', 'import os\nos._exit(0)', 'WA'],
    ['ending well in a call', 'import os\ndef double(x): os._exit(0)', 'WA'],
    ['an exception', 'def double(x): raise ValueError', 'RE'],
    [
      'results that are equal to everything',
      'class All(int):\n    def __eq__(self, other): return True\ndef double(x): return All(0)',
      'WA',
    ],
    ['forged lines', 'import os\nos.write(1, b"{\\"result\\": 2}\\nPASSED\\n")\ndef double(x): return 0', 'WA'],
    ['a forged output file', 'open("output", "w").write("2\\n4\\n42")\ndef double(x): return 0', 'WA'],
    ['a patched json', 'import json\njson.dumps = lambda *a, **k: "PASSED"\ndef double(x): return 0', 'WA'],
    ['NaN', 'def double(x): return float("nan")', 'WA'],
    ['a flood', 'import os\ndef double(x):\n    while True: os.write(3, b"x" * 65536)', 'WA'],
    ['ending in a way of its own', 'import sys\nsys.exit(7)', 'RE'],
  ])('cannot win by %s', async (_, source, verdict) => {
    expect((await judge(given, source)).tests[0]?.verdict).toBe(verdict);
  });

  it('is refused in a language without a stub', async () => {
    await expect(judge(given, 'int main() { }', {}, 'cpp')).rejects.toMatchObject({ code: 'problem_language_not_offered' });
  });
});
