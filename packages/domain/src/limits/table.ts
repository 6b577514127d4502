import type { Limits } from '../limits.js';

export type LimitUnit = 'time' | 'size' | 'count' | 'cores';

export interface LimitRow {
  /** As callers write it. */
  readonly name: string;
  readonly unit: LimitUnit;
  /** In the domain's units: microseconds, bytes, counts. */
  readonly standard: number;
  /** Below this nothing can run; the kernel's own structures need as much. */
  readonly least: number;
  /** What any host grants unless its operator says otherwise. */
  readonly most: number;
}

const SECOND = 1_000_000;
const KB = 1024;
const MB = 1024 * KB;
const GB = 1024 * MB;

/** Every limit in one place: its outer name, its default for a plain run, and its range. */
export const LIMIT_TABLE = {
  wallTime: { name: 'wall_time', unit: 'time', standard: 30 * SECOND, least: 1000, most: 600 * SECOND },
  cpuTime: { name: 'cpu_time', unit: 'time', standard: 10 * SECOND, least: 1000, most: 600 * SECOND },
  memory: { name: 'memory', unit: 'size', standard: 256 * MB, least: 4 * MB, most: 16 * GB },
  // 64 serves native programs; Java, Go and Node need 256, which their languages say.
  processes: { name: 'processes', unit: 'count', standard: 64, least: 1, most: 4096 },
  // Charged to the memory of the box, so it rarely gets this far.
  scratchBytes: { name: 'scratch', unit: 'size', standard: 100 * MB, least: 64 * KB, most: 8 * GB },
  scratchInodes: { name: 'scratch_inodes', unit: 'count', standard: 10_000, least: 16, most: 1_000_000 },
  stdoutBytes: { name: 'stdout', unit: 'size', standard: MB, least: 1, most: 256 * MB },
  stderrBytes: { name: 'stderr', unit: 'size', standard: MB, least: 1, most: 256 * MB },
  fileSize: { name: 'file_size', unit: 'size', standard: 64 * MB, least: 1, most: 8 * GB },
  openFiles: { name: 'open_files', unit: 'count', standard: 512, least: 8, most: 65_536 },
  stack: { name: 'stack', unit: 'size', standard: 64 * MB, least: 128 * KB, most: 4 * GB },
  cores: { name: 'cores', unit: 'cores', standard: 1, least: 0.01, most: 256 },
} as const satisfies Record<keyof Limits, LimitRow>;

export const LIMIT_FIELDS = Object.keys(LIMIT_TABLE) as readonly (keyof Limits)[];

/** For a plain run; languages say what they need otherwise. */
export const DEFAULT_LIMITS: Limits = column('standard');
export const LARGEST_LIMITS: Limits = column('most');

function column(of: 'standard' | 'most'): Limits {
  return Object.fromEntries(LIMIT_FIELDS.map((field) => [field, LIMIT_TABLE[field][of]])) as unknown as Limits;
}
