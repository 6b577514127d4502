/** The commands that set problems, hold contests and judge again, as a setter types them against a service. */
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Service, startService, temporaryFolder } from '../integration/service.ts';
import { command } from './command.ts';

const EXAMPLE = fileURLToPath(new URL('../../problems/aplusb', import.meta.url));
const RIGHT = 'a, b = map(int, input().split())\nprint(a + b)';
const WRONG = 'print(0)';

let folder = '';
let service: Service;

beforeAll(async () => {
  folder = await temporaryFolder();
  service = await startService({ dataDir: join(folder, 'data') });
});
afterAll(async () => {
  await service.stop();
  rmSync(folder, { recursive: true, force: true });
});

const cupel = (...args: readonly string[]) =>
  command('cupel', args, { env: { CUPEL_DATA_DIR: service.dataDir, CUPEL_URL: service.url, CUPEL_API_KEY: service.key } });
const asJson = async (...args: readonly string[]) => JSON.parse((await cupel(...args, '--json')).stdout);
const refusal = (message: RegExp) => ({ code: 2, stdout: '', stderr: expect.stringMatching(message) });

/** A+B under another name, with these of its files replaced; only two of its submissions, which is quicker. */
function packageOf(name: string, files: Readonly<Record<string, string>> = {}): string {
  const made = join(mkdtempSync(join(tmpdir(), 'cupel-cli-')), name);
  cpSync(EXAMPLE, made, { recursive: true });
  for (const path of ['time_limit_exceeded', 'run_time_error', 'wrong_answer/positive.c', 'accepted/sum.cpp', 'accepted/sum.js'])
    rmSync(join(made, 'submissions', path), { recursive: true });
  for (const [path, text] of Object.entries(files)) writeFileSync(join(made, path), text);
  return made;
}

async function hand(path: string, code: string, more: object = {}) {
  const headers = { 'content-type': 'application/json', 'x-api-key': service.key };
  const body = JSON.stringify({ language: 'python', code, ...more });
  const reply = await fetch(`${service.url}${path}/submissions?wait=true`, { method: 'POST', body, headers });
  return (await reply.json()) as { id: string; verdict: string };
}

describe('cupel problem', () => {
  it('uploads a package, has it verified, and tells what a worker found', async () => {
    const { code, stdout } = await cupel('problem', 'upload', packageOf('sums'), '--verify', '--publish');
    expect(stdout).toMatch(
      /^sums has version 1; it is verified\.\n✓ statements: 1 checks, 0 failed\n✓ inputs: \d+ checks, 0 failed\n/,
    );
    expect(stdout).toMatch(/✓ accepted\/sum\.py +python +\d\.\d{3} s +6 AC\n/);
    expect(stdout).toMatch(/✓ the package holds\nIt is published\.\n$/);
    expect(code).toBe(0);
    expect((await cupel('problem', 'list')).stdout).toMatch(/sums +A\+B +published/);
  });

  it('ends with code 2 where the package does not hold, and says what does not', async () => {
    const broken = packageOf('broken', { 'submissions/accepted/zero.py': WRONG });
    const { code, stdout } = await cupel('problem', 'upload', broken, '--verify');
    expect(stdout).toMatch(/✗ accepted\/zero\.py .*WA\n {4}.*\n/);
    expect(stdout).toMatch(/✗ the package does not hold: see above\n$/);
    expect(code).toBe(2);
    const { verification } = await asJson('problem', 'upload', broken, '--verify');
    expect(verification).toMatchObject({ state: 'done', holds: false });
  });

  it('publishes by number, and says what it cannot', async () => {
    expect(await cupel('problem', 'publish', 'none')).toMatchObject(refusal(/problem/));
    expect(await cupel('problem', 'publish', 'sums', '--number', 'x')).toMatchObject(refusal(/--number/));
    expect(await cupel('problem', 'publish', 'sums', '--number', '99')).toMatchObject(refusal(/version/));
    expect((await cupel('problem', 'publish', 'broken')).stdout).toBe('Version 1 of broken judges from now on.\n');
  });
});

describe('cupel contest', () => {
  const hour = (from: number) => new Date(Date.now() + from * 3_600_000).toISOString();

  it('is made, shown, joined, ranked, frozen, unfrozen and deleted', async () => {
    const times = ['--starts', hour(-1), '--ends', hour(1), '--freezes', hour(0.5)];
    const made = await cupel('contest', 'create', 'cup', '--title', 'The Cup', ...times, '--problem', 'sums=S');
    expect(made).toMatchObject({ code: 0, stdout: 'cup is made. Its board: cupel leaderboard cup --live\n' });
    expect((await cupel('contest', 'list')).stdout).toMatch(/cup +The Cup +icpc +running/);
    expect((await cupel('contest', 'show', 'cup')).stdout).toMatch(
      /^The Cup {2}icpc, running, .*freezes .*\n\n.*\nS +sums +A\+B/,
    );
    expect((await cupel('contest', 'join', 'cup', '--user', 'ann', '--name', 'Ann')).stdout).toBe('Ann takes part.\n');
    expect((await hand('/api/contests/cup', RIGHT, { problem: 'S', user: 'ann' })).verdict).toBe('AC');
    await expect.poll(async () => (await cupel('leaderboard', 'cup')).stdout).toMatch(/1 +Ann +1 /);
    expect((await cupel('contest', 'unfreeze', 'cup')).stdout).toBe('Everybody is shown the board of cup as it is.\n');
    expect((await cupel('contest', 'delete', 'cup')).stdout).toBe('cup is deleted; what was submitted stays.\n');
    expect(await cupel('contest', 'show', 'cup')).toMatchObject(refusal(/no such contest|contest/));
  });

  it.each<[string, readonly string[], RegExp]>([
    ['a time that is none', ['--starts', 'soon', '--ends', 'later'], /--starts is a time as in/],
    ['one time alone', ['--starts', '2026-11-21T14:00Z'], /ends_at/],
    ['a problem that is not there', ['--problem', 'none'], /problem/],
    ['a problem written otherwise', ['--problem', ':5'], /--problem is SLUG/],
    ['a scoring that is none', ['--scoring', 'best'], /scoring/],
    ['a penalty that is no number', ['--penalty', 'much'], /penalty/],
  ])('is not made of %s', async (_, args, message) => {
    const reply = await cupel('contest', 'create', 'bad', '--title', 'Bad', ...args);
    expect(reply).toMatchObject({ stdout: '', stderr: expect.stringMatching(message) });
    expect(reply.code).not.toBe(0);
  });
});

describe('cupel rejudge', () => {
  it('judges beside what stands, tells who gains, and lets it count', async () => {
    await cupel('problem', 'upload', packageOf('moved'), '--publish');
    const { id, verdict } = await hand('/api/problems/moved', WRONG, { user: 'bo' });
    expect(verdict).toBe('WA');
    await cupel('problem', 'upload', packageOf('moved', { 'data/secret/02-negative.ans': '5\n' }), '--publish');
    expect(await cupel('rejudge', 'start')).toMatchObject(refusal(/problem/));
    expect(await cupel('rejudge', 'start', '--problem', 'moved', '--verdict', 'PE')).toMatchObject(refusal(/nothing/i));
    const started = await asJson('rejudge', 'start', '--problem', 'moved', '--verdict', 'wa', '--reason', 'a wrong answer file');
    expect(started).toMatchObject({ total: 1, reason: 'a wrong answer file' });
    await expect.poll(async () => (await asJson('rejudge', 'show', started.id)).state).toBe('ready');
    expect((await cupel('rejudge', 'list')).stdout).toContain('a wrong answer file');
    expect((await cupel('rejudge', 'show', started.id)).stdout).toMatch(/^ready, 1 of 1/);
    expect((await cupel('rejudge', 'apply', started.id)).stdout).toBe('1 judging now counts.\n');
    expect(await cupel('rejudge', 'apply', started.id)).toMatchObject(refusal(/applied/));
    const judgings = await fetch(`${service.url}/api/submissions/${id}/judgings`, { headers: { 'x-api-key': service.key } });
    const { items } = (await judgings.json()) as { items: { standing: string; version: number }[] };
    expect(items.map(({ standing, version }) => [standing, version])).toEqual([
      ['current', 2],
      ['superseded', 1],
    ]);
    const again = await asJson('rejudge', 'start', '--submission', id);
    expect((await cupel('rejudge', 'drop', again.id)).stdout).toBe('Everything stays as it was.\n');
    expect(await cupel('rejudge', 'show', 'none')).toMatchObject(refusal(/rejudge/));
  });
});
