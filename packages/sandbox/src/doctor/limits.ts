import type { Evidence, IsolationMode, Limits, Sandbox } from '@cupel/domain';
import { type Finding, linesOf } from './finding.js';
import { tryInBox } from './trial.js';

const { ok, fail } = linesOf('limit');

interface Trial {
  readonly name: string;
  /** A program that breaks one limit. */
  readonly script: string;
  readonly limits: Partial<Limits>;
  /** Whether a cgroup enforces it; without cgroups the line on that wall says enough. */
  readonly byCgroup: boolean;
  stopped(evidence: Evidence): boolean;
}

const trials: readonly Trial[] = [
  {
    name: 'memory',
    script: 'x=x; while :; do x=$x$x; done',
    limits: { memory: 24 << 20 },
    byCgroup: true,
    stopped: ({ memory }) => memory.oomKills > 0,
  },
  {
    name: 'processes',
    script: 'for i in 1 2 3 4 5 6 7 8; do sleep 1 & done; kill $(jobs -p)',
    limits: { processes: 4 },
    byCgroup: true,
    stopped: ({ pids }) => pids.refused > 0,
  },
  {
    name: 'CPU time',
    script: 'while :; do :; done',
    limits: { cpuTime: 100_000 },
    byCgroup: true,
    stopped: ({ firstCause }) => firstCause === 'cpu_limit',
  },
  {
    name: 'wall time',
    script: 'sleep 5',
    limits: { wallTime: 100_000 },
    byCgroup: false,
    stopped: ({ firstCause }) => firstCause === 'wall_limit',
  },
  {
    name: 'output',
    script: 'while :; do echo flood; done',
    limits: { stdoutBytes: 4096 },
    byCgroup: false,
    stopped: ({ firstCause, io }) => firstCause === 'output_limit' && io.stdout.truncated,
  },
];

/** Breaks each limit once in a box and looks whether the kernel stopped it: a controller that is listed may still do nothing. */
export async function* limitFindings(sandbox: Sandbox, mode: IsolationMode): AsyncGenerator<Finding> {
  const hasCgroup = sandbox.describe().isolation.walls.includes('cgroup');
  for (const { name, script, limits, stopped } of trials.filter(({ byCgroup }) => hasCgroup || !byCgroup)) {
    const { evidence } = await tryInBox(sandbox, mode, script, limits);
    const { firstCause, fault } = evidence;
    if (stopped(evidence)) yield ok(name, `enforced: a program that broke it was stopped`);
    else yield fail(name, 'limit_not_enforced', { limit: name, detail: fault?.detail ?? `it came to its end by ${firstCause}` });
  }
}
