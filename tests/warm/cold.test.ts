import { setTimeout as sleep } from 'node:timers/promises';
import { startLauncher } from '@cupel/sandbox';
import { expect, it } from 'vitest';
import { LAUNCHER } from '../support/paths.js';
import { startProduct } from '../support/product.js';
import { childrenOf, python, text, warmly } from './support.js';

/** Where a booted interpreter cannot serve, the program gets a fresh one, and nobody is told anything else. */
const OWN = 'import queue\nprint(queue.NAME)';

it.each([
  ['a module of its own with the name of one that is loaded', python(OWN, {}, { 'queue.py': 'NAME = "mine"' }), 'mine\n'],
  ['a package of its own likewise', python(OWN, {}, { 'queue/__init__.py': 'NAME = "mine"' }), 'mine\n'],
  [
    'a variable that Python reads when it boots',
    python('print(hash("a"))', { env: { PYTHONHASHSEED: '0' } }),
    '4644417185603328019\n',
  ],
  ['another time zone', python('import time\nprint(time.tzname)', { env: { TZ: 'Europe/Paris' } }), "('CET', 'CEST')\n"],
  ['other switches', python('', { argv: ['/usr/bin/python3', '-B', '-s', '-O', 'main.py'] }), ''],
  ['no file', python('', { argv: ['/usr/bin/python3', '-B', '-s', '-c', 'print(1)'] }), '1\n'],
  ['another interpreter', python('', { argv: ['/usr/bin/env', 'echo', 'hi'] }), 'hi\n'],
  ['a template that there is not', python('print(1)', { warm: 'cobol' }), '1\n'],
])('%s is served cold', async (_name, spec, stdout) => {
  const sandbox = await startLauncher({ binary: LAUNCHER, warm: 'ahead', boxes: 2 });
  const outcome = await sandbox.run(spec);
  await sandbox.close();
  expect(outcome.evidence.timing.warm).toBe(false);
  expect(outcome.evidence.exit).toEqual({ kind: 'code', code: 0 });
  expect(text(outcome.stdout)).toBe(stdout);
});

it('the second program that could use one starts a template, and later ones run warm', async () => {
  const sandbox = await startLauncher({ binary: LAUNCHER, boxes: 4 });
  const outcome = await untilWarm(() => sandbox.run(python('print("here")')));
  await sandbox.close();
  expect(outcome.evidence.timing.warm).toBe(true);
  expect(text(outcome.stdout)).toBe('here\n');
});

async function untilWarm(run: () => ReturnType<Awaited<ReturnType<typeof startLauncher>>['run']>) {
  for (let left = 40; ; left -= 1) {
    const outcome = await run();
    if (outcome.evidence.timing.warm === true || left === 0) return outcome;
    await sleep(100);
  }
}

it('a template that is killed costs warmth and nothing else', async () => {
  const { sandbox, pid, close } = await startProduct();
  expect((await warmly(sandbox, python(''))).evidence.timing.warm).toBe(true);
  const [template] = childrenOf(pid, 'python3');
  process.kill(template ?? 0, 'SIGKILL');
  const runs = await Promise.all(Array.from({ length: 40 }, () => sandbox.run(python('print("still")'))));
  await close();
  expect(runs.map(({ stdout }) => text(stdout))).toEqual(runs.map(() => 'still\n'));
});

it('so does a keeper, or a booted interpreter that waits in its box', async () => {
  const { sandbox, pid, close } = await startProduct();
  expect((await warmly(sandbox, python(''))).evidence.timing.warm).toBe(true);
  for (const name of ['cupel-keeper', 'cupel-child'])
    for (let round = 0; round < 5; round += 1) {
      for (const victim of childrenOf(pid, name)) process.kill(victim, 'SIGKILL');
      await sleep(50);
      expect(text((await sandbox.run(python('print("still")'))).stdout)).toBe('still\n');
    }
  await close();
});

it('with --cold there is none', async () => {
  const sandbox = await startLauncher({ binary: LAUNCHER, warm: 'never', boxes: 4 });
  const outcomes = [];
  for (let run = 0; run < 4; run += 1) outcomes.push(await sandbox.run(python('print(1)')));
  await sandbox.close();
  expect(outcomes.map(({ evidence }) => evidence.timing.warm)).toEqual([false, false, false, false]);
});
