import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { RunOutcome, RunSpec } from '@cupel/domain';
import { type Launcher, type LauncherState, startLauncher } from '@cupel/sandbox';
import { expect, test } from 'vitest';
import { filesWith, processesWith } from '../adversarial/outside.ts';
import { WIDE } from '../conformance/spec.ts';
import { LAUNCHER } from '../support/paths.ts';
import { cgroupsOf, descendants, launcherPid, residentMemory, tracesOf } from './traces.ts';

const RUNS = 1000;
const HOSTILE_SHARE = 20;
/** As many as there are boxes: a place for a box is kept once it has been used, so all of them are used before we count. */
const TOGETHER = 8;
const GROWTH = 4 << 20;

const mark = `left${randomUUID().slice(0, 8)}`;

const spec = (argv: readonly string[], limits: Partial<RunSpec['limits']> = {}): RunSpec => ({
  profile: 'judge',
  mode: 'strict',
  argv,
  env: {},
  files: [],
  stdin: { kind: 'null' },
  stdout: { kind: 'pipe' },
  stderr: { kind: 'pipe' },
  collect: [],
  keep: false,
  limits: { ...WIDE, wallTime: 20_000_000, ...limits },
});

const shell = (line: string, limits?: Partial<RunSpec['limits']>): RunSpec =>
  spec(['/bin/sh', '-c', `: ${mark}; ${line}`], limits);

const python = (line: string, limits?: Partial<RunSpec['limits']>): RunSpec =>
  spec(['/usr/bin/python3', '-I', '-S', '-c', `# ${mark}\n${line}`], limits);

const QUARTER_SECOND = 250_000;

/** Programs that would leave something behind, where they could. */
const hostile: Readonly<Record<string, RunSpec>> = {
  'fork bomb': python('import os\nwhile True:\n  try: os.fork()\n  except OSError: pass', {
    processes: 32,
    wallTime: QUARTER_SECOND,
  }),
  daemon: shell('setsid sleep 1000 & setsid sh -c "trap : TERM HUP; sleep 1000" & exit 0'),
  'memory hog': python('x = bytearray(1 << 30)\nwhile True: pass', { memory: 48 << 20, wallTime: 5_000_000 }),
  'output flood': shell('exec yes', { stdoutBytes: 100_000 }),
  segfault: shell('kill -SEGV $$'),
  litter: shell(
    `for d in /tmp /dev/shm /run /box /var/tmp; do echo x > $d/${mark}; mkfifo $d/${mark}.f; done; sleep 1000 & exit 3`,
  ),
};

const hostileSpecs = Object.values(hostile);
const harmless = spec(['/usr/bin/true']);

/** Runs `count` programs, a twentieth of them hostile; gives the outcomes of the harmless and of the hostile ones. */
async function runMany(sandbox: Launcher, count: number): Promise<{ good: RunOutcome[]; bad: RunOutcome[] }> {
  const outcomes: { good: RunOutcome[]; bad: RunOutcome[] } = { good: [], bad: [] };
  let next = 0;
  const worker = async () => {
    while (next < count) {
      const index = next++;
      const isHostile = index % HOSTILE_SHARE === 0;
      const attack = hostileSpecs[(index / HOSTILE_SHARE) % hostileSpecs.length] ?? harmless;
      const outcome = await sandbox.run(isHostile ? attack : harmless, { keepBytes: 100 });
      outcomes[isHostile ? 'bad' : 'good'].push(outcome);
    }
  };
  await Promise.all(Array.from({ length: TOGETHER }, worker));
  return outcomes;
}

/** Boxes are built ahead a moment after one was used: waits until as many are ready as there will be. */
async function settled(sandbox: Launcher): Promise<LauncherState> {
  let state = await sandbox.status();
  for (let calm = 0; calm < 10; ) {
    await sleep(50);
    const now = await sandbox.status();
    calm = now.ready === state.ready && now.processes === state.processes && now.running === 0 ? calm + 1 : 0;
    state = now;
  }
  return state;
}

test(`${RUNS} runs, one in ${HOSTILE_SHARE} hostile, leave nothing behind`, { timeout: 120_000 }, async () => {
  const sandbox = await startLauncher({ binary: LAUNCHER, boxes: TOGETHER });
  const launcher = launcherPid(LAUNCHER);
  try {
    await runMany(sandbox, hostileSpecs.length * HOSTILE_SHARE);
    const stateBefore = await settled(sandbox);
    const before = tracesOf(launcher);
    const memoryBefore = residentMemory(launcher);

    const { good, bad } = await runMany(sandbox, RUNS);
    expect(good.filter(({ evidence }) => evidence.exit?.kind !== 'code' || evidence.exit.code !== 0)).toEqual([]);
    expect(bad.length).toBe(RUNS / HOSTILE_SHARE);
    expect(new Set(bad.map(({ evidence }) => evidence.firstCause))).toEqual(
      new Set(['ended', 'wall_limit', 'oom_kill', 'output_limit']),
    );

    const state = await settled(sandbox);
    expect(processesWith(mark)).toEqual([]);
    expect(filesWith(mark)).toEqual([]);
    expect({ ...state, runs: 0, rss: 0 }).toEqual({ ...stateBefore, runs: 0, rss: 0 });
    const { hostMounts, ...after } = tracesOf(launcher);
    expect({ ...after, hostMounts: before.hostMounts }).toEqual(before);
    expect(hostMounts).toBeLessThanOrEqual(before.hostMounts);
    expect(residentMemory(launcher) - memoryBefore).toBeLessThan(GROWTH);
  } finally {
    const below = descendants(launcher);
    await sandbox.close();
    expect([launcher, ...below].filter((pid) => existsSync(`/proc/${pid}`))).toEqual([]);
    expect(cgroupsOf(launcher)).toEqual([]);
  }
});
