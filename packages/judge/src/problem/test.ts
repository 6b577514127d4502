import { type TestReport, ZERO } from '@cupel/domain';
import { checkOutput } from './checking.js';
import { type Conclusion, concluded, faultOf, type TestEnd, withPoints } from './conclusion.js';
import { type Decision, NO_MESSAGES } from './decision.js';
import { KEPT_BYTES } from './environment.js';
import { playTogether } from './interaction.js';
import { playSteadily } from './noise.js';
import { type Judging, type Pass, type Played, playAlone } from './play.js';
import { judgeSources } from './static.js';

interface Costs {
  readonly time: number;
  readonly wallTime: number;
  readonly memory: number;
  readonly runs: number;
  readonly passes: number;
}

type Steady = Awaited<ReturnType<typeof playSteadily>>;

/** One test: the submission in a fresh box for each pass, then whoever decides. */
export async function judgeTest(judging: Judging, first: Pass, number: number): Promise<TestEnd> {
  const { problem } = judging.prepared;
  if (first.test.static === true) return judgeSources(judging, first.test, number);
  let costs: Costs = { time: 0, wallTime: 0, memory: 0, runs: 1, passes: 0 };
  for (let pass = first; ; ) {
    const played = await playSteadily(() => play(judging, pass), judging.limits);
    if (played.judgement.verdict === 'IE') return { kind: 'lost', judgement: played.judgement };
    costs = added(costs, played);
    if (played.judgement.verdict !== 'AC') return { kind: 'report', report: failed(first, number, played, costs) };
    const decision = played.decision ?? (await check(judging, pass, played));
    if (decision.kind === 'lost') return { kind: 'lost', judgement: decision.judgement };
    if (decision.kind !== 'accepted' || decision.next === undefined)
      return ended(judging, first, number, played, costs, decision);
    if (costs.passes >= problem.passes) {
      const problemText = `asked for another pass after pass ${costs.passes}, the last that the problem allows`;
      return ended(judging, first, number, played, costs, { kind: 'broken', problem: problemText });
    }
    const { input, state } = decision.next;
    pass = { test: first.test, input: { kind: 'bytes', bytes: input }, state };
  }
}

function play(judging: Judging, pass: Pass): Promise<Played> {
  const { environment, prepared, options } = judging;
  const { partner } = prepared;
  const once = () => (partner === undefined ? playAlone(judging, pass) : playTogether(judging, pass, partner));
  return options.exclusive === true && environment.alone !== undefined ? environment.alone(once) : once();
}

function check({ environment, prepared, options }: Judging, pass: Pass, { output }: Played): Promise<Decision> {
  return checkOutput(environment, prepared, { ...pass, output }, options.signal);
}

function added(costs: Costs, { outcome, runs }: Steady): Costs {
  const { cpu, wall, memory } = outcome?.evidence ?? { cpu: { total: 0 }, wall: 0, memory: { peak: 0 } };
  return {
    time: Math.max(costs.time, cpu.total),
    wallTime: Math.max(costs.wallTime, wall),
    memory: Math.max(costs.memory, memory.peak),
    runs: Math.max(costs.runs, runs),
    passes: costs.passes + 1,
  };
}

function failed(pass: Pass, number: number, played: Steady, costs: Costs): TestReport {
  const { rejectPoints: points = ZERO } = pass.test;
  return reportOf(pass, number, played, costs, { ...played.judgement, points, messages: NO_MESSAGES });
}

function ended(
  { prepared }: Judging,
  pass: Pass,
  number: number,
  played: Steady,
  costs: Costs,
  given: Exclude<Decision, { kind: 'lost' }>,
): TestEnd {
  const { test } = pass;
  const part = prepared.partner?.part ?? 'checker';
  const decision = withPoints(test, given);
  const report = reportOf(pass, number, played, costs, concluded(test, played.judgement, decision, part));
  if (decision.kind !== 'broken') return { kind: 'report', report };
  return { kind: 'fault', fault: faultOf(prepared, part, test, decision.problem), report };
}

function reportOf({ test }: Pass, number: number, played: Steady, costs: Costs, conclusion: Conclusion): TestReport {
  const { verdict, cause, because, points, messages, difference } = conclusion;
  const { outcome, output, transcript } = played;
  const stderr = outcome?.stderr ?? new Uint8Array();
  const exit = outcome?.evidence.exit;
  return {
    name: test.name,
    number,
    visibility: test.visibility,
    ...{ verdict, cause, because, points, messages },
    maximum: test.points,
    ...costs,
    output: output.subarray(0, KEPT_BYTES),
    stderr: stderr.subarray(0, KEPT_BYTES),
    truncated: { output: output.length > KEPT_BYTES, stderr: stderr.length > KEPT_BYTES },
    ...(exit === undefined ? {} : { exit }),
    ...(difference === undefined ? {} : { difference }),
    ...(transcript === undefined ? {} : { transcript }),
    ...(outcome === undefined ? {} : { evidence: outcome.evidence }),
  };
}
