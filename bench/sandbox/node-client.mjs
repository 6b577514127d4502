/**
 * node-client.mjs LAUNCHER RUNS AT_ONCE PROGRAM_FILE [ARG...]: what drive.c does, through the client that the product has.
 */
import { readFileSync } from 'node:fs';
import { startLauncher } from '@cupel/sandbox';

const [launcherPath = '', runs = '', atOnce = '', file = '-', ...argv] = process.argv.slice(2);
const MIB = 1 << 20;

/** @type {import('@cupel/domain').RunSpec} */
const spec = {
  profile: 'judge',
  mode: 'strict',
  argv,
  env: {},
  limits: {
    wallTime: 30_000_000,
    cpuTime: 10_000_000,
    memory: 256 * MIB,
    processes: 64,
    scratchBytes: 64 * MIB,
    scratchInodes: 4096,
    stdoutBytes: MIB,
    stderrBytes: MIB,
    fileSize: 64 * MIB,
    openFiles: 256,
    stack: 64 * MIB,
    cores: 1,
  },
  files: file === '-' ? [] : [{ name: 'program', content: { kind: 'bytes', bytes: readFileSync(file) }, executable: true }],
  stdin: { kind: 'null' },
  stdout: { kind: 'pipe' },
  stderr: { kind: 'pipe' },
  collect: [],
  keep: false,
};

const launcher = await startLauncher({ binary: launcherPath });
/** @type {bigint[]} */
const times = [];
let begun = 0;

async function runInTurn() {
  while (begun < Number(runs)) {
    begun += 1;
    const asked = process.hrtime.bigint();
    const { evidence } = await launcher.run(spec);
    times.push(process.hrtime.bigint() - asked);
    if (evidence.exit?.kind !== 'code' || evidence.exit.code !== 0 || evidence.isolation.missing.length > 0) {
      throw new Error(`a run ended otherwise than it should: ${JSON.stringify(evidence)}`);
    }
  }
}

const first = process.hrtime.bigint();
await Promise.all(Array.from({ length: Number(atOnce) }, runInTurn));
const elapsed = process.hrtime.bigint() - first;
await launcher.close();
process.stdout.write([`elapsed ${elapsed}`, ...times, ''].join('\n'));
