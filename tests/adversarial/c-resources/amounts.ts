import { spawn } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'vitest';
import { type Case, type Setting, told } from '../case.js';
import { filesWith, processesWith, readHost, statusOf } from '../outside.js';
import { getAttack, onHost } from '../programs.js';

const MEBIBYTE = 1 << 20;
const MEMORY = 32 * MEBIBYTE;
const CAP = 256 << 10;
const CPU = 150_000;
const WALL = 500_000;

const stageMemory = ({ token, variant, guardMemory, limits }: Setting) => {
  let held = 0;
  const before = guardMemory();
  return {
    args: [variant, variant === 'pipes' ? '60' : '96', token],
    look: async () => {
      held = guardMemory() - before;
    },
    effect: () => (held > limits.memory ? `${held >> 20} MiB are held` : undefined),
  };
};

const BLOCKS = 512;

/** Bytes and entries that the run has in the host's own folders. */
const taken = (paths: readonly string[]) => {
  const entries = paths.flatMap((path) => [
    path,
    ...(statSync(path).isDirectory()
      ? readdirSync(path, { recursive: true, encoding: 'utf8' }).map((name) => `${path}/${name}`)
      : []),
  ]);
  return {
    entries: entries.length,
    bytes: entries.reduce((sum, path) => sum + statSync(path).blocks * BLOCKS, 0),
    apparent: entries.reduce((sum, path) => sum + statSync(path).size, 0),
  };
};

const AMOUNTS: Readonly<Record<string, string>> = { large: '24', many: '600', deep: '600', sparse: '1024' };

const stageDisk = ({ token, variant, limits }: Setting) => {
  let effect: string | undefined;
  return {
    args: [variant, token, AMOUNTS[variant] ?? ''],
    look: async () => {
      const { entries, bytes, apparent } = taken(filesWith(token));
      if (entries > limits.scratchInodes || bytes > limits.scratchBytes || apparent > 10 * limits.scratchBytes)
        effect = `${entries} entries, ${bytes} bytes, ${apparent} apparent`;
    },
    effect: () => effect,
  };
};

const stageFlood = ({ token, variant, launcher }: Setting) => {
  const peak = () => Number.parseInt(statusOf(launcher.pid, 'VmHWM'), 10) * 1024;
  const before = peak();
  return {
    args: [variant, token],
    effect: (ran: { readonly outcome: { readonly stdout: Uint8Array; readonly stderr: Uint8Array } }) => {
      const kept = ran.outcome.stdout.length + ran.outcome.stderr.length;
      const grown = peak() - before;
      return kept > 2 * CAP || grown > 4 * MEBIBYTE ? `${kept} bytes kept, the launcher grew by ${grown}` : undefined;
    },
  };
};

/** Reads for as long as it takes to pass the cap. */
const naiveFlood = async (): Promise<string | undefined> => {
  const [file = '', ...args] = await onHost(getAttack('c-resources/c5-output'));
  const child = spawn(file, [...args, '2'], { stdio: ['ignore', 'pipe', 'ignore'] });
  let kept = 0;
  for await (const chunk of child.stdout ?? []) {
    kept += (chunk as Buffer).length;
    if (kept > 8 * CAP) break;
  }
  child.kill('SIGKILL');
  return kept > 2 * CAP ? `${kept} bytes` : undefined;
};

const naiveSleep = async ({ token }: Setting): Promise<string | undefined> => {
  const [file = '', ...args] = await onHost(getAttack('c-resources/c8-sleep'));
  const child = spawn(file, [...args, 'sleep', token], { stdio: 'ignore' });
  await sleep((2 * WALL) / 1000);
  const [pid] = processesWith(token);
  child.kill('SIGKILL');
  return pid === undefined ? undefined : `process ${pid} is there`;
};

const stageDiskWrites = ({ token }: Setting) => {
  let written = 0;
  return {
    args: [token],
    look: async () => {
      for (const pid of processesWith(token))
        written += Number(/^write_bytes: (\d+)$/m.exec(readHost(`/proc/${pid}/io`))?.[1] ?? 0);
    },
    effect: () => (written > 0 ? `${written} bytes` : undefined),
  };
};

/** What a run may have much of: memory, time, output, disk. */
export const amounts: readonly Case[] = [
  {
    folder: 'c3-memory',
    variants: ['heap', 'children', 'memfd', '/tmp/file', '/dev/shm/file', 'pipes'],
    limits: { memory: MEMORY, scratchBytes: 8 * MEMORY, fileSize: 8 * MEMORY, processes: 128, openFiles: 512 },
    stage: stageMemory,
    contained: ({ outcome }) => expect(outcome.evidence.memory.oomKills).toBeGreaterThan(0),
  },
  {
    folder: 'c4-cpu',
    limits: { cpuTime: CPU, wallTime: 30_000_000, cores: 2 },
    stage: ({ token }) => ({
      args: ['60', token],
      effect: (ran) => (Number(told(ran, 'burnt')) >= (3 * CPU) / 1000 ? `${told(ran, 'burnt')} ms` : undefined),
    }),
    contained: ({ outcome }) => expect(outcome.evidence.firstCause).toBe('cpu_limit'),
  },
  {
    folder: 'c5-output',
    variants: ['2', '4', '6'],
    limits: { stdoutBytes: CAP, stderrBytes: CAP },
    stage: stageFlood,
    naive: naiveFlood,
  },
  {
    folder: 'c6-disk',
    variants: Object.keys(AMOUNTS),
    limits: { scratchBytes: 8 * MEBIBYTE, scratchInodes: 500, fileSize: 4 * MEBIBYTE },
    stage: stageDisk,
    // A file that could not be stretched has taken nothing, so that the program's own end is all there is to tell.
    verdicts: { sparse: ['RE'] },
  },
  {
    folder: 'c8-sleep',
    variants: ['sleep', 'stop'],
    limits: { wallTime: WALL },
    stage: ({ token, variant }) => ({
      args: [variant, token],
      effect: () => (processesWith(token).length > 0 ? 'it is still there' : undefined),
    }),
    contained: ({ outcome }) => expect(outcome.evidence.firstCause).toBe('wall_limit'),
    naive: naiveSleep,
  },
  {
    folder: 'c9-core-dump',
    stage: ({ token }) => ({
      args: [token],
      collect: [{ name: 'core', maxBytes: 32 * MEBIBYTE }],
      effect: (ran) => (ran.outcome.files[0]?.status === 'absent' ? undefined : 'a core file'),
    }),
    contained: ({ outcome }) => expect(outcome.evidence.exit).toEqual({ kind: 'signal', signal: 'SIGABRT' }),
  },
  { folder: 'c10-disk-writes', stage: stageDiskWrites },
];
