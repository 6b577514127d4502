import { type Finding, linesOf } from './finding.js';

const { ok, warn } = linesOf('timing');
const REPEATS = 60;
const STEPS = 300_000;
const WARM_UP = 20;
const NOISY_PERCENT = 10;

export interface Calibration {
  /** Milliseconds that the loop took at best, and at the 95th percentile. */
  readonly best: number;
  readonly late: number;
}

/** Runs one fixed loop over and over: what differs between its times is this host's noise, nothing else. */
export async function calibrate(): Promise<Calibration> {
  const times: number[] = [];
  for (let round = 0; round < WARM_UP + REPEATS; round += 1) {
    const time = timedSpin();
    if (round >= WARM_UP) times.push(time);
    // A worker that examines its machine goes on with its other work in between.
    await new Promise((resolve) => setImmediate(resolve));
  }
  times.sort((a, b) => a - b);
  return { best: times[0] ?? 0, late: times[Math.floor(REPEATS * 0.95)] ?? 0 };
}

export function noiseFinding({ best, late }: Calibration): Finding {
  const percent = ((late - best) / best) * 100;
  if (percent > NOISY_PERCENT) return warn('noise', 'host_noisy', { least: milliseconds(best), most: milliseconds(late) });
  return ok('noise', `the same loop took between ${milliseconds(best)} and ${milliseconds(late)}`);
}

function milliseconds(time: number): string {
  return `${time.toFixed(2)} ms`;
}

function timedSpin(): number {
  const start = performance.now();
  spin();
  return performance.now() - start;
}

function spin(): number {
  let value = 1;
  for (let step = 0; step < STEPS; step += 1) value = (value * 1_103_515_245 + 12_345) & 0x7fffffff;
  return value;
}
