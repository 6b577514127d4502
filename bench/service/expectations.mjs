/** What was promised of the service, and what was found. */
import { round } from './load.mjs';

/** Milliseconds for which nobody may hold up everybody else. */
const STALL_MS = 10;

/** @returns {{ what: string, bound: string, found: number, met: boolean }[]} */
export function expectationsOf({ results, bare, burst, cost, stalls }) {
  const { cpuMs } = cost;
  const of = (language, clients) => results.find((one) => one.language === language && one.clients === clients);
  const share = of('python', 64).ofBare;
  // What others do on the machine changes runs per second, and in favour of whoever has more processes; hardly CPU time.
  const shareOfCpu = round(bare.cpuMs / sum(Object.values(cpuMs)));
  const { 'launcher and programs': runs, ...outside } = cpuMs;
  const stall = Math.max(...Object.values(stalls).flatMap(({ api, worker }) => [api, worker]));
  return [
    atLeast(0.4, 'runs per second at 64 clients, of the bare ceiling', share),
    atLeast(1.3, 'runs per second at 64 clients, of the bare ceiling', share),
    atLeast(2, 'runs per second at 64 clients, of the bare ceiling (the aim)', share),
    atLeast(0.4, 'CPU time of a bare run, of that of a submission', shareOfCpu),
    atMost(2.2, 'CPU time of a submission outside the launcher, ms', round(sum(Object.values(outside)))),
    atMost(12, 'p50 at 1 client over bare python, ms', round(of('python', 1).p50 - bare.p50)),
    atMost(5, 'p50 from submission to start with an idle worker, ms', of('python', 1).queued),
    atMost(0.75, 'last verdict of those submitted at once, of the bare time', burst.ofBareTime),
    atMost(0, 'lost of those submitted at once', burst.submitted - (burst.verdicts.AC ?? 0)),
    atMost(STALL_MS, 'longest turn of an event loop, ms', stall),
  ];
}

function atLeast(least, what, found) {
  return { what, bound: `at least ${least}`, found, met: found >= least };
}

function atMost(most, what, found) {
  return { what, bound: `at most ${most}`, found, met: found <= most };
}

/** @param {number[]} values */
function sum(values) {
  return values.reduce((total, one) => total + one, 0);
}
