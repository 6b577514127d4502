import { readlinkSync } from 'node:fs';
import { type ErrorCode, type IsolationMode, type RunOutcome, type Sandbox, WALLS, type Wall } from '@cupel/domain';
import { type Finding, linesOf } from './finding.js';
import { NAMESPACES, PROBE, parseProbe, type Seen, wallStands } from './inside.js';
import { tryInBox } from './trial.js';

const { ok, fail } = linesOf('wall');

/** Boots a box and asks for each wall twice: the launcher, which raised it, and a program that looks from behind it. */
export async function wallFindings(sandbox: Sandbox, mode: IsolationMode): Promise<readonly Finding[]> {
  const { isolation, problems } = sandbox.describe();
  const outcome = await tryInBox(sandbox, mode, PROBE);
  const seen = parseProbe(new TextDecoder().decode(outcome.stdout));
  const outside = namespacesHere();
  return WALLS.map((wall) => {
    if (isolation.missing.includes(wall)) return fail(wall, WALL_CODES[wall], { problem: problemOf(wall, problems) });
    if (wallStands(wall, seen, outside)) return ok(wall, 'raised, and seen from inside');
    return outcome.evidence.firstCause === 'ended' ? fail(wall, 'wall_not_seen', { wall }) : notBooted(wall, outcome);
  });
}

const WALL_CODES = {
  pid: 'wall_pid',
  mount: 'wall_mount',
  network: 'wall_network',
  ipc: 'wall_ipc',
  uts: 'wall_uts',
  cgroup: 'wall_cgroup',
  rlimit: 'wall_rlimit',
  user: 'wall_user',
  capability: 'wall_capability',
  no_new_privileges: 'wall_no_new_privileges',
  seccomp: 'wall_seccomp',
} as const satisfies Record<Wall, ErrorCode>;

/** The launcher's lines read "wall: what failed". */
function problemOf(wall: Wall, problems: readonly string[]): string {
  const line = problems.find((problem) => problem.startsWith(`${wall}:`));
  return line?.slice(wall.length + 1).trim() ?? 'the launcher did not say why';
}

function notBooted(wall: Wall, { evidence: { firstCause, fault } }: RunOutcome): Finding {
  const problem = fault === undefined ? `the box ended by ${firstCause}` : `${fault.detail}: ${fault.errno}`;
  return fail(wall, WALL_CODES[wall], { problem });
}

function namespacesHere(): Seen {
  return new Map(NAMESPACES.map((name) => [`ns.${name}`, readlinkSync(`/proc/self/ns/${name}`)]));
}
