import { setTimeout as sleep } from 'node:timers/promises';
import { DEFAULT_LIMITS, type RunOutcome, type RunSpec } from '@cupel/domain';
import { startLauncher } from '@cupel/sandbox';
import { describe, expect, it } from 'vitest';
import { LAUNCHER } from '../support/paths.js';
import { type Product, startProduct } from '../support/product.js';
import { childrenOf, python, text, warmly } from './support.js';

/**
 * An interpreter that was chosen for a run and dies before the program's first instruction: stopped, so that the run is given
 * to it and it does nothing with it; then killed. The run goes cold, with all of its input, and nobody is told.
 */
const INPUT = Buffer.from('line\n'.repeat(2000));

const node = (code: string): RunSpec => ({
  ...python(''),
  warm: 'javascript',
  argv: ['/usr/bin/node', '--max-old-space-size=320', 'main.js'],
  limits: { ...DEFAULT_LIMITS, memory: 256 << 20, processes: 256 },
  files: [{ name: 'main.js', content: { kind: 'bytes', bytes: Buffer.from(code) } }],
  stdin: { kind: 'bytes', bytes: INPUT },
});

const NODE = 'console.log(require("fs").readFileSync(0).length); process.exitCode = 3';
const PYTHON = 'import sys\nprint(len(sys.stdin.buffer.read()))\nsys.exit(3)';
const CASES: readonly (readonly [name: string, process: string, spec: RunSpec])[] = [
  ['a Node that waits', 'node', node(NODE)],
  ['a fork of Python', 'cupel-child', python(PYTHON, { stdin: { kind: 'bytes', bytes: INPUT } })],
];

describe.each(CASES)('%s', (_, name, spec) => {
  it('that dies with its run in its hands is made up for', async () => {
    const product = await startProduct();
    for (let round = 0; round < 5; round += 1) {
      expect((await untilWarm(product, spec)).evidence.timing.warm).toBe(true);
      const outcome = await killedAtHandOver(product, name, spec);
      expect(outcome.evidence.firstCause).toBe('ended');
      expect(outcome.evidence.exit).toEqual({ kind: 'code', code: 3 });
      expect([text(outcome.stdout), text(outcome.stderr)]).toEqual([`${INPUT.length}\n`, '']);
      expect(outcome.evidence.timing.warm).toBe(false);
    }
    await product.close();
  });
});

async function untilWarm({ sandbox }: Product, spec: RunSpec): Promise<RunOutcome> {
  for (let left = 60; ; left -= 1) {
    const outcome = await sandbox.run(spec);
    if (outcome.evidence.timing.warm === true || left === 0) return outcome;
    await sleep(100);
  }
}

async function killedAtHandOver({ sandbox, pid }: Product, name: string, spec: RunSpec): Promise<RunOutcome> {
  await expect.poll(() => childrenOf(pid, name).length).toBeGreaterThan(0);
  await sleep(1000); // Until they have booted, and nothing more is being built.
  const waiting = childrenOf(pid, name);
  for (const one of waiting) process.kill(one, 'SIGSTOP');
  const running = sandbox.run(spec);
  await sleep(200);
  for (const one of waiting) process.kill(one, 'SIGKILL');
  return running;
}

it('a run that is cancelled while its interpreter does nothing is over at once', async () => {
  const product = await startProduct();
  const spec = python(PYTHON);
  await warmly(product.sandbox, spec);
  await sleep(1000);
  const waiting = childrenOf(product.pid, 'cupel-child');
  for (const one of waiting) process.kill(one, 'SIGSTOP');
  const abort = new AbortController();
  const running = product.sandbox.run(spec, { signal: abort.signal });
  await sleep(100);
  abort.abort();
  expect((await running).evidence.firstCause).toBe('cancelled');
  // The one that had the run is gone with its box.
  for (const one of waiting) if (childrenOf(product.pid, 'cupel-child').includes(one)) process.kill(one, 'SIGKILL');
  await product.close();
});

it('a template gives way to another, whose programs have another hash seed; meanwhile every run is served', async () => {
  const sandbox = await startLauncher({ binary: LAUNCHER, warm: 'ahead', boxes: 6, templateSeconds: 1 });
  const seeds = new Set<string>();
  for (let run = 0; run < 400 && seeds.size < 4; run += 1) {
    const outcome = await sandbox.run(python('import sys\nprint(hash("cupel"), len(sys.stdin.buffer.read()))'));
    expect(outcome.evidence.exit).toEqual({ kind: 'code', code: 0 });
    if (outcome.evidence.timing.warm === true) seeds.add(text(outcome.stdout));
    await sleep(20);
  }
  await sandbox.close();
  expect(seeds.size).toBe(4);
});
