import { Cupel } from '@cupel/sdk';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Service, startService } from '../integration/service.ts';

let service: Service;
let client: Cupel;

beforeAll(async () => {
  service = await startService();
  client = new Cupel({ baseUrl: service.url, apiKey: service.key });
});
afterAll(() => service?.stop());

const verdicts: [what: string, request: Parameters<Cupel['run']>[0], expected: object][] = [
  ['AC', { language: 'python', code: 'print(input()[::-1])', stdin: 'abc' }, { verdict: 'AC', stdout: 'cba\n', exit_code: 0 }],
  [
    'WA',
    { language: 'python', code: 'print(1)', expected_output: '2' },
    { verdict: 'WA', outcome: 'wrong_answer', exit_code: 0 },
  ],
  [
    'CE',
    { language: 'c', code: 'int main(void) { return x; }' },
    { verdict: 'CE', compile: { output: expect.stringContaining('undeclared') } },
  ],
  ['RE', { language: 'python', code: 'import sys; sys.exit(137)' }, { verdict: 'RE', exit_code: 137 }],
  ['SIG', { language: 'c', code: '#include <stdlib.h>\nint main(void) { abort(); }' }, { verdict: 'SIG', signal: 'SIGABRT' }],
  ['TLE', { language: 'python', code: 'while True: pass', limits: { cpu_time: 0.3 } }, { verdict: 'TLE', outcome: 'timeout' }],
  [
    'MLE',
    { language: 'python', code: 'x = bytearray(1 << 30)\nx[::4096] = b"x" * len(x[::4096])', limits: { memory: '64M' } },
    { verdict: 'MLE' },
  ],
  [
    'OLE',
    { language: 'bash', code: 'yes', limits: { stdout: 1000 } },
    { verdict: 'OLE', truncated: { stdout: expect.any(Boolean) } },
  ],
];

test.each(verdicts)('%s, through the whole service', async (_what, request, expected) => {
  const result = await client.run(request);
  expect(result).toMatchObject({ status: 'completed', ...expected });
  expect(result.isolation).toMatchObject({ mode: 'strict', missing: [] });
  expect(result.cpu_time).toBeGreaterThanOrEqual(0);
});

test('all 256 byte values through source, stdin, stdout and stderr', async () => {
  const bytes = Buffer.from(Array.from({ length: 256 }, (_, value) => value));
  const code = Buffer.concat([Buffer.from('cat; tail -n +2 "$0" >&2; exit\n'), bytes]);
  const result = await client.run({
    language: 'bash',
    encoding: 'base64',
    code: code.toString('base64'),
    stdin: bytes.toString('base64'),
  });
  expect(Buffer.from(result.stdout_base64 ?? '', 'base64')).toEqual(bytes);
  // Sources are text to their compilers, so \r\n in them is made \n; these bytes hold none.
  expect(Buffer.from(result.stderr_base64 ?? '', 'base64')).toEqual(bytes);
});

test('files, arguments and a version', async () => {
  const files = [
    { name: 'main.py', content: 'import sys, helper\nprint(helper.twice(sys.argv[1]), open("data/x.txt").read())' },
    { name: 'helper.py', content: 'def twice(text): return text * 2' },
    { name: 'data/x.txt', content: 'data' },
  ];
  const result = await client.run({ language: 'py', version: '3', files, args: ['ä'] });
  expect(result).toMatchObject({ verdict: 'AC', stdout: 'ää data\n' });
  expect(result.version).toMatch(/^3\.\d+/);
});

test('output is there while the program runs', async () => {
  const { id } = await client.submit({
    language: 'python',
    code: 'import time\nprint("early", flush=True)\ntime.sleep(4)\nprint("late")',
  });
  const seen: string[] = [];
  let whileRunning: string | undefined;
  for await (const event of client.stream(id)) {
    seen.push(event.kind);
    if (event.kind === 'output' && event.data.text === 'early\n') whileRunning = (await client.result(id)).status;
  }
  expect(whileRunning).toBe('running');
  expect(seen[0]).toBe('queued');
  expect(seen).toContain('usage');
  expect(seen.at(-1)).toBe('done');
  const replay: string[] = [];
  for await (const event of client.stream(id)) if (event.kind === 'output') replay.push(event.data.text);
  expect(replay.join('')).toBe('early\nlate\n');
});

test('a program that runs is stopped when its submission is cancelled', async () => {
  const { id } = await client.submit({ language: 'python', code: 'print("on", flush=True)\nwhile True: pass' });
  for await (const event of client.stream(id)) if (event.kind === 'output') await client.cancel(id);
  expect(await client.result(id)).toMatchObject({ status: 'error', state: 'cancelled', verdict: null });
  await expect
    .poll(async () => (await client.call<{ running: number }>({ method: 'GET', path: '/api/queue', repeatable: true })).running)
    .toBe(0);
});
