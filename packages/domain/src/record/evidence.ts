import { CupelError } from '../errors/cupel-error.js';
import {
  EVIDENCE_VERSION,
  type Evidence,
  type Exit,
  type Fault,
  FIRST_CAUSES,
  type Isolation,
  STAGES,
  type StreamCount,
  WALLS,
} from '../evidence.js';
import type { Limits } from '../limits.js';
import { fail, flag, listOf, mapOf, object, oneOf, positive, positiveWhole, type Reader, text, whole } from './shape.js';

const readCode = object<Extract<Exit, { kind: 'code' }>>({ kind: oneOf('code'), code: whole });
const readSignal = object<Extract<Exit, { kind: 'signal' }>>({ kind: oneOf('signal'), signal: text });
const readKind = oneOf('code', 'signal');

const readExit: Reader<Exit> = (value, path) => {
  if (typeof value !== 'object' || value === null) return fail(path, 'an object', value);
  const kind = readKind('kind' in value ? value.kind : undefined, `${path}.kind`);
  return kind === 'code' ? readCode(value, path) : readSignal(value, path);
};

const readStream = object<StreamCount>({ bytes: whole, truncated: flag });
const readWalls = listOf(oneOf(...WALLS));

const readVersion: Reader<number> = (value, path) => {
  const version = positiveWhole(value, path);
  if (version > EVIDENCE_VERSION) throw new CupelError('evidence_too_new', { version, known: EVIDENCE_VERSION }, { field: path });
  return version;
};

const readWhole = object<Evidence>(
  {
    version: readVersion,
    firstCause: oneOf(...FIRST_CAUSES),
    exit: readExit,
    fault: object<Fault>({ stage: oneOf(...STAGES), index: whole, errno: text, detail: text }),
    cpu: object<Evidence['cpu']>({ total: whole, user: whole, system: whole }),
    wall: whole,
    memory: object<Evidence['memory']>({ peak: whole, limit: whole, oomKills: whole, limitEvents: whole, maxRss: whole }),
    pids: object<Evidence['pids']>({ peak: whole, limit: whole, refused: whole }, 'peak'),
    io: object<Evidence['io']>({ stdout: readStream, stderr: readStream }),
    files: object<Evidence['files']>({ bytes: whole, inodes: whole, refused: oneOf('none', 'scratch', 'file_size') }),
    seccomp: object<NonNullable<Evidence['seccomp']>>({ syscall: whole, architecture: text }),
    switches: object<Evidence['switches']>({ forced: whole, voluntary: whole }),
    host: object<Evidence['host']>({
      cgroup: oneOf('none', 'v1', 'v2'),
      kernel: text,
      launcher: text,
      steal: whole,
      pressure: whole,
    }),
    isolation: object<Isolation>({ mode: oneOf('strict', 'permissive'), walls: readWalls, missing: readWalls }),
    timing: object<Evidence['timing']>({ box: whole, start: whole, end: whole, prebuilt: flag, warm: flag }, 'warm'),
    idle: positiveWhole,
    versions: mapOf(text),
  },
  'exit',
  'fault',
  'seccomp',
  'idle',
  'versions',
);

/** Evidence of any version that was ever written, as JSON gave it. Throws `evidence_bad` or `evidence_too_new`. */
export const readEvidence: Reader<Evidence> = (value, path) => {
  // The version is asked first: what a newer Cupel added is not a mistake in the file.
  if (typeof value === 'object' && value !== null && 'version' in value) readVersion(value.version, `${path}.version`);
  return readWhole(value, path);
};

export const readLimits: Reader<Limits> = object<Limits>({
  wallTime: positiveWhole,
  cpuTime: positiveWhole,
  memory: positiveWhole,
  processes: positiveWhole,
  scratchBytes: positiveWhole,
  scratchInodes: positiveWhole,
  stdoutBytes: positiveWhole,
  stderrBytes: positiveWhole,
  fileSize: positiveWhole,
  openFiles: positiveWhole,
  stack: positiveWhole,
  cores: positive,
});
