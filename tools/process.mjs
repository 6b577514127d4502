/** Starts the programs that the tools need: one line while something takes its time, an excerpt of its log where it fails. */
import { spawn } from 'node:child_process';
import { createWriteStream, mkdirSync, openSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
const logs = join(root, '.cupel', 'log');
const LINES_SHOWN = 15;
const QUIET_MS = 400;

/** A problem whose message is meant for the person at the keyboard: it is printed without a stack. */
export class Stop extends Error {}

/**
 * Runs a program with its output going to `.cupel/log/<log>.log`.
 * @param {string} log
 * @param {string[]} argv
 * @param {{ env?: Record<string, string>, onLine?: (line: string) => void }} [options]
 * @returns {Promise<number>} the exit code; 127 where the program is not there
 */
export async function runLogged(log, argv, options = {}) {
  const file = createWriteStream('', { fd: openLog(log) });
  const [command = '', ...args] = argv;
  const child = spawn(command, args, {
    cwd: root,
    env: { ...process.env, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      file.write(chunk);
      if (options.onLine) for (const line of String(chunk).split('\n')) options.onLine(line);
    });
  }
  return new Promise((resolve) => {
    child.on('error', (error) => {
      file.end(`${error.message}\n`);
      resolve(127);
    });
    child.on('close', (code) => {
      file.end(() => resolve(code ?? 1));
    });
  });
}

/**
 * One step with a line of its own: `what`, unless it is over before anybody would wonder, and its time in the end.
 * @param {string} log
 * @param {string} what
 * @param {string[]} argv
 * @param {{ env?: Record<string, string>, onLine?: (line: string) => void }} [options]
 */
export async function step(log, what, argv, options = {}) {
  const started = performance.now();
  const announce = setTimeout(() => say(`${what} …`), QUIET_MS);
  const code = await runLogged(log, argv, options).finally(() => clearTimeout(announce));
  if (code !== 0) {
    throw new Stop(`${argv.join(' ')}\nended with code ${code}. From ${logPath(log)}:\n\n${excerpt(log)}`);
  }
  const seconds = (performance.now() - started) / 1000;
  if (seconds >= 1) say(`  done in ${seconds.toFixed(1)} s`);
}

/**
 * Runs a program with our own terminal as its own.
 * @param {string[]} argv
 * @param {Record<string, string>} [env]
 * @param {number} [minutes] after which it is stopped
 */
export function runShown(argv, env, minutes) {
  const [command = '', ...args] = argv;
  const limit = minutes === undefined ? {} : { timeout: minutes * 60_000 };
  const child = spawn(command, args, { cwd: root, env: env ?? process.env, stdio: 'inherit', ...limit });
  return new Promise((/** @type {(code: number) => void} */ resolve) => {
    child.on('error', (error) => {
      say(error.message);
      resolve(127);
    });
    child.on('close', (code) => resolve(code ?? 1));
  });
}

/** @param {string} line */
export function say(line) {
  process.stdout.write(`${line}\n`);
}

/** Runs a tool's story and turns a `Stop` into its message and exit code 1. @param {() => Promise<number | undefined>} story */
export async function runTool(story) {
  try {
    process.exitCode = (await story()) ?? 0;
  } catch (error) {
    if (!(error instanceof Stop)) throw error;
    process.stderr.write(`\n${error.message}\n`);
    process.exitCode = 1;
  }
}

/** @param {string} log */
function openLog(log) {
  try {
    mkdirSync(logs, { recursive: true });
    return openSync(logPath(log), 'w');
  } catch (error) {
    throw new Stop(
      `${error.message}\nThis folder was set up by another user. Type:\n\n    sudo env "PATH=$PATH" npm run setup\n`,
    );
  }
}

/** @param {string} log */
function logPath(log) {
  return join(logs, `${log}.log`);
}

/** The log, or its beginning and its end: some programs name their trouble first and then explain their options. @param {string} log */
function excerpt(log) {
  const lines = readFileSync(logPath(log), 'utf8').trimEnd().split('\n');
  if (lines.length <= 2 * LINES_SHOWN) return lines.join('\n');
  return [...lines.slice(0, LINES_SHOWN), '  …', ...lines.slice(-LINES_SHOWN)].join('\n');
}
