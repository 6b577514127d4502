import { rational, type Sandbox } from '@cupel/domain';
import { judgePrepared, judgeSubmission, prepareProblem, releaseProblem } from '@cupel/judge';
import { describe, expect, it } from 'vitest';
import { bytes, environment, group, judge, problem, program, sharedSandbox, submission, testCase, text } from './support.ts';

const SUM = 'a, b = map(int, input().split())\nprint(a + b)';
const three = [testCase('1', '1 2\n', '3\n'), testCase('2', '2 2\n', '4\n'), testCase('3', '5 5\n', '10\n')];
const verdicts = (report: Awaited<ReturnType<typeof judge>>) => report.tests.map(({ name, verdict }) => `${name} ${verdict}`);

describe('a submission', () => {
  it('is compiled once and judged on every test', async () => {
    const stages: string[] = [];
    const seen: string[] = [];
    const report = await judge(
      problem(three),
      '#include <iostream>\nint main() { int a, b; std::cin >> a >> b; std::cout << a + b; }',
      { parallel: 2, onStage: (stage) => stages.push(stage), onTest: ({ name }) => seen.push(name) },
      'cpp',
    );
    expect(report).toMatchObject({ status: 'judged', verdict: 'AC', because: 'every test was accepted', faults: [] });
    expect(report.score.points).toEqual(rational(3));
    expect(verdicts(report)).toEqual(['1 AC', '2 AC', '3 AC']);
    expect([stages, seen.toSorted()]).toEqual([
      ['preparing', 'compiling', 'running'],
      ['1', '2', '3'],
    ]);
    for (const test of report.tests) expect(test).toMatchObject({ runs: 1, passes: 1, exit: { kind: 'code', code: 0 } });
    await expect.poll(async () => (await (await sharedSandbox()).status()).artefacts).toBe(0);
  });

  it.each([
    ['WA', 'print(4)', ['1 WA', '2 AC', '3 WA']],
    ['RE', `${SUM}\nif a == 2: exit(1)`, ['1 AC', '2 RE', '3 AC']],
    ['TLE', `${SUM}\nwhile a == 5: pass`, ['1 AC', '2 AC', '3 TLE']],
    ['MLE', `${SUM}\nif a == 1: x = b"x" * (400 << 20)`, ['1 MLE', '2 AC', '3 AC']],
    ['OLE', `${SUM}\nwhile a == 1: print("x" * 1000)`, ['1 OLE', '2 AC', '3 AC']],
  ])('earns %s for %j', async (verdict, source, all) => {
    const report = await judge(problem(three), source, { parallel: 2 });
    expect(report).toMatchObject({ status: 'judged', verdict });
    expect(verdicts(report)).toEqual(all);
  });

  it('says where its output departs from the answer', async () => {
    const report = await judge(problem([testCase('1', '', '1 2\n3 4\n')]), 'print("1 2\\n3 5")');
    expect(report.tests[0]).toMatchObject({ cause: 'wrong_output', difference: { line: 2, column: 3, expected: '4', got: '5' } });
  });

  it('that does not compile is judged on no test', async () => {
    const report = await judge(problem(three), 'int main() { return x; }', {}, 'cpp');
    expect(report).toMatchObject({ status: 'compile_error', verdict: 'CE', tests: [] });
    expect(text(report.compile?.output)).toContain('‘x’ was not declared');
  });

  it('that is too long is refused before anything runs', async () => {
    await expect(judge(problem(three), `#${'x'.repeat(70_000)}`)).rejects.toMatchObject({ code: 'code_too_long' });
  });

  it('can be called off', async () => {
    const stop = new AbortController();
    const report = await judge(problem(three), 'while True: pass', {
      signal: stop.signal,
      onStage: () => setTimeout(() => stop.abort(), 200),
    });
    expect(report).toMatchObject({ status: 'cancelled', verdict: 'IE' });
  });

  it('gets the files and the arguments of its test, and what the problem includes', async () => {
    const test = testCase('1', '', 'abc', {
      args: ['b'],
      files: [{ name: 'data.txt', content: { kind: 'bytes', bytes: bytes('a') } }],
    });
    const included = { python: [{ name: 'tool.py', bytes: bytes('c = "c"') }] };
    const report = await judge(
      problem([test], { included }),
      'import sys, tool\nprint(open("data.txt").read() + sys.argv[1] + tool.c)',
    );
    expect(report.verdict).toBe('AC');
  });
});

describe('the modes', () => {
  const subtasks = (...names: string[]) =>
    problem([], {
      type: 'scoring',
      execution: 'subtask_aware',
      tests: group('', {
        points: rational(100),
        groups: [
          group('one', {
            tests: three.slice(0, 2).map((test) => ({ ...test, points: rational(30) })),
            aggregation: 'min',
            points: rational(30),
            subtask: true,
          }),
          group('two', {
            tests: [testCase('3', '5 5\n', '10\n', { points: rational(70) })],
            requires: names,
            aggregation: 'min',
            points: rational(70),
            subtask: true,
          }),
        ],
      }),
    });

  it('stop at the first failure, whatever is under way', async () => {
    const wrongFirst = 'import time\nif input() == "1 2": time.sleep(0.3)\nprint(0)';
    for (const parallel of [1, 3]) {
      const report = await judge(problem(three, { execution: 'stop_at_first_failure' }), wrongFirst, { parallel });
      expect(verdicts(report)).toEqual(['1 WA']);
    }
  });

  it('leave out what can no longer change the points', async () => {
    const report = await judge(subtasks('one'), 'print(4)');
    expect(verdicts(report)).toEqual(['1 WA']);
    expect(report.score.points).toEqual(rational(0));
  });

  it('give a subtask its points whatever happens in others', async () => {
    const report = await judge(subtasks(), `${SUM.replace('a + b', '"x" if a == 1 else a + b')}`);
    expect(verdicts(report)).toEqual(['1 WA', '3 AC']);
    expect(report.score.points).toEqual(rational(70));
    expect(report.score.groups).toMatchObject([
      { name: 'one', points: rational(0), verdict: 'WA' },
      { name: 'two', points: rational(70) },
    ]);
  });
});

describe('a time near the limit', () => {
  // The program's own clock is the box's: it burns what it is told on the first run, and cannot know which run it is.
  const burn = (microseconds: number) => `import time\nwhile time.process_time() < ${microseconds / 1e6}: pass\nprint(1)`;
  const test = [testCase('1', '', '1')];
  const limited = problem(test, { limits: { ...problem(test).limits, cpuTime: 300_000 } });

  it('is measured again, and the verdict says so', async () => {
    const report = await judge(limited, burn(330_000), { noise: 0.5 });
    expect(report.tests[0]).toMatchObject({ verdict: 'TLE', runs: 3 });
    expect(report.because).toContain('run 3 times within the noise of the limit of 0.3 s');
  });

  it('is not, where it is far from it', async () => {
    const report = await judge(limited, burn(5_000_000), { noise: 0.05 });
    expect(report.tests[0]).toMatchObject({ verdict: 'TLE', runs: 1 });
  });
});

describe('walls around the answer', () => {
  it('keep it out of every box in which the submission’s code runs', async () => {
    const canary = 'canary-7f3a91';
    const walk = `
import os, sys
found = []
def look(data, where):
    if "canary-" + "7f3a91" in data: found.append(where)
look(sys.stdin.read(), "stdin")
look(str(os.environ), "environment")
look(str(sys.argv), "arguments")
for name in ["environ", "cmdline", "mountinfo"]: look(open("/proc/self/" + name, errors="replace").read(), name)
for top in ["/box", "/tmp", "/program", "/dev/shm"]:
    for folder, _, names in os.walk(top):
        for name in names:
            try: look(open(os.path.join(folder, name), errors="replace").read(1 << 20), name)
            except (OSError, ValueError): pass
print("found" if found else "clean", *found)
`;
    const checker = program('import sys\nsys.exit(42 if sys.stdin.read().strip() == "clean" else 43)');
    const evaluation = { kind: 'output', checker: { kind: 'program', protocol: 'kattis', program: checker } } as const;
    const report = await judge(problem([testCase('1', 'x', canary), testCase('2', 'y', canary)], { evaluation }), walk);
    expect(report).toMatchObject({ status: 'judged', verdict: 'AC' });
  });

  it('tests cannot leave anything for one another', async () => {
    const source =
      'import os\nprint(os.path.exists("mark") or os.path.exists("/tmp/mark"))\nopen("mark", "w"), open("/tmp/mark", "w")';
    const report = await judge(problem([testCase('1', '', 'False'), testCase('2', '', 'False')]), source);
    expect(report.verdict).toBe('AC');
  });
});

describe('exclusive judging', () => {
  it('runs one test at a time, each while the environment holds off others', async () => {
    let inside = 0;
    const most: number[] = [];
    const alone = async <T>(run: () => Promise<T>): Promise<T> => {
      inside++;
      most.push(inside);
      try {
        return await run();
      } finally {
        inside--;
      }
    };
    const report = await judgeSubmission({ ...(await environment()), alone }, problem(three), await submission(SUM), {
      exclusive: true,
      parallel: 4,
    });
    expect(report.verdict).toBe('AC');
    expect(most).toEqual([1, 1, 1]);
  });
});

describe('our own faults', () => {
  it('are no verdict on the submission: a launcher that has forgotten the program', async () => {
    const own = await environment();
    const prepared = await prepareProblem(own, problem(three));
    const gone = { handle: 987_654_321n };
    const sandbox: Sandbox = {
      run: (spec, hooks) => own.sandbox.run(spec.artefact === undefined ? spec : { ...spec, artefact: gone }, hooks),
      runGroup: (specs, hooks) => own.sandbox.runGroup(specs, hooks),
      release: (artefact) => own.sandbox.release(artefact),
      describe: () => own.sandbox.describe(),
    };
    const source = '#include <iostream>\nint main() { int a, b; std::cin >> a >> b; std::cout << a + b; }';
    const report = await judgePrepared({ ...own, sandbox }, prepared, await submission(source, 'cpp'));
    expect(report).toMatchObject({ status: 'internal_error', verdict: 'IE', faults: [] });
    releaseProblem(own, prepared);
  });
});
