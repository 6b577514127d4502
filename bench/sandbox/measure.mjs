import { spawn } from 'node:child_process';
import { spread } from './figures.mjs';

/**
 * @typedef {import('./contenders.mjs').Contender} Contender
 * @typedef {import('./contenders.mjs').Program} Program
 * @typedef {{ elapsed: number, times: number[] }} Batch nanoseconds
 * @typedef {{ rounds: number, batchSeconds: number, fewest: number, most: number, levels: readonly number[] }} Effort
 * @typedef {{ program: string, contender: string } & import('./figures.mjs').Spread} Latency
 * @typedef {{ program: string, contender: string, atOnce: number, perSecond: number }} Throughput
 */

const WARM_UP_RUNS = 5;

/**
 * One after another: each contender gets a batch, then the next one, and so on for some rounds, so that a minute in which
 * the machine is slow hits them all.
 * @param {readonly Contender[]} contenders @param {Program} program @param {Effort} effort
 * @returns {Promise<Latency[]>}
 */
export async function measureLatency(contenders, program, effort) {
  /** @type {Map<Contender, number[]>} */
  const times = new Map();
  /** @type {Map<Contender, number>} */
  const runs = new Map();
  for (const contender of contenders) {
    const first = spread((await batch(contender, WARM_UP_RUNS, 1, program)).times);
    runs.set(contender, clamp((effort.batchSeconds * 1e9) / first.median, effort.fewest, effort.most));
    times.set(contender, []);
  }
  for (let round = 0; round < effort.rounds; round += 1) {
    for (const contender of contenders) {
      times.get(contender).push(...(await batch(contender, runs.get(contender), 1, program)).times);
    }
  }
  return contenders.map((contender) => ({
    program: program.name,
    contender: contender.name,
    ...spread(times.get(contender)),
  }));
}

/**
 * The best of the rounds: what disturbs can only take away.
 * @param {readonly Contender[]} all @param {Program} program @param {readonly Latency[]} latencies @param {Effort} effort
 * @returns {Promise<Throughput[]>}
 */
export async function measureThroughput(all, program, latencies, effort) {
  /** @type {Throughput[]} */
  const found = [];
  for (const atOnce of effort.levels) {
    const contenders = all.filter(({ mostAtOnce = atOnce }) => atOnce <= mostAtOnce);
    const best = new Map(contenders.map((contender) => [contender, 0]));
    for (let round = 0; round < effort.rounds; round += 1) {
      for (const contender of contenders) {
        const latency = latencies.find((row) => row.contender === contender.name && row.program === program.name);
        const runs = Math.max(2 * atOnce, clamp((effort.batchSeconds * 1e9) / latency.median, effort.fewest, effort.most));
        const { elapsed } = await batch(contender, runs, atOnce, program);
        best.set(contender, Math.max(best.get(contender), (runs * 1e9) / elapsed));
      }
    }
    for (const [contender, perSecond] of best) {
      found.push({ program: program.name, contender: contender.name, atOnce, perSecond });
    }
  }
  return found;
}

/** @param {Contender} contender @param {number} runs @param {number} atOnce @param {Program} program @returns {Promise<Batch>} */
async function batch(contender, runs, atOnce, program) {
  const [command, ...args] = contender.command(runs, atOnce, program);
  const lines = (await outputOf(command, args)).trimEnd().split('\n');
  const elapsed = Number(lines[0].replace('elapsed ', ''));
  // Other columns are the launcher's own account of a run.
  const times = lines.slice(1).map((line) => Number.parseInt(line, 10));
  if (times.length !== runs) throw new Error(`${contender.name}: ${times.length} of ${runs} runs of ${program.name}`);
  return { elapsed, times };
}

/** @param {string} command @param {string[]} args @returns {Promise<string>} */
function outputOf(command, args) {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text) => {
    stderr += text;
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => {
      if (code === 0) resolve(stdout);
      else reject(new Error(`${command} ${args.join(' ')}: ended with ${code ?? signal}\n${stderr.slice(-2000)}`));
    });
  });
}

/** @param {number} value @param {number} least @param {number} most */
function clamp(value, least, most) {
  return Math.round(Math.min(most, Math.max(least, value)));
}
