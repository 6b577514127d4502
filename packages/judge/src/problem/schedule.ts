import { type ExecutionMode, isSettled, type PlacedTest, type TestReport } from '@cupel/domain';
import type { TestEnd } from './conclusion.js';

export interface ScheduleOptions {
  readonly mode: ExecutionMode;
  readonly parallel: number;
  /** `number` counts from 1 in the order of judging. */
  readonly judge: (placed: PlacedTest, number: number) => Promise<TestEnd>;
  readonly onTest?: (report: TestReport) => void;
}

export interface Scheduled {
  /** In the order of judging. */
  readonly reports: readonly TestReport[];
  /** The first end that is not the submission's doing. */
  readonly broken?: Exclude<TestEnd, { kind: 'report' }>;
}

/**
 * Judges the tests in their order, several at a time. Where a failure settles others, those that were under way already are
 * left out of the report: what it holds is what judging one after the other would have given.
 */
export async function judgeInOrder(order: readonly PlacedTest[], options: ScheduleOptions): Promise<Scheduled> {
  let known: ReadonlyMap<string, TestReport> = new Map();
  for (let rest = order; rest.length > 0; ) {
    const pool = new Pool(rest, order, known, options);
    await pool.run();
    if (pool.broken !== undefined) return { reports: inOrder(order, pool.reports), broken: pool.broken };
    known = settled(order, pool.reports, options.mode);
    rest = order.filter((placed) => !known.has(placed.test.name) && !isSettled(options.mode, placed, known));
  }
  return { reports: inOrder(order, known) };
}

class Pool {
  readonly reports: Map<string, TestReport>;
  broken: Scheduled['broken'];
  #isThrown = false;
  readonly #tests: Iterator<PlacedTest>;
  readonly #numbers: ReadonlyMap<string, number>;
  readonly #options: ScheduleOptions;

  constructor(
    tests: readonly PlacedTest[],
    order: readonly PlacedTest[],
    known: ReadonlyMap<string, TestReport>,
    options: ScheduleOptions,
  ) {
    this.reports = new Map(known);
    this.#tests = tests.values();
    this.#numbers = new Map(order.map(({ test }, index) => [test.name, index + 1]));
    this.#options = options;
  }

  async run(): Promise<void> {
    const settledAll = await Promise.allSettled(Array.from({ length: this.#options.parallel }, () => this.#work()));
    // Every test that was begun has ended before a failure is told: its program is released next.
    for (const each of settledAll) if (each.status === 'rejected') throw each.reason;
  }

  async #work(): Promise<void> {
    for (let next = this.#tests.next(); next.done !== true; next = this.#tests.next()) {
      if (this.broken !== undefined || this.#isThrown) return;
      if (isSettled(this.#options.mode, next.value, this.reports)) continue;
      this.#take(next.value, await this.#judge(next.value));
    }
  }

  async #judge(placed: PlacedTest): Promise<TestEnd> {
    try {
      return await this.#options.judge(placed, this.#numbers.get(placed.test.name) ?? 0);
    } catch (error) {
      this.#isThrown = true;
      throw error;
    }
  }

  #take({ test }: PlacedTest, end: TestEnd): void {
    if (end.kind !== 'report') this.broken ??= end;
    if (end.kind === 'lost') return;
    this.reports.set(test.name, end.report);
    this.#options.onTest?.(end.report);
  }
}

/** What of the reports stands when the order is walked once more. */
function settled(
  order: readonly PlacedTest[],
  reports: ReadonlyMap<string, TestReport>,
  mode: ExecutionMode,
): ReadonlyMap<string, TestReport> {
  const kept = new Map<string, TestReport>();
  for (const placed of order) {
    const report = reports.get(placed.test.name);
    if (report !== undefined && !isSettled(mode, placed, kept)) kept.set(placed.test.name, report);
  }
  return kept;
}

function inOrder(order: readonly PlacedTest[], reports: ReadonlyMap<string, TestReport>): readonly TestReport[] {
  return order.flatMap(({ test }) => reports.get(test.name) ?? []);
}
