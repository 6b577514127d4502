/**
 * What one run may use. Times are integer microseconds, sizes are bytes, counts are whole numbers.
 * Each limit is enforced by the kernel; how, is told in docs/one-submission.md.
 */
export interface Limits {
  /** Wall clock from the moment the program is executed. */
  readonly wallTime: number;
  /** CPU time of the whole box: every process and thread that ever lived in it. */
  readonly cpuTime: number;
  /** Memory of the whole box: heap, stacks, page tables, scratch files, pipes. Swap is off. */
  readonly memory: number;
  /** Tasks alive at once in the box, threads included. */
  readonly processes: number;
  readonly scratchBytes: number;
  readonly scratchInodes: number;
  /** The run is stopped when a stream passes its limit. */
  readonly stdoutBytes: number;
  readonly stderrBytes: number;
  readonly fileSize: number;
  readonly openFiles: number;
  readonly stack: number;
  /** How many cores the box may use at once; 0.5 is half a core. */
  readonly cores: number;
}
