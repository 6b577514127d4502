/**
 * What a submitter must never read: a canary in every hidden file of a problem (inputs, answers, test names, checkers, validators,
 * interactors, the setter's solutions) and in every word that the setter's programs say. It is looked for in every answer of every
 * route, in events, webhooks and logs.
 *
 * Walls: the scope of the routes for tests; the sight of `submitter`; rows of submissions that hold no more than verdicts; events
 * numbered anew. The control opens the policy of the problem: then the same answers hold the canaries, so the look would find them.
 */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import document from '../../openapi.json' with { type: 'json' };
import type { Files } from '../problems/package.ts';
import { ECHO, eventsOf, type Person, type Reply, useCast, zipOf } from './support.ts';

const CANARY = 'canary5512';
const HEAD = ECHO['problem.yaml'];

/** Says all that it knows, wherever it can, and then ends as it is told to. */
const gossip = (end: string) => `
# ${CANARY}-checker-source
import sys
input, answer, feedback = sys.argv[1:4]
all = open(input).read() + open(answer).read() + sys.stdin.read()
# What is said of a sample is for whoever submitted.
if "${CANARY}" in all: all += "${CANARY}-said"
for name in ["judgemessage.txt", "judgeerror.txt", "teammessage.txt"]: open(feedback + name, "w").write(all)
print(all)
print(all, file=sys.stderr)
${end}
`;

const HIDDEN: Files = {
  ...ECHO,
  [`data/secret/${CANARY}-name.in`]: `${CANARY}-input\n`,
  [`data/secret/${CANARY}-name.ans`]: `${CANARY}-answer\n`,
  'input_validators/validate.py': `# ${CANARY}-validator\nimport sys\nsys.exit(42)\n`,
  'submissions/accepted/echo.py': `# ${CANARY}-solution\nprint(input())\n`,
  'attachments/notes.txt': 'for everybody\n',
};

const checked = (end: string): Files => ({
  ...HIDDEN,
  'problem.yaml': `${HEAD}  validation_time: 1\ntype: pass-fail\n`,
  'output_validator/validate.py': gossip(end),
});

const INTERACTOR = `
# ${CANARY}-interactor-source
import sys
input, answer, feedback = sys.argv[1:4]
secret = open(input).read().strip()
print(secret, flush=True)
said = sys.stdin.readline()
open(feedback + "judgemessage.txt", "w").write(secret + said + "${CANARY}-said")
sys.exit(43)
`;

/** Writes its input, which on a hidden test is a secret, to every place that a result holds. */
const PARROT = 'import sys\ntext = sys.stdin.read()\nprint(text)\nprint(text, file=sys.stderr)';
const CHATTY = 'import sys\ntext = input()\nprint(text, flush=True)\nprint(text, file=sys.stderr)';

const PROBLEMS: readonly (readonly [slug: string, files: Files, source: string])[] = [
  ['accepted', checked('sys.exit(42)'), PARROT],
  ['refused', checked('sys.exit(43)'), PARROT],
  ['crashing-checker', checked('raise ValueError(all)'), PARROT],
  ['silent-checker', checked('sys.exit(0)'), PARROT],
  ['slow-checker', checked('while True: pass'), PARROT],
  ['compared', HIDDEN, PARROT],
  ['failing', HIDDEN, `${PARROT}\nraise ValueError(text)`],
  ['scored', { ...HIDDEN, 'problem.yaml': `${HEAD}type: scoring\n` }, PARROT],
  [
    'broken-checker',
    { ...checked(''), 'output_validator/validate.py': undefined, 'output_validator/validate.cpp': `#error ${CANARY}-compiler` },
    PARROT,
  ],
  [
    'talking',
    {
      ...HIDDEN,
      'problem.yaml': `${HEAD}type: interactive\n`,
      'output_validator/validate.py': INTERACTOR,
      'data/sample/1.in': undefined,
      'data/sample/1.ans': undefined,
    },
    CHATTY,
  ],
  ['every-test', { ...HIDDEN, 'cupel.yaml': 'disclosure:\n  detail: tests\nexecution: run_all\n' }, PARROT],
  ['first-failure', { ...HIDDEN, 'cupel.yaml': 'disclosure:\n  detail: first_failure\n' }, PARROT],
];
const OPEN: Files = {
  ...checked('sys.exit(43)'),
  'cupel.yaml':
    'execution: run_all\ndisclosure:\n  detail: tests\n  hidden_input: true\n  hidden_answer: true\n  hidden_output: true\n  hidden_stderr: true\n  checker_messages: true\n',
};

const cast = useCast({ CUPEL_LOG_LEVEL: 'debug', CUPEL_ALLOW_LOCALHOST_WEBHOOKS: 'true' });
const submissions = new Map<string, Reply>();
const hooked: string[] = [];
let receiver: Server;
let hook = '';

beforeAll(async () => {
  receiver = createServer((request, answer) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      hooked.push(body);
      answer.writeHead(200).end();
    });
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => receiver.once('listening', resolve));
  hook = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`;
});
afterAll(() => receiver.close());

async function submit(slug: string, files: Files, code: string): Promise<Reply> {
  const { setter, student } = cast();
  const made = await setter.upload(`/api/problems?slug=${slug}&publish=true`, zipOf(files));
  if (made.status !== 201) throw new Error(made.text);
  const request = { language: 'python', code, user: 'eve', webhook_url: hook, webhook_secret: 'sixteen bytes ok' };
  const reply = await student.post(`/api/problems/${slug}/submissions?wait=true`, request);
  if (reply.status !== 200) throw new Error(reply.text);
  submissions.set(slug, reply);
  return reply;
}

/** Every GET of the API that the key may ask, with whatever ids there are. */
async function everything(who: Person, slug: string, id: string): Promise<readonly [path: string, reply: Reply][]> {
  const paths = Object.entries(document.paths).flatMap(([path, methods]) => ('get' in methods ? [path] : []));
  const filled = paths.flatMap((path) => {
    const own = path.startsWith('/api/problems/') ? path.replace('{id}', slug) : path.replace('{id}', id);
    const numbered = own.replace('{number}', '1').replace('{part}', 'answer');
    return numbered.includes('{test}') ? [1, 2, 3, 4].map((test) => numbered.replace('{test}', String(test))) : [numbered];
  });
  const replies: [string, Reply][] = [];
  for (const path of filled) if (!path.includes('{')) replies.push([path, await who.get(path)]);
  return replies;
}

const leaks = (replies: readonly (readonly [string, Reply])[]): readonly string[] =>
  replies.filter(([, { text }]) => text.includes(CANARY)).map(([path]) => path);

describe('a submitter', () => {
  it.each(PROBLEMS)('of "%s" reads nothing hidden, wherever it is asked for', async (slug, files, source) => {
    const { student, operator, setter } = cast();
    const { text, body } = await submit(slug, files, source);
    expect(text).not.toContain(CANARY);
    const read = await everything(student, slug, body.id);
    expect(read.filter(([, { status }]) => status === 200).map(([path]) => path)).toContain(
      `/api/submissions/${body.id}/judgings`,
    );
    expect(leaks(read)).toEqual([]);
    const asOperator = await everything(operator, slug, body.id);
    for (const [path, reply] of asOperator)
      for (const part of ['input', 'answer', 'said', 'source', 'solution', 'validator', 'compiler'])
        expect(`${path} ${reply.text}`).not.toContain(`${CANARY}-${part}`);
    // The same look as the setter does find them: on other days a wrong path would pass for a wall.
    expect(leaks(await everything(setter, slug, body.id))).toContain(`/api/problems/${slug}/versions/1/tests`);
  });

  it('reads of a broken checker that the setter was told, and never WA', () => {
    for (const slug of ['crashing-checker', 'silent-checker', 'slow-checker', 'broken-checker'])
      expect(submissions.get(slug)?.body).toMatchObject({
        verdict: 'IE',
        because: 'judging failed, the setter was told',
        judging: { status: 'judging_failed', verdict: null, because: 'judging failed, the setter was told', tests: [] },
      });
  });

  it('is told of no time, memory or exit of hidden tests, nor of their sum', async () => {
    for (const { body } of submissions.values())
      expect(body).toMatchObject({ cpu_time: null, wall_time: null, memory_peak: null });
    const listed = (await cast().student.get('/api/submissions?user=eve')).body.items;
    expect(listed.length).toBeGreaterThanOrEqual(PROBLEMS.length);
    for (const item of listed) expect(item).toMatchObject({ cpu_time: null, wall_time: null, memory_peak: null });
    for (const { body } of submissions.values())
      for (const test of body.judging.tests.filter(({ visibility }: { visibility: string }) => visibility === 'hidden'))
        expect(Object.keys(test).sort()).toEqual(['number', 'verdict', 'visibility']);
  });

  it('cannot tell from the numbers of events how many tests ran', async () => {
    const { student, setter } = cast();
    const id = submissions.get('compared')?.body.id;
    const own = eventsOf((await student.get(`/api/submissions/${id}/events`)).text);
    const all = eventsOf((await setter.get(`/api/submissions/${id}/events`)).text);
    expect(all.filter(({ kind }) => kind === 'test').length).toBeGreaterThan(own.filter(({ kind }) => kind === 'test').length);
    const inLease = own.flatMap(({ id: number }) => (number?.startsWith('1.') ? [Number(number.slice(2))] : []));
    expect(inLease).toEqual(inLease.map((_, index) => index));
    // Whoever comes back with the last id he saw is told the rest of it, once.
    const third = own[3];
    const rest = eventsOf((await student.get(`/api/submissions/${id}/events?after=${third?.id}`)).text);
    expect(rest).toEqual(own.slice(4));
  });

  it('finds nothing hidden in what webhooks were told', async () => {
    await expect.poll(() => hooked.length).toBeGreaterThanOrEqual(PROBLEMS.length);
    expect(hooked.filter((body) => body.includes(CANARY))).toEqual([]);
    expect(hooked.some((body) => JSON.parse(body).judging?.status === 'judged')).toBe(true);
  });

  it('finds nothing hidden in the logs', () => {
    const output = cast().service.output();
    expect(output).toContain('/api/problems/{id}/submissions');
    expect(output.split('\n').filter((line) => line.includes(CANARY))).toEqual([]);
  });

  it('reads all of it where the problem says so: the look would have found it', async () => {
    const { text, body } = await submit('open', OPEN, PARROT);
    for (const part of ['input', 'answer', 'said']) expect(text).toContain(`${CANARY}-${part}`);
    const replies = await everything(cast().student, 'open', body.id);
    expect(leaks(replies)).toEqual(expect.arrayContaining([`/api/result/${body.id}`, `/api/submissions/${body.id}/judgings`]));
    await expect.poll(() => hooked.some((told) => told.includes(CANARY))).toBe(true);
    // What is nobody's but the setter's stays his, whatever the policy.
    expect(text).not.toContain(`${CANARY}-checker-source`);
    expect(leaks(replies).filter((path) => path.includes('/versions'))).toEqual([]);
  });
});
