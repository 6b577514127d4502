import { performance } from 'node:perf_hooks';
import { QUEUE_CAPACITY } from './policy.js';

const FRESH_FOR = 100;

/**
 * Bounds the queue without counting it for each submission: a count is good for a tenth of a second, plus what this
 * process has added since. Near the bound every submission counts anew. Several API processes can together overshoot
 * by what they accept within that time.
 */
export class Admission {
  readonly capacity: number;
  #depth = 0;
  #countedAt = Number.NEGATIVE_INFINITY;

  constructor(capacity: number = QUEUE_CAPACITY) {
    this.capacity = capacity;
  }

  /** Whether `more` submissions can be let in only after counting. */
  mustCount(more: number): boolean {
    return performance.now() - this.#countedAt > FRESH_FOR || this.#depth + more > this.capacity * 0.9;
  }

  counted(depth: number): void {
    this.#depth = depth;
    this.#countedAt = performance.now();
  }

  accepted(more: number): void {
    this.#depth += more;
  }
}
