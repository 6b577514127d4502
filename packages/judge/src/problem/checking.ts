import { type Cancellation, type CheckerProtocol, type Content, compareOutput, type TestCase } from '@cupel/domain';
import { attempt } from '../attempt.js';
import { programSpec, type SpecParts } from '../spec.js';
import { readCms } from './cms.js';
import { type Decision, NO_MESSAGES } from './decision.js';
import type { JudgeEnvironment } from './environment.js';
import { FEEDBACK_FILE, KATTIS_ARGS, KATTIS_COLLECT, keepingFeedback, PASS_COLLECT, readKattis, stateFile } from './kattis.js';
import type { PreparedProblem } from './prepare.js';
import { endOf, type ReadyProgram, runSetter } from './setter-program.js';
import { readTestlib } from './testlib.js';

/** What is to be checked: one pass of one test. */
export interface Checked {
  readonly test: TestCase;
  /** Of this pass. */
  readonly input: Content;
  readonly output: Uint8Array;
  /** The feedback folder as the pass before left it. */
  readonly state?: Uint8Array;
}

/** Compares, or runs the setter's checker in a box of its own: the submission's box has never held the answer. */
export async function checkOutput(
  environment: JudgeEnvironment,
  { problem, checker: program }: PreparedProblem,
  checked: Checked,
  signal: Cancellation | undefined,
): Promise<Decision> {
  const { checker } = problem.evaluation;
  const { comparison: own } = checked.test;
  if (checker === undefined) return { kind: 'accepted', messages: NO_MESSAGES };
  if (checker.kind === 'comparison') {
    const result = compareOutput(own ?? checker.comparison, checked.output, await environment.read(checked.test.answer));
    if (result.accepted) return { kind: 'accepted', messages: NO_MESSAGES };
    return { kind: 'refused', cause: 'wrong_output', difference: result.difference, messages: NO_MESSAGES };
  }
  if (program === undefined) return { kind: 'broken', problem: 'was not compiled' };
  const { test } = checked;
  if (checker.protocol === 'kattis') return runKattis(environment, program, checked, problem.passes > 1, signal);
  const end = await runSetter(environment, program, partsOf(checker.protocol, checked), signal);
  return checker.protocol === 'testlib' ? readTestlib(end, test) : readCms(end, test.points);
}

const ARGS: Readonly<Record<Exclude<CheckerProtocol, 'kattis'>, readonly string[]>> = {
  testlib: ['judge/input', 'judge/output', 'judge/answer'],
  cms: ['judge/input', 'judge/answer', 'judge/output'],
};

function partsOf(protocol: Exclude<CheckerProtocol, 'kattis'>, { test, input, output }: Checked): SpecParts {
  const files = [
    { name: 'judge/input', content: input },
    { name: 'judge/answer', content: test.answer },
    { name: 'judge/output', content: { kind: 'bytes', bytes: output } as const },
  ];
  return { args: [...ARGS[protocol], ...test.checkerArgs], files };
}

async function runKattis(
  { sandbox, mode }: JudgeEnvironment,
  { compiled, limits }: ReadyProgram,
  { test, input, output, state }: Checked,
  passes: boolean,
  signal: Cancellation | undefined,
): Promise<Decision> {
  const files = [
    { name: 'judge/input', content: input },
    { name: 'judge/answer', content: test.answer },
    FEEDBACK_FILE,
    ...(state === undefined ? [] : [stateFile(state)]),
  ];
  const spec = programSpec(compiled, mode, limits, {
    args: [...KATTIS_ARGS, ...test.checkerArgs],
    files,
    stdin: { kind: 'bytes', bytes: output },
    collect: passes ? [...KATTIS_COLLECT, ...PASS_COLLECT] : KATTIS_COLLECT,
  });
  const asked = passes ? { ...spec, argv: keepingFeedback(spec.argv) } : spec;
  const tried = await attempt(sandbox, compiled.program.toolchain, asked, signal === undefined ? {} : { signal });
  if (tried.kind === 'lost') return tried;
  return readKattis(endOf(tried.outcome, limits), test, 'checker_refused');
}
