import { EVIDENCE_VERSION, type Evidence, type Exit, type Fault, type Isolation, type RunSpec } from '@cupel/domain';
import type { Fields } from './fields.js';
import { architectureName, errnoName, rowName, signalName, wallsOf } from './names.js';
import { CAUSES, EVIDENCE_FIELDS as EV, MODES, STAGES } from './protocol.gen.js';
import type { Welcome } from './welcome.js';

const FILES_REFUSED = ['none', 'scratch', 'file_size'] as const;

/** Whole microseconds; what is below one is cut off. */
const microseconds = (nanoseconds: bigint): number => Number(nanoseconds / 1000n);

/** Absent counters are 0: where no box stood, or where a permissive run had no cgroup, nothing was counted. */
const count = (fields: Fields, tag: number): number => fields.findNumber(tag) ?? 0;
const time = (fields: Fields, tag: number): number => microseconds(fields.findBigInt(tag) ?? 0n);
const flag = (fields: Fields, tag: number): boolean => count(fields, tag) !== 0;

const readExit = (fields: Fields): { exit?: Exit } => {
  const signal = fields.findNumber(EV.EV_SIGNAL);
  if (signal !== undefined) return { exit: { kind: 'signal', signal: signalName(signal) } };
  const code = fields.findNumber(EV.EV_EXIT_CODE);
  return code === undefined ? {} : { exit: { kind: 'code', code } };
};

const readFault = (fields: Fields): { fault?: Fault } => {
  const stage = rowName(STAGES, count(fields, EV.EV_FAULT_STAGE));
  if (stage === 'none') return {};
  const errno = errnoName(count(fields, EV.EV_FAULT_ERRNO));
  return { fault: { stage, index: count(fields, EV.EV_FAULT_INDEX), errno, detail: fields.text(EV.EV_FAULT_DETAIL) } };
};

const readSeccomp = (fields: Fields): Pick<Evidence, 'seccomp'> => {
  const syscall = fields.findNumber(EV.EV_SECCOMP_NR);
  if (syscall === undefined) return {};
  return { seccomp: { syscall, architecture: architectureName(count(fields, EV.EV_SECCOMP_ARCH)) } };
};

const readPids = (fields: Fields, limit: number): Evidence['pids'] => {
  const peak = fields.findNumber(EV.EV_PIDS_PEAK);
  return { ...(peak === undefined ? {} : { peak }), limit, refused: count(fields, EV.EV_PIDS_REFUSED) };
};

const readIsolation = (fields: Fields): Isolation => ({
  mode: rowName(MODES, fields.getNumber(EV.EV_MODE)),
  walls: wallsOf(fields.getNumber(EV.EV_WALLS)),
  missing: wallsOf(fields.getNumber(EV.EV_MISSING)),
});

const readFiles = (fields: Fields): Evidence['files'] => {
  const refused = FILES_REFUSED[count(fields, EV.EV_SCRATCH_FULL)];
  if (refused === undefined) throw new RangeError('EV_SCRATCH_FULL is none of 0, 1, 2');
  return { bytes: count(fields, EV.EV_SCRATCH_BYTES), inodes: count(fields, EV.EV_SCRATCH_INODES), refused };
};

/** What a verdict rests on: a record without it would be read as that of another run. */
const checkComplete = (
  fields: Fields,
  { firstCause, exit, fault, isolation }: Pick<Evidence, 'firstCause' | 'exit' | 'fault' | 'isolation'>,
): void => {
  if (firstCause === 'ended' && exit === undefined) throw new RangeError('the program ended, but nobody says how');
  if (firstCause === 'fault') {
    if (fault === undefined) throw new RangeError('a fault has no stage');
    return;
  }
  fields.getNumber(EV.EV_WALL);
  if (!isolation.missing.includes('cgroup'))
    for (const tag of [EV.EV_CPU, EV.EV_MEMORY_PEAK, EV.EV_OOM_KILLS]) fields.getNumber(tag);
};

/**
 * The domain's record from the fields of an EVIDENCE frame, the limits that were asked for, and what the launcher said of
 * its host. Nanoseconds become microseconds, numbers of signals and errors become names.
 * Throws a RangeError where the fields contradict themselves or leave out what the verdict rests on.
 */
export const readEvidence = (fields: Fields, { limits }: RunSpec, host: Welcome): Evidence => {
  const end = { firstCause: rowName(CAUSES, fields.getNumber(EV.EV_CAUSE)), ...readExit(fields), ...readFault(fields) };
  const isolation = readIsolation(fields);
  checkComplete(fields, { ...end, isolation });
  return {
    version: EVIDENCE_VERSION,
    ...end,
    cpu: { total: time(fields, EV.EV_CPU), user: time(fields, EV.EV_CPU_USER), system: time(fields, EV.EV_CPU_SYSTEM) },
    wall: time(fields, EV.EV_WALL),
    memory: {
      peak: count(fields, EV.EV_MEMORY_PEAK),
      limit: limits.memory,
      oomKills: count(fields, EV.EV_OOM_KILLS),
      limitEvents: count(fields, EV.EV_MEMORY_EVENTS),
      maxRss: count(fields, EV.EV_MAX_RSS),
    },
    pids: readPids(fields, limits.processes),
    io: {
      stdout: { bytes: count(fields, EV.EV_STDOUT_BYTES), truncated: flag(fields, EV.EV_STDOUT_CUT) },
      stderr: { bytes: count(fields, EV.EV_STDERR_BYTES), truncated: flag(fields, EV.EV_STDERR_CUT) },
    },
    files: readFiles(fields),
    ...readSeccomp(fields),
    switches: { forced: count(fields, EV.EV_SWITCHES_FORCED), voluntary: count(fields, EV.EV_SWITCHES_VOLUNTARY) },
    host: {
      cgroup: host.cgroup,
      kernel: host.kernel,
      launcher: host.build,
      steal: time(fields, EV.EV_STEAL),
      pressure: time(fields, EV.EV_PRESSURE),
    },
    isolation,
    timing: {
      box: time(fields, EV.EV_T_BOX),
      start: time(fields, EV.EV_T_START),
      end: time(fields, EV.EV_T_END),
      prebuilt: flag(fields, EV.EV_PREBUILT),
      warm: flag(fields, EV.EV_WARM),
    },
  };
};
