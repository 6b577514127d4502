import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { eventsOf, useCast } from './support.ts';

const cast = useCast({ CUPEL_ALLOW_LOCALHOST_WEBHOOKS: 'true', CUPEL_MAX_SLOTS: '4', CUPEL_MIN_SLOTS: '4' });

const DOUBLE = 'print(int(input()) * 2)';
const TESTS = [
  { input: '2', expected_output: '4', name: 'two' },
  { input: '3', expected_output: '7', name: 'three', points: 2 },
  { input: 'hidden-in-5512', expected_output: 'hidden-out-9043', name: 'secret', hidden: true, points: 3 },
];

describe('POST /api/grade', () => {
  it('answers points and tests in the shape that its callers know, and of a hidden test only whether it passed', async () => {
    const reply = await cast().student.post('/api/grade?wait=true', { language: 'python', code: DOUBLE, test_cases: TESTS });
    expect(reply.status).toBe(200);
    expect(reply.body).toMatchObject({
      status: 'completed',
      total_points: 6,
      earned_points: 1,
      percentage: 16.67,
      passed_count: 1,
      failed_count: 2,
    });
    const [two, three, secret] = reply.body.test_results;
    expect(two).toMatchObject({
      name: 'two',
      passed: true,
      verdict: 'AC',
      points: 1,
      input: '2',
      expected_output: '4',
      actual_output: '4\n',
    });
    expect(two).not.toHaveProperty('error');
    expect(two.time).toBeLessThan(5);
    expect(two.memory).toBeGreaterThan(0);
    expect(three).toMatchObject({ passed: false, verdict: 'WA', points: 0, error: "line 1, column 1: expected '7', got '6'" });
    expect(secret).toEqual({ name: 'secret', passed: false, actual_output: '[hidden]' });
  });

  it('never tells what a hidden test holds or how it failed: by no route, event or list', async () => {
    const { student, root } = cast();
    const code =
      'import sys\ntext = sys.stdin.read()\nprint(text)\nprint(text, file=sys.stderr)\nif "hidden" in text: raise ValueError(text)';
    const { body } = await student.post('/api/grade?wait=true', { language: 'python', code, test_cases: TESTS.slice(2) });
    expect(body).toMatchObject({ verdict: 'WA', because: '0 of 1 tests passed' });
    for (const who of [student, root])
      for (const path of [
        `/api/grade/${body.id}`,
        `/api/result/${body.id}`,
        `/api/submissions/${body.id}/events`,
        `/api/submissions/${body.id}/source`,
        '/api/submissions',
      ]) {
        const { status, text } = await who.get(path);
        expect([path, status]).toEqual([path, 200]);
        expect(text).not.toMatch(/hidden-(in|out)/);
      }
    const { body: result } = await student.get(`/api/result/${body.id}`);
    expect(result).toMatchObject({ kind: 'grade', stdout: '', stderr: '', cpu_time: null, wall_time: null, memory_peak: null });
  });

  it('shows a program none of its tests but the input of the one that runs', async () => {
    const code = `import os
seen = []
for folder, _, names in os.walk("/"):
    if folder.startswith(("/proc", "/usr", "/sys", "/dev", "/lib", "/etc")): continue
    for name in names:
        try: seen.append(open(os.path.join(folder, name), "rb").read(65536))
        except OSError: pass
print(any(b"hidden-" + b"in" in text or b"hidden-" + b"out" in text for text in seen), os.listdir("."))`;
    const { body } = await cast().student.post('/api/grade?wait=true', { language: 'python', code, test_cases: TESTS });
    expect(body.test_results[0].actual_output).toMatch(/^False \[.*\]\n$/);
    expect(body.test_results[0].actual_output).not.toContain('.cupel-tests');
  });

  it('is polled, followed, and told to a webhook', async () => {
    const { student } = cast();
    const bodies: string[] = [];
    const receiver = createServer((request, answer) => {
      let text = '';
      request.on('data', (chunk: Buffer) => (text += chunk.toString()));
      request.on('end', () => {
        bodies.push(text);
        answer.end();
      });
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => receiver.once('listening', resolve));
    const hook = {
      webhook_url: `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`,
      webhook_secret: 'sixteen bytes ok',
    };
    const accepted = await student.post('/api/grade', { language: 'python', code: DOUBLE, test_cases: TESTS, ...hook });
    expect(accepted).toMatchObject({ status: 202, body: { id: expect.any(String) } });
    const { id } = accepted.body;
    const events = eventsOf((await student.get(`/api/submissions/${id}/events`)).text);
    expect(
      events
        .filter(({ kind }) => kind === 'test')
        .map(({ data }) => data.name)
        .sort(),
    ).toEqual(['secret', 'three', 'two']);
    expect(events.at(-1)?.kind).toBe('done');
    expect((await student.get(`/api/grade/${id}`)).body).toMatchObject({ status: 'completed', earned_points: 1 });
    await expect.poll(() => bodies.length).toBe(1);
    expect(JSON.parse(bodies[0] ?? '')).toMatchObject({ id, kind: 'grade', grade: { earned_points: 1, passed_count: 1 } });
    receiver.close();
  });

  it.each<[unknown, string, string, string]>([
    [undefined, ' 4 \n', '4', 'AC'],
    ['exact', '4\n', '4', 'WA'],
    ['tokens', '4   5', '4 5', 'AC'],
    ['case_insensitive', 'YES', 'yes', 'AC'],
    ['unordered_lines', 'b\na', 'a\nb', 'AC'],
    ['numbers', '1.50', '15e-1', 'AC'],
    [{ kind: 'floats', absolute: 0.1 }, '3.05', '3.1', 'AC'],
    [{ kind: 'floats', absolute: 0.01 }, '3.05', '3.1', 'WA'],
    [{ kind: 'floats', absolute: 1e9 }, 'NaN', '3.1', 'WA'],
  ])('compares by %j', async (checker, written, expected, verdict) => {
    const code = `import sys\nsys.stdout.write(${JSON.stringify(written)})`;
    const test_cases = [{ input: '', expected_output: expected }];
    const body = { language: 'python', code, test_cases, ...(checker === undefined ? {} : { checker }) };
    expect((await cast().student.post('/api/grade?wait=true', body)).body.verdict).toBe(verdict);
  });

  it('grants 5 seconds for each test unless told, compiles once, and tells why it does not compile', async () => {
    const { student } = cast();
    const slow = { language: 'python', code: 'while True: pass', test_cases: [{ input: '', expected_output: '' }] };
    expect(
      (await student.post('/api/grade?wait=true', { ...slow, limits: { cpu_time: 0.2 } })).body.test_results[0],
    ).toMatchObject({
      verdict: 'TLE',
    });
    const { id } = (await student.post('/api/grade', slow)).body;
    const broken = { language: 'c', code: 'int main(void) { return x; }', test_cases: TESTS };
    expect((await student.post('/api/grade?wait=true', broken)).body).toMatchObject({
      verdict: 'CE',
      earned_points: 0,
      failed_count: 3,
      compile_output: expect.stringContaining('undeclared'),
    });
    await expect.poll(async () => (await student.get(`/api/grade/${id}`)).body.verdict).toBe('TLE');
  });

  it.each<[string, object, string]>([
    ['no tests', { test_cases: [] }, 'test_cases'],
    ['negative points', { test_cases: [{ ...TESTS[0], points: -1 }] }, 'test_cases[0].points'],
    ['an unknown checker', { checker: 'magic' }, 'checker'],
    ['a tolerance that is none', { checker: { kind: 'floats', absolute: 'NaN' } }, 'checker'],
    ['an unknown field', { test_cases: [{ ...TESTS[0], hiden: true }] }, 'test_cases[0].hiden'],
    ['an unknown limit', { limits: { time: 1 } }, 'limits.time'],
    [
      'our own file name',
      {
        code: undefined,
        files: [
          { name: 'a.py', content: 'x' },
          { name: '.cupel-tests.json', content: '[]' },
        ],
      },
      'files',
    ],
  ])('refuses %s before anything is stored', async (_, change, field) => {
    const reply = await cast().student.post('/api/grade', { language: 'python', code: DOUBLE, test_cases: TESTS, ...change });
    expect([400, 422]).toContain(reply.status);
    expect(reply.body.field ?? reply.body.error).toContain(field.split('[')[0]);
  });
});

describe('POST /api/grade/batch', () => {
  it('grades many by one set of tests, refuses one by one, and tells each result with its student as it comes', async () => {
    const { student } = cast();
    const good = Array.from({ length: 20 }, (_, index) => ({
      student_id: `s${index}`,
      language: 'python',
      code: `print(int(input()) * ${index})`,
    }));
    const bad = [
      { student_id: 'bad', language: 'klingon', code: 'x' },
      { language: 'python', code: DOUBLE },
    ];
    const submissions = [...good, ...bad];
    const accepted = await student.post('/api/grade/batch', { submissions, test_cases: TESTS.slice(0, 1) });
    expect(accepted).toMatchObject({ status: 202, body: { accepted: 20, refused: 2 } });
    expect(accepted.body.items[20]).toMatchObject({ index: 20, code: 'unsupported_language', field: 'submissions[20].language' });
    expect(accepted.body.items[21]).toMatchObject({ index: 21, code: 'field_bad', field: expect.stringContaining('student_id') });
    const path = `/api/grade/batch/${accepted.body.batch_id}`;
    const events = eventsOf((await student.get(`${path}/events`)).text);
    const results = events.filter(({ kind }) => kind === 'result').map(({ data }) => data);
    expect(results.map(({ student_id }) => student_id).sort()).toEqual(good.map(({ student_id }) => student_id).sort());
    expect(results.filter(({ verdict }) => verdict === 'AC').map(({ student_id }) => student_id)).toEqual(['s2']);
    expect(events.at(-1)).toMatchObject({ kind: 'done', data: { total: 20, completed: 20, done: true } });
    const whole = (await student.get(path)).body;
    expect(whole.progress).toMatchObject({ total: 20, completed: 20, done: true });
    expect(whole.results).toHaveLength(20);
  });

  it('has no more under way at once than max_concurrent says, and still ends', async () => {
    const { student } = cast();
    const code = 'import time\ntime.sleep(0.15)\nprint(int(input()) * 2)';
    const submissions = Array.from({ length: 9 }, (_, index) => ({ student_id: `c${index}`, language: 'python', code }));
    const asked = { submissions, test_cases: TESTS.slice(0, 1), max_concurrent: 2 };
    const { batch_id } = (await student.post('/api/grade/batch', asked)).body;
    let most = 0;
    for (let done = false; !done; ) {
      const { states, done: isDone } = (await student.get(`/api/batch/${batch_id}`)).body;
      most = Math.max(most, states.running);
      done = isDone;
    }
    expect(most).toBeGreaterThan(0);
    expect(most).toBeLessThanOrEqual(2);
    const { results } = (await student.get(`/api/grade/batch/${batch_id}`)).body;
    expect(results.map(({ verdict }: { verdict: string }) => verdict)).toEqual(Array(9).fill('AC'));
  });

  it('goes on where one of those under way is cancelled', async () => {
    const { student } = cast();
    const sleeper = { student_id: 'x', language: 'python', code: 'import time\ntime.sleep(20)' };
    const quick = { student_id: 'y', language: 'python', code: DOUBLE };
    const asked = { submissions: [sleeper, quick], test_cases: [{ ...TESTS[0] }], max_concurrent: 1 };
    const { items, batch_id } = (await student.post('/api/grade/batch', asked)).body;
    await expect.poll(async () => (await student.get(`/api/result/${items[0].id}`)).body.state).toBe('running');
    await student.post(`/api/submissions/${items[0].id}/cancel`);
    await expect.poll(async () => (await student.get(`/api/grade/batch/${batch_id}`)).body.progress.done).toBe(true);
    expect((await student.get(`/api/grade/${items[1].id}`)).body.verdict).toBe('AC');
  });

  it('takes 500 and no more', async () => {
    const { student } = cast();
    const submissions = Array.from({ length: 501 }, (_, index) => ({ student_id: `${index}`, language: 'python', code: DOUBLE }));
    expect(await student.post('/api/grade/batch', { submissions, test_cases: TESTS })).toMatchObject({
      status: 413,
      body: { code: 'batch_too_large' },
    });
  });
});
