import { DEFAULT_LIMITS, type IsolationMode, type Limits, type RunOutcome, type RunSpec, type Transcript } from '@cupel/domain';
import { bytesOf } from './kattis.js';

const FILE = 'transcript';
const MOST_BYTES = 1024 * 1024;

/**
 * Two more boxes in the pipes, each with a `tee` in it. A recorder's scratch is as large as what is kept: when it is full,
 * tee goes on passing bytes. They live as long as the longer-lived of the two that they stand between.
 */
export function recorders(mode: IsolationMode, { wallTime }: Limits): readonly RunSpec[] {
  return [recorder(mode, wallTime, 0, 2), recorder(mode, wallTime, 3, 1)];
}

function recorder(mode: IsolationMode, wallTime: number, from: number, to: number): RunSpec {
  return {
    profile: 'judge',
    mode,
    argv: ['/usr/bin/tee', FILE],
    env: {},
    limits: { ...DEFAULT_LIMITS, wallTime, cpuTime: wallTime, scratchBytes: MOST_BYTES },
    files: [],
    stdin: { kind: 'link', link: from },
    stdout: { kind: 'link', link: to },
    stderr: { kind: 'null' },
    collect: [{ name: FILE, maxBytes: 2 * MOST_BYTES }],
    keep: false,
  };
}

export function readTranscript([down, up]: readonly RunOutcome[]): Transcript {
  const bytes = (outcome: RunOutcome | undefined) => bytesOf(outcome?.files ?? [], FILE) ?? new Uint8Array();
  return { fromInteractor: bytes(down), fromSubmission: bytes(up) };
}
