/**
 * npm run bench:idle [-- --quick] [-- --no-save]: what a service costs to which nobody comes any more, with its interpreters waiting: memory
 * of each part, and CPU time.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { describeMachine } from '../sandbox/machine.mjs';
import { createClient } from '../service/client.mjs';
import { cpuByPart, PARTS } from '../service/cost.mjs';
import { SOURCES } from '../service/load.mjs';
import { startService } from '../service/service.mjs';
import { familyOf, memoryOf } from '../suite/processes.mjs';
import { saveResults } from '../suite/save.mjs';

const quick = process.argv.includes('--quick');
const SETTLE_SECONDS = quick ? 5 : 20;
const SECONDS = quick ? 5 : 40;
const MIB = 1 << 20;
/** What interpreters wait for; one whose language is not installed is refused, and does not wait. */
const ASKED = { python: SOURCES.python, java: SOURCES.java, javascript: 'console.log("hello")' };
const TURNS = 5;
/** Beside the parts that cost.mjs knows, to which the launcher's children belong. */
const SUPERVISOR = 'supervisor';

const machine = describeMachine();
const service = await startService();
const client = createClient(service);
try {
  // Pools size themselves by what was asked for: one who never asked would find them empty.
  for (let turn = 0; turn < TURNS; turn += 1)
    for (const [language, code] of Object.entries(ASKED)) await client.call('POST', '/api/submit?wait=true', { language, code });
  client.close();
  await sleep(SETTLE_SECONDS * 1000);
  const before = cpuByPart(service.pid);
  await sleep(SECONDS * 1000);
  const after = cpuByPart(service.pid);
  const cpuPercent = Object.fromEntries(
    PARTS.map(([part]) => [part, Math.round(((after[part] - before[part]) / (SECONDS * 10)) * 100) / 100]),
  );
  const { memory, processes } = memoryByPart();
  const total = { bytes: sum(memory), cpuPercent: Math.round(sum(cpuPercent) * 100) / 100 };
  for (const [part, bytes] of Object.entries(memory))
    say(
      `${part.padEnd(22)} ${(bytes / MIB).toFixed(1).padStart(7)} MiB  ${processes[part]} processes  ${cpuPercent[part] ?? 0} % of a core`,
    );
  say(`${'together'.padEnd(22)} ${(total.bytes / MIB).toFixed(1).padStart(7)} MiB  ${total.cpuPercent} % of a core`);
  saveResults('idle', machine, { seconds: SECONDS, memory, processes, cpuPercent, total });
} finally {
  await service.stop();
}

/** What no part's command line says is its parent's, as in cost.mjs: families overlap, the nearest part decides. */
function memoryByPart() {
  const memory = {};
  const processes = {};
  const seen = new Set();
  const add = (part, pid) => {
    if (seen.has(pid)) return;
    seen.add(pid);
    memory[part] = (memory[part] ?? 0) + memoryOf(pid);
    processes[part] = (processes[part] ?? 0) + 1;
  };
  const family = familyOf(service.pid);
  for (const [part, pattern] of PARTS)
    for (const { pid } of family.filter(({ command }) => pattern.test(command)))
      for (const member of familyOf(pid)) add(part, member.pid);
  for (const { pid } of family) add(SUPERVISOR, pid);
  return { memory, processes };
}

/** @param {Record<string, number>} values */
function sum(values) {
  return Object.values(values).reduce((total, value) => total + value, 0);
}

/** @param {string} line */
function say(line) {
  process.stdout.write(`${line}\n`);
}
