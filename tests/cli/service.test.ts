import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Database, openDatabase } from '@cupel/store';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { databaseUrl, type Service, startService, temporaryFolder } from '../integration/service.ts';
import { command } from './command.ts';

let folder = '';
let service: Service;
let database: Database;
let readOnly = '';

beforeAll(async () => {
  folder = await temporaryFolder();
  service = await startService({ dataDir: join(folder, 'data') });
  const connectionString = databaseUrl(service.dataDir);
  database = openDatabase({ connectionString, applicationName: 'tests', minConnections: 0, maxConnections: 1 });
  readOnly = (await asJson('keys', 'create', '--name', 'reader', '--scopes', 'read')).token;
});
afterAll(async () => {
  await database.close();
  await service.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** As the operator types it on the machine of the service. */
const cupel = (...args: readonly string[]) =>
  command('cupel', args, { env: { CUPEL_DATA_DIR: service.dataDir, CUPEL_URL: service.url, CUPEL_API_KEY: service.key } });
const asJson = async (...args: readonly string[]) => JSON.parse((await cupel(...args, '--json')).stdout);
const sourceFile = (name: string, text: string) => {
  const path = join(mkdtempSync(join(tmpdir(), 'cupel-cli-')), name);
  writeFileSync(path, text);
  return path;
};
/** Its own message on stderr, nothing on stdout, and whose fault it was in the exit code. */
const refusal = (code: number, message: string | RegExp) => ({
  code,
  stdout: '',
  stderr: message instanceof RegExp ? expect.stringMatching(message) : expect.stringContaining(message),
});

/** Makes a submission one on which we failed for good. */
async function park(id: string): Promise<void> {
  const failure = JSON.stringify([{ code: 'launcher_died', message: 'the launcher died', at: new Date().toISOString() }]);
  const job = `UPDATE jobs SET state = 'dead', reason = 'the launcher died', failures = $2::jsonb, leased_until = NULL WHERE submission_id = $1`;
  await database.query({ text: job }, [id, failure]);
  await database.query({ text: `UPDATE submissions SET state = 'failed', verdict = 'IE', completed_at = now() WHERE id = $1` }, [
    id,
  ]);
}

describe('cupel keys', () => {
  it('makes a key that works, lists it without its token, and makes it useless', async () => {
    const made = await cupel('keys', 'create', '--name', 'ci', '--scopes', 'submit, read', '--days', '2');
    const [, id, token] = /^(\S+) ci \(submit, read\), shown this once:\n\n {4}(cupel_\S+)\n$/.exec(made.stdout) ?? [];
    const file = sourceFile('one.py', 'print(1)');
    expect(await command('cupel', ['submit', file, '--wait', '--url', service.url, '--key', token ?? ''])).toMatchObject({
      code: 0,
      stdout: '1\n',
    });
    const listed = await cupel('keys', 'list');
    expect(listed.stdout).toMatch(new RegExp(`^${id} {2}${token?.slice(0, 12)} {2}submit,read {2}good {2}ci$`, 'm'));
    expect(listed.stdout).not.toContain(token);
    expect(await cupel('keys', 'revoke', id ?? '')).toMatchObject({ code: 0, stdout: `${id} ci is revoked.\n` });
    expect((await cupel('keys', 'list')).stdout).toMatch(new RegExp(`^${id} .* revoked {2}ci$`, 'm'));
    const after = await command('cupel', ['submit', file, '--url', service.url, '--key', token ?? '']);
    expect(after).toMatchObject(refusal(2, 'invalid or missing API key (unauthorized)'));
  });

  it.each([
    [['create'], '--name is needed'],
    [['create', '--name', 'x', '--scopes', 'everything'], '--scopes is a list out of submit, read'],
    [['create', '--name', 'x', '--days', '-1'], '--days is a number of days'],
    [['revoke', 'nonsense'], 'API key not found'],
    [['revoke', '01a1fc28-313a-76ca-81c2-eee383cd3cfc'], 'API key not found'],
    [['revoke'], '<id> is needed'],
  ])('%j: %s', async (args, message) => {
    expect(await cupel('keys', ...args)).toMatchObject(refusal(2, message));
  });

  it('says where it looked when there is no service, and to whom it belongs when it may not look', async () => {
    const nowhere = await command('cupel', ['keys', 'list'], { env: { CUPEL_DATA_DIR: join(folder, 'nothing') } });
    expect(nowhere).toMatchObject(refusal(1, /there is no database in .*nothing\n {2}Type `npm start` first/));
  });
});

describe('cupel submit and cupel result', () => {
  it('hands in, waits, and shows output and verdict where they belong', async () => {
    const file = sourceFile('two.py', 'import sys\nprint(input(), sys.argv[1:])\nprint("aside", file=sys.stderr)');
    const input = sourceFile('input', 'line\n');
    const ended = await cupel('submit', file, '--stdin', input, '--wait', '--', '-a', 'b');
    expect(ended).toMatchObject({ code: 0, stdout: "line ['-a', 'b']\n", stderr: 'aside\nAC: ended with exit code 0\n' });
    const { stdout: id } = await cupel('submit', file, '--stdin', input);
    const result = await cupel('result', id.trim(), '--wait');
    expect(result).toMatchObject({ code: 0, stdout: 'line []\n' });
    expect(await asJson('result', id.trim())).toMatchObject({ id: id.trim(), verdict: 'AC', stdout: 'line []\n' });
  });

  it('keeps bytes that are no text', async () => {
    const file = sourceFile('bytes.py', 'import sys\nsys.stdout.buffer.write(bytes(range(256)))');
    expect((await cupel('submit', file, '--wait')).bytes).toEqual(Buffer.from(Array.from({ length: 256 }, (_, byte) => byte)));
  });

  it('shows what the compiler said', async () => {
    const ended = await cupel('submit', sourceFile('bad.cpp', 'int main( { }'), '--wait');
    expect(ended.stderr).toMatch(/error: expected[\s\S]*\nCE: /);
  });

  it.each([
    [['submit', '/nonexistent/x.py'], 2, 'cannot read /nonexistent/x.py: ENOENT'],
    [['submit', 'README.md'], 2, 'the language of README.md cannot be told from its name\n  Name it with --language.'],
    [
      ['submit', 'docs/examples/first.py', '--version', '9'],
      2,
      /Python 9 is not installed\. available: 3\.\S+ \(version_unknown\)/,
    ],
    [['submit', 'docs/examples/first.py', '--language', 'brainfuck'], 2, /unsupported language: brainfuck\. available: .*bash/],
    [['submit', 'docs/examples/first.py', '--url', 'http://127.0.0.1:1'], 1, 'there is no service at http://127.0.0.1:1\n'],
    [['submit', 'docs/examples/first.py', '--url', 'nonsense'], 2, '--url is no address of a service: nonsense\n'],
    [['submit', 'docs/examples/first.py', '--key', 'wrong'], 2, 'invalid or missing API key (unauthorized)'],
    [['result', 'nonsense'], 2, 'submission not found (submission_not_found)'],
    [['result'], 2, '<id> is needed'],
  ])('%j: %i, %s', async (args, code, message) => {
    expect(await cupel(...args)).toMatchObject(refusal(code, message));
  });

  it('says which scope a key lacks', async () => {
    const refused = await cupel('submit', 'docs/examples/first.py', '--key', readOnly);
    expect(refused).toMatchObject(refusal(2, /submit/));
  });
});

describe('cupel queue', () => {
  it('shows how much waits, runs and was parked', async () => {
    expect((await cupel('queue', 'depth')).stdout).toMatch(
      /^interactive +0 waiting, 0 running\n[\s\S]*all +0 waiting of 10000 that may.*\nparked +\d+ dead, \d+ quarantined/,
    );
    expect(await asJson('queue', 'depth')).toMatchObject({ queued: 0, running: 0, capacity: 10_000 });
  });

  it('lists dead letters with their reason, retries one, drops another', async () => {
    expect((await cupel('queue', 'dead')).stdout).toBe('There are no dead letters.\n');
    const file = sourceFile('late.sh', 'echo at last');
    const ids = await Promise.all([1, 2].map(async () => (await asJson('submit', file, '--wait')).id as string));
    for (const id of ids) await park(id);
    const [retried = '', dropped = ''] = ids;
    const { stdout } = await cupel('queue', 'dead');
    for (const id of ids) expect(stdout).toContain(`${id}  dead  bash  the launcher died\n`);
    expect((await asJson('queue', 'dead')).items[0].failures).toMatchObject([{ code: 'launcher_died' }]);

    expect(await cupel('queue', 'retry', retried)).toMatchObject({ code: 0, stdout: `${retried} is queued again.\n` });
    expect(await cupel('result', retried, '--wait')).toMatchObject({ code: 0, stdout: 'at last\n' });
    expect(await cupel('queue', 'drop', dropped)).toMatchObject({ code: 0, stdout: `${dropped} is dropped.\n` });
    expect((await cupel('queue', 'dead')).stdout).toBe('There are no dead letters.\n');
    expect(await cupel('queue', 'retry', retried)).toMatchObject(refusal(2, 'dead letter not found (record_not_found)'));
  });

  it.each([
    [['retry', 'nonsense'], 'dead letter not found'],
    [['drop', '01a1fc28-313a-76ca-81c2-eee383cd3cfc'], 'dead letter not found'],
    [['dead', '--cursor', 'nonsense'], 'cursor'],
    [['dept'], 'unknown command "dept", did you mean "depth"?'],
  ])('%j: %s', async (args, message) => {
    expect(await cupel('queue', ...args)).toMatchObject(refusal(2, message));
  });

  it('is for keys with the scope admin', async () => {
    expect(await cupel('queue', 'depth', '--key', readOnly)).toMatchObject(refusal(2, /admin/));
  });
});

describe('cupel abuse', () => {
  it('shows who is refused and why, and lets him in again', async () => {
    expect((await cupel('abuse', 'cool-downs')).stdout).toBe('Nobody is in a cool-down.\n');
    const { id, token } = await asJson('keys', 'create', '--name', 'bomber');
    const cool = `INSERT INTO cool_downs (tenant_id, flow_id, until, reason)
      SELECT tenant_id, id, now() + interval '1 hour', 'fork_bomb' FROM api_keys WHERE id = $1`;
    await database.query({ text: cool }, [id]);
    expect((await cupel('abuse', 'cool-downs')).stdout).toMatch(new RegExp(`^${id} {2}until \\S+Z {2}fork_bomb\\n$`));
    const refused = await cupel('submit', 'docs/examples/first.py', '--key', token);
    expect(refused).toMatchObject(refusal(2, /\(cooling_down\)/));
    expect(await cupel('abuse', 'lift', id)).toMatchObject({ code: 0, stdout: `${id} may submit again.\n` });
    expect(await cupel('abuse', 'lift', id)).toMatchObject(refusal(2, 'cool-down not found'));
    expect((await cupel('submit', 'docs/examples/first.py', '--key', token)).code).toBe(0);
    expect((await cupel('abuse', 'list', '--flow', id)).stdout).toBe('Nothing was noticed.\n');
  });
});

describe('cupel people', () => {
  it('lists, invites, changes and shuts out, in words', async () => {
    expect((await cupel('people', 'list')).stdout).toBe('There is nobody.\n');
    const { path } = await asJson('people', 'invite', '--role', 'admin');
    const joined = await fetch(`${service.url}/api/invitations/${path.replace('/join/', '')}/accept`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: service.url },
      body: JSON.stringify({
        login: 'ada',
        name: 'Ada\u001b]0;x\u0007'.replace(/\p{Cc}/gu, '\u202e'),
        password: 'correct horse',
      }),
    });
    expect(joined.status).toBe(201);
    expect((await cupel('people', 'list', '--search', 'AD')).stdout).toMatch(/^LOGIN .*\nada +admin +open +\d{4}-.*\n$/);
    expect((await cupel('people', 'list')).stdout).not.toContain('\u202e');
    const last = 'ada is the only administrator; make somebody else one first';
    expect(await cupel('people', 'close', 'ada')).toMatchObject(refusal(2, last));
    expect(await cupel('people', 'role', 'ada', 'king')).toMatchObject(refusal(2, 'submitter, setter, teacher, admin'));
    expect(await cupel('people', 'sign-out', 'nobody')).toMatchObject(refusal(2, 'person with the login nobody not found'));
    expect((await cupel('people', 'password-link', 'ada')).stdout).toMatch(
      /shown this once:\n\n {4}http\S+\/reset\/cupel_\S+\n$/,
    );
    expect((await cupel('people', 'sign-out', 'ADA')).stdout).toBe('ADA is signed out everywhere.\n');
    expect(await cupel('people', 'list', '--key', readOnly)).toMatchObject(refusal(2, /admin/));
  });
});
