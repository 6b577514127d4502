/**
 * npm run bench:crowd [-- --quick] [-- --no-save]: 120 boxes at once. How much memory they hold while all of them wait for the same
 * moment, how long a greeting takes when 120 are asked for together, and what a box costs that waits for a program.
 */
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { compile, runCompiled } from '@cupel/judge';
import { loadLanguages, requireToolchain, startLauncher } from '@cupel/sandbox';
import { spread } from '../sandbox/figures.mjs';
import { describeMachine } from '../sandbox/machine.mjs';
import { findLauncher } from '../soak/leftovers.mjs';
import { kernelBooks, memoryOfFamily } from '../suite/processes.mjs';
import { saveResults } from '../suite/save.mjs';

const quick = process.argv.includes('--quick');
const BOXES = 120;
const ROUNDS = quick ? 1 : 7;
const WAITING = 40;
const MIB = 1 << 20;
/** Pools have filled by then, and what was freed has come back. */
const SETTLE_MS = quick ? 2_000 : 8_000;
const SLEEPS = 'import time\ntime.sleep(8)\n';

const machine = describeMachine();
const scratch = mkdtempSync(join(tmpdir(), 'cupel-bench-'));
const binary = join(scratch, 'cupel-launcher');
copyFileSync(fileURLToPath(new URL('../../native/launcher/build/cupel-launcher', import.meta.url)), binary);
const languages = loadLanguages(fileURLToPath(new URL('../../languages', import.meta.url)));
const python = await requireToolchain(languages.find(({ id }) => id === 'python'));
try {
  const crowd = { cold: await crowdOf('never'), warm: await crowdOf('ahead') };
  const waiting = await waitingBoxes();
  for (const [how, { memory, each }] of Object.entries(crowd)) {
    const held = `${(memory.bytes / MIB).toFixed(0)} MiB, ${(memory.bytes / BOXES / MIB).toFixed(2)} each`;
    say(`${how}: ${BOXES} Pythons at once hold ${held}; the kernel's books ${(memory.kernel / MIB).toFixed(0)} MiB`);
    say(`  a greeting with ${BOXES} at once: median ${ms(each.median)}, p95 ${ms(each.p95)}, p99 ${ms(each.p99)}`);
  }
  say(
    `a box that waits: ${(waiting.bytes / 1024).toFixed(0)} KiB, and ${(waiting.kernel / 1024).toFixed(0)} KiB of the kernel's`,
  );
  saveResults('crowd', machine, { boxes: BOXES, crowd, waiting });
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

/** @param {'never' | 'ahead'} warm */
async function crowdOf(warm) {
  const launcher = await startLauncher({ binary, warm, boxes: BOXES });
  try {
    const times = [];
    for (let round = 0; round < ROUNDS; round += 1) await together(launcher, 'print("hello")\n', (took) => times.push(took));
    const memory = await whileAllRun(launcher);
    return { memory, each: spread(times) };
  } finally {
    await launcher.close();
  }
}

/** Every one is asked for before the first is answered. */
async function together(launcher, source, each) {
  const made = await compile(launcher, python, requestOf(source));
  const one = async () => {
    const asked = process.hrtime.bigint();
    const { judgement } = await runCompiled(launcher, made, requestOf(source));
    if (judgement.verdict !== 'AC') throw new Error(judgement.because);
    each(Number(process.hrtime.bigint() - asked));
  };
  await Promise.all(Array.from({ length: BOXES }, one));
}

async function whileAllRun(launcher) {
  const pid = findLauncher();
  const before = { bytes: memoryOfFamily(pid), kernel: kernelBooks() };
  const ended = together(launcher, SLEEPS, () => undefined);
  let running = 0;
  while (running < BOXES) {
    ({ running } = await launcher.status());
    await sleep(50);
  }
  await sleep(2_000); // the last of them has booted its interpreter
  const held = { bytes: memoryOfFamily(pid) - before.bytes, kernel: kernelBooks() - before.kernel };
  await ended;
  return held;
}

/** Launchers that differ in the number of boxes built ahead, and in nothing else. */
async function waitingBoxes() {
  const [few, many] = [await idle(0), await idle(WAITING)];
  const ready = many.ready - few.ready;
  if (ready <= 0) throw new Error('no box was built ahead');
  return { boxes: ready, bytes: (many.bytes - few.bytes) / ready, kernel: (many.kernel - few.kernel) / ready };
}

/** @param {number} spare */
async function idle(spare) {
  const booksBefore = kernelBooks();
  const launcher = await startLauncher({ binary, warm: 'never', boxes: 2 * WAITING, spare });
  await sleep(SETTLE_MS);
  const { ready } = await launcher.status();
  const found = { ready, bytes: memoryOfFamily(findLauncher()), kernel: kernelBooks() - booksBefore };
  await launcher.close();
  return found;
}

/** @param {string} source */
function requestOf(source) {
  return {
    mode: 'strict',
    files: [{ bytes: Buffer.from(source) }],
    limits: { ...python.language.run.limits, wallTime: 60_000_000 },
  };
}

/** @param {number} nanoseconds */
function ms(nanoseconds) {
  return `${(nanoseconds / 1e6).toFixed(1)} ms`;
}

/** @param {string} line */
function say(line) {
  process.stdout.write(`${line}\n`);
}
