import { describe, expect, it } from 'vitest';
import { ECHO, ECHO_CODE, eventsOf, exampleSource, exampleZip, useCast, zipOf } from './support.ts';

const cast = useCast();
const HEAD = ECHO['problem.yaml'];

/** Uploads an example problem, unless a test before did. */
async function example(name: string): Promise<void> {
  const made = await cast().setter.upload(`/api/problems?slug=${name}&publish=true`, exampleZip(name));
  if (made.status !== 201 && made.body.code !== 'name_taken') throw new Error(made.text);
}

async function submit(slug: string, path: string, language: string) {
  const code = exampleSource(slug, path);
  return (await cast().student.post(`/api/problems/${slug}/submissions?wait=true`, { language, code })).body;
}

describe('the example problems, through the service', () => {
  it.each<[string, [path: string, language: string, verdict: string][]]>([
    [
      'aplusb',
      [
        ['accepted/sum.cpp', 'cpp', 'AC'],
        ['wrong_answer/positive.c', 'c', 'WA'],
        ['run_time_error/aborts.c', 'c', 'SIG'],
      ],
    ],
    [
      'circle',
      [
        ['accepted/circle.py', 'python', 'AC'],
        ['wrong_answer/single_precision.c', 'c', 'WA'],
      ],
    ],
    [
      'derangement',
      [
        ['accepted/turn.py', 'python', 'AC'],
        ['wrong_answer/reversed.py', 'python', 'WA'],
      ],
    ],
    [
      'guess',
      [
        ['accepted/halves.c', 'c', 'AC'],
        ['wrong_answer/one_by_one.py', 'python', 'WA'],
        ['run_time_error/gives_up.py', 'python', 'RE'],
      ],
    ],
    [
      'whisper',
      [
        ['accepted/five_bits.py', 'python', 'AC'],
        ['wrong_answer/says_it.py', 'python', 'WA'],
      ],
    ],
    [
      'lostnumber',
      [
        ['accepted/xor.cpp', 'cpp', 'AC'],
        ['wrong_answer/overflow.c', 'c', 'WA'],
      ],
    ],
    ['oldsum', [['accepted/total.c', 'c', 'AC']]],
    [
      'primes',
      [
        ['accepted/sieve.c', 'c', 'AC'],
        ['wrong_answer/odd.py', 'python', 'WA'],
      ],
    ],
    [
      'evenodd',
      [
        ['accepted/last_digit.sh', 'bash', 'AC'],
        ['time_limit_exceeded/counts_down.c', 'c', 'TLE'],
      ],
    ],
  ])('%s', async (slug, expected) => {
    await example(slug);
    for (const [path, language, verdict] of expected)
      expect([path, (await submit(slug, path, language)).verdict]).toEqual([path, verdict]);
  });

  it('knapsack and rangesum give points, exactly, by group', async () => {
    for (const slug of ['knapsack', 'rangesum']) await example(slug);
    const best = await submit('knapsack', 'accepted/best.py', 'python');
    const greedy = await submit('knapsack', 'accepted/greedy.c', 'c');
    expect(best.judging.points.earned).toBeGreaterThan(greedy.judging.points.earned);
    expect(greedy.judging.points.exact).toMatch(/^\d+(\/\d+)?$/);
    const body = await submit('rangesum', 'run_time_error/hundred.c', 'c');
    expect(body.judging.groups.map(({ name }: { name: string }) => name)).toEqual(expect.arrayContaining(['secret']));
    expect(body.judging.points.earned).toBeGreaterThan(0);
    expect(body.judging.points.earned).toBeLessThan(body.judging.points.maximum);
  });
});

describe('a broken checker', () => {
  const broken = { ...ECHO, 'output_validator/validate.py': 'import sys\nprint("secret words", file=sys.stderr)\nsys.exit(1)\n' };

  it('is told to its setter, is never WA, and what it could not judge is judged when a repaired version is published', async () => {
    const { setter, student } = cast();
    await setter.upload('/api/problems?slug=mended&publish=true', zipOf(broken));
    const path = '/api/problems/mended/submissions?wait=true';
    const right = (await student.post(path, { language: 'python', code: ECHO_CODE })).body;
    const wrong = (await student.post(path, { language: 'python', code: 'print("no")' })).body;
    for (const { verdict, judging } of [right, wrong])
      expect([verdict, judging.status, judging.because]).toEqual(['IE', 'judging_failed', 'judging failed, the setter was told']);
    const told = (await setter.get('/api/problems/mended/faults')).body.items;
    expect(told).toHaveLength(2);
    expect(told[0].faults[0]).toMatchObject({
      part: 'checker',
      test: expect.any(String),
      problem: expect.stringContaining('secret words'),
    });
    expect((await setter.get('/api/problems/mended')).body.setter.waiting).toBe(2);

    const mended = {
      ...ECHO,
      'output_validator/validate.py': 'import sys\nsys.exit(42 if open(sys.argv[2]).read() == sys.stdin.read() else 43)\n',
    };
    const published = await setter.upload('/api/problems/mended/versions?publish=true', zipOf(mended));
    expect(published.body).toMatchObject({ judged_again: 2, version: { number: 2 } });
    const verdict = async (id: string) => (await student.get(`/api/result/${id}`)).body.verdict;
    await expect.poll(() => verdict(right.id)).toBe('AC');
    await expect.poll(() => verdict(wrong.id)).toBe('WA');
    expect((await setter.get('/api/problems/mended')).body.setter.waiting).toBe(0);
    const judgings = (await student.get(`/api/submissions/${right.id}/judgings`)).body.items;
    expect(judgings.map(({ standing, status, version }: Record<string, unknown>) => [version, standing, status])).toEqual([
      [2, 'current', 'judged'],
      [1, 'superseded', 'judging_failed'],
    ]);
    const kinds = eventsOf((await student.get(`/api/submissions/${right.id}/events`)).text).map(({ kind }) => kind);
    expect(kinds.filter((kind) => ['postponed', 'requeued', 'done'].includes(kind))).toEqual(['postponed', 'requeued', 'done']);
  });

  it.each<[string, string]>([
    ['prints nothing where a score is wanted', 'pass'],
    ['prints 10 MB', 'import sys\nsys.stdout.write("x" * 10_000_000)\nsys.exit(7)'],
    ['gives NaN', 'import sys\nopen(sys.argv[3] + "score.txt", "w").write("NaN")\nsys.exit(42)'],
    ['gives less than nothing', 'import sys\nopen(sys.argv[3] + "score.txt", "w").write("-1")\nsys.exit(42)'],
  ])("that %s is the setter's fault", async (_, checker) => {
    const { setter, student } = cast();
    const slug = `broken-${checker.length}`;
    const files = { ...ECHO, 'problem.yaml': `${HEAD}type: scoring\n`, 'output_validator/validate.py': `${checker}\n` };
    expect((await setter.upload(`/api/problems?slug=${slug}&publish=true`, zipOf(files))).status).toBe(201);
    const { verdict, judging } = (
      await student.post(`/api/problems/${slug}/submissions?wait=true`, { language: 'python', code: ECHO_CODE })
    ).body;
    expect([verdict, judging.status]).toEqual(['IE', 'judging_failed']);
  });
});

describe('a submission', () => {
  it('that the compiler refuses is told why, and no more', async () => {
    const { student } = cast();
    await example('aplusb');
    const reply = await student.post('/api/problems/aplusb/submissions?wait=true', {
      language: 'cpp',
      code: 'int main() { return x; }',
    });
    expect(reply.body).toMatchObject({
      verdict: 'CE',
      judging: { status: 'compile_error', verdict: 'CE', compile_output: expect.stringContaining('x'), tests: [] },
    });
  });

  it('is judged once for the same idempotency key', async () => {
    const { service, student } = cast();
    const post = () =>
      fetch(`${service.url}/api/problems/aplusb/submissions`, {
        method: 'POST',
        headers: { 'x-api-key': student.key, 'content-type': 'application/json', 'idempotency-key': 'once' },
        body: JSON.stringify({ language: 'python', code: 'print(sum(map(int, input().split())))' }),
      }).then((response) => response.json() as Promise<{ id: string }>);
    const ids = await Promise.all(Array.from({ length: 5 }, post));
    expect(new Set(ids.map(({ id }) => id)).size).toBe(1);
    const id = ids[0]?.id;
    await expect.poll(async () => (await student.get(`/api/result/${id}`)).body.verdict).toBe('AC');
    expect((await student.get(`/api/submissions/${id}/judgings`)).body.items).toHaveLength(1);
  });

  it('keeps what interactor and submission told each other for the setter, where he asks for it', async () => {
    const { setter, student } = cast();
    await example('guess');
    const code = exampleSource('guess', 'accepted/halves.py');
    const request = { language: 'python', code, transcript: true };
    const { body } = await setter.post('/api/problems/guess/submissions?wait=true', request);
    expect(body.judging.tests[0].transcript.from_submission.text).toMatch(/\d/);
    expect((await student.get(`/api/result/${body.id}`)).text).not.toContain('transcript');
  });

  it('with `exclusive` is judged like any other', async () => {
    const { setter } = cast();
    const request = { language: 'python', code: 'print(sum(map(int, input().split())))', exclusive: true };
    const replies = await Promise.all([1, 2, 3].map(() => setter.post('/api/problems/aplusb/submissions?wait=true', request)));
    expect(replies.map(({ body }) => body.verdict)).toEqual(['AC', 'AC', 'AC']);
  });

  it('has its verdict once, with all its tests, also where the worker is killed under it', async () => {
    const { service, setter, student } = cast();
    const slow = Object.fromEntries(
      Array.from({ length: 8 }, (_, index) => [
        [`data/secret/slow${index}.in`, `${index}\n`],
        [`data/secret/slow${index}.ans`, `${index}\n`],
      ]).flat(),
    );
    await setter.upload('/api/problems?slug=slow&publish=true', zipOf({ ...ECHO, ...slow }));
    const code = 'import time\ntext = input()\ntime.sleep(0.7)\nprint(text)';
    const { id } = (await student.post('/api/problems/slow/submissions', { language: 'python', code })).body;
    await expect.poll(async () => (await student.get(`/api/result/${id}`)).body.state).toBe('running');
    const worker = service.pidOf('worker');
    if (worker !== undefined) process.kill(worker, 'SIGKILL');
    await expect.poll(async () => (await student.get(`/api/result/${id}`)).body.verdict, { timeout: 90_000 }).toBe('AC');
    const judgings = (await setter.get(`/api/submissions/${id}/judgings`)).body.items;
    expect(judgings).toHaveLength(1);
    expect(judgings[0].tests.map(({ number }: { number: number }) => number)).toEqual(
      Array.from({ length: 11 }, (_, index) => index + 1),
    );
  }, 120_000);
});
