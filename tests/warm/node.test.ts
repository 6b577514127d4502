import { setTimeout as sleep } from 'node:timers/promises';
import type { RunOutcome, RunSpec } from '@cupel/domain';
import { startLauncher } from '@cupel/sandbox';
import { expect, it } from 'vitest';
import { LAUNCHER } from '../support/paths.js';
import { NODE_PROGRAMS } from './node-programs.js';
import { python, seen, text } from './support.js';

const warm = await startLauncher({ binary: LAUNCHER, warm: 'ahead', boxes: 6 });
const cold = await startLauncher({ binary: LAUNCHER, warm: 'never', boxes: 4 });

const file = (name: string, code: string) => ({ name, content: { kind: 'bytes', bytes: Buffer.from(code) } }) as const;

const node = (code: string, parts: Partial<RunSpec> = {}): RunSpec => {
  const plain = python('');
  return {
    ...plain,
    warm: 'javascript',
    argv: ['/usr/bin/node', '--max-old-space-size=640', '--stack-size=57344', 'main.js', 'one', 'two words'],
    limits: { ...plain.limits, memory: 512 << 20, processes: 256, cpuTime: 8_000_000 },
    files: [file('main.js', code), file('second.js', 'exports.name = "second"'), file('folder/third.txt', '3')],
    stdin: { kind: 'bytes', bytes: Buffer.from('first\nsecond\n') },
    ...parts,
  };
};

/** A process that waits is there once a kind has been wanted twice, and a core was free to boot it. */
async function warmly(spec: RunSpec): Promise<RunOutcome> {
  for (let left = 100; ; left -= 1) {
    const outcome = await warm.run(spec);
    if (outcome.evidence.timing.warm === true || left === 0) return outcome;
    await sleep(50);
  }
}

it.each(Object.entries(NODE_PROGRAMS))('%s', async (_name, code) => {
  const [one, other] = [await warmly(node(code)), await cold.run(node(code))];
  expect(one.evidence.timing.warm).toBe(true);
  expect(seen(one)).toEqual(seen(other));
});

it('input that is nothing ends at once', async () => {
  const outcome = await warmly(node('console.log(require("fs").readFileSync(0).length)', { stdin: { kind: 'null' } }));
  expect(text(outcome.stdout)).toBe('0\n');
});

it('a leak dies of the memory limit, a loop of the time limit', async () => {
  const limits = { ...node('').limits, cpuTime: 500_000, memory: 128 << 20 };
  const argv = ['/usr/bin/node', '--max-old-space-size=160', 'main.js'];
  const leak = await warmly(node('const a = []; for (;;) a.push(Buffer.alloc(1 << 20, 1));', { limits, argv }));
  expect(leak.evidence.firstCause).toBe('oom_kill');
  const loop = await warmly(node('for (;;);', { limits, argv }));
  expect(loop.evidence.firstCause).toBe('cpu_limit');
  expect([leak.evidence.timing.warm, loop.evidence.timing.warm]).toEqual([true, true]);
});

it('a program that was compiled into an artefact', async () => {
  const main = 'console.log(__filename, require("fs").readdirSync("/program"), require("fs").readdirSync("/box"));';
  const shell = { argv: ['/usr/bin/true'], keep: true, files: [file('main.cjs', main)] };
  const argv = ['/usr/bin/node', '--stack-size=57344', '/program/main.cjs'];
  const said = [];
  for (const sandbox of [warm, cold]) {
    const { artefact } = await sandbox.run(node('', shell));
    if (artefact === undefined) throw new Error('nothing was kept');
    const spec = node('', { warm: 'typescript', argv, files: [], artefact });
    said.push(sandbox === warm ? await warmly(spec) : await cold.run(spec));
  }
  expect(said.map(({ evidence }) => evidence.timing.warm)).toEqual([true, false]);
  expect(text(said[0]?.stdout ?? new Uint8Array())).toBe("/program/main.cjs [ 'main.cjs' ] []\n");
  expect(said.map(seen)[0]).toEqual(said.map(seen)[1]);
});

it('a folder that is read-only is so to a program that came late', async () => {
  const code = `
const fs = require("fs");
const tried = ["new", "/box/new", "/proc/self/cwd/new", "/proc/self/root/box/new", "main.js", "../box/second.js", "folder/new"];
for (const path of tried) try { fs.writeFileSync(path, "x"); console.log("written", path) } catch (e) { console.log(path, e.code) }
console.log(process.cwd(), fs.readdirSync("."), fs.readlinkSync("/proc/self/cwd"), fs.readdirSync("/proc/self/task").length > 1);
`;
  const [one, other] = [await warmly(node(code, { readOnly: true })), await cold.run(node(code, { readOnly: true }))];
  expect(one.evidence.timing.warm).toBe(true);
  expect(text(one.stdout)).not.toContain('written');
  expect(seen(one)).toEqual(seen(other));
});

it('what one program leaves, no other finds', async () => {
  const plant =
    'globalThis.canary = 1; Array.prototype.canary = 1; require("fs").canary = 1; process.env.CANARY = "1"; require("fs").writeFileSync("/tmp/canary", "1"); setInterval(() => {}, 10)';
  const look =
    'console.log(typeof canary, [].canary, require("fs").canary, process.env.CANARY, require("fs").readdirSync("/tmp"), process._getActiveHandles().length)';
  const limits = { ...node('').limits, wallTime: 300_000 };
  for (let round = 0; round < 3; round += 1) {
    await warmly(node(plant, { limits }));
    expect(text((await warmly(node(look, { limits }))).stdout)).toMatch(/^undefined undefined undefined undefined \[\] 0\n|1\n$/);
  }
});

it('many at once come out right, warm or cold', async () => {
  const runs = Array.from({ length: 16 }, (_, n) => warm.run(node(`console.log(${n})`)));
  expect((await Promise.all(runs)).map(({ stdout }) => text(stdout))).toEqual(runs.map((_, n) => `${n}\n`));
});

it('closes', async () => {
  await Promise.all([warm.close(), cold.close()]);
});
