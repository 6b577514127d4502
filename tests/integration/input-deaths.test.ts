import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { typingOf } from '@cupel/sdk';
import { expect, it } from 'vitest';
import { call, until } from './api.ts';
import { clientOf, usePair } from './typing.ts';

const CUPEL = fileURLToPath(new URL('../../packages/cli/bin/cupel.js', import.meta.url));
const pair = usePair();

it('goes on when the API process that was typed through is killed', async () => {
  const { other, begin, watch } = pair();
  // Accepted by the process on which nobody is given up so soon.
  const code = 'while True: print("got", input(), flush=True)';
  const id = await begin({ language: 'python', code, interactive: true }, other);
  const seen = watch(id);
  const typist = typingOf(clientOf(other), id);
  typist.type('a\n');
  await seen.shows('got a');
  const before = other.pidOf('api') ?? 0;
  process.kill(before, 'SIGKILL');
  typist.type('b\n');
  await seen.shows('got b');
  typist.type('c\n');
  typist.end();
  await seen.ended;
  expect(seen.text()).toBe('got a\ngot b\ngot c\n');
});

it('on the command line is what comes on stdin, and at a terminal what is typed', async () => {
  const { other } = pair();
  const folderOf = mkdtempSync(join(tmpdir(), 'cupel-typed-'));
  const program = join(folderOf, 'greet.py');
  writeFileSync(program, 'import sys\nprint("tty" if sys.stdin.isatty() else "pipe")\nprint("Hello,", input("name? "))\n');
  const command = (flag: string) => [CUPEL, 'submit', flag, '--url', other.url, '--key', other.key, program];
  const piped = spawnSync(process.execPath, command('--interactive'), { input: 'Ada\n', encoding: 'utf8' });
  expect(piped).toMatchObject({ status: 0, stdout: 'pipe\nname? Hello, Ada\n', stderr: 'AC: ended with exit code 0\n' });
  const json = spawnSync(process.execPath, [...command('--interactive'), '--json'], { input: 'Ada\n', encoding: 'utf8' });
  expect(JSON.parse(json.stdout)).toMatchObject({ verdict: 'AC', stdout: 'pipe\nname? Hello, Ada\n' });
  const typed = spawnSync(process.execPath, command('--tty'), { input: 'Ada\r', encoding: 'utf8' });
  expect(typed.stdout).toBe('tty\r\nAda\r\nHello, Ada\r\n');
  expect(typed.stderr).toBe('name? AC: ended with exit code 0\n');
  rmSync(folderOf, { recursive: true });
});

it('begins anew with the program, where its worker died', async () => {
  const { one, other, begin } = pair();
  const code = 'while True: print("got", input(), flush=True)';
  const id = await begin({ language: 'python', code, interactive: true }, other);
  const typist = typingOf(clientOf(other), id);
  let text = '';
  const follow = (async () => {
    for await (const event of clientOf(other).stream(id)) {
      // All of before is gone: a page clears its terminal, and numbers from 1 again.
      if (event.kind === 'requeued') {
        text = '';
        typist.restart();
        typist.type('again\n');
      }
      if (event.kind === 'output') text += event.data.text;
    }
  })();
  typist.type('one\n');
  await until(
    () => text,
    (shown) => shown === 'got one\n',
  );
  process.kill(one.pidOf('worker') ?? 0, 'SIGKILL');
  await until(
    () => text,
    (shown) => shown === 'got again\n',
    60_000,
  );
  await call(other, 'POST', `/api/submissions/${id}/cancel`);
  await follow;
}, 90_000);
