import type { Collect, Content, InputFile, RunOutcome } from '@cupel/domain';
import type { SpecParts } from '../spec.js';
import { type Decision, NO_MESSAGES } from './decision.js';
import {
  bytesOf,
  FEEDBACK_FILE,
  KATTIS_ARGS,
  KATTIS_COLLECT,
  keepingFeedback,
  PASS_COLLECT,
  readKattis,
  stateFile,
} from './kattis.js';
import type { Pass } from './play.js';
import type { PreparedProblem } from './prepare.js';
import { type SetterEnd, said } from './setter-program.js';
import { readTestlib } from './testlib.js';

/** How the program at the other end of the pipes is started, and what its end means. */
export interface Partner {
  readonly parts: SpecParts;
  /** `most` bytes is all that the submission may say. */
  readonly wrap: (argv: readonly string[], most: number) => readonly string[];
  readonly read: (end: SetterEnd) => Decided;
}

/** A decision, or what is still to be checked. */
export type Decided = { readonly decision: Decision } | { readonly output: Uint8Array };

const MOST_OUTPUT = 64 * 1024 * 1024;

/** Far more than two programs that were started together may be apart, far less than anybody waits for. */
const HOLD_SECONDS = 0.2;
export const HOLD = HOLD_SECONDS * 1e6;

/** Left in the partner's box where the submission had more to say than it may. */
const FLOODED = 'flooded.txt';
const FLOOD: Collect = { name: FLOODED, maxBytes: 1024 };

export const isFlooded = ({ files }: RunOutcome): boolean => bytesOf(files, FLOODED) !== undefined;

/**
 * Three kindnesses of a shell around the partner. It is told no more than a submission may write, so that none can make a
 * careless interactor swallow a line without an end until its memory is full, and be called broken; dd passes each piece on
 * as it comes. It never writes into a closed pipe: what nobody reads any more is thrown away, and it sees the end of its input instead of dying over its output, so that no submission can make a careless
 * interactor crash by leaving early. And where it does not accept, the pipes stay open for a moment after its end: a
 * submission that failed by itself has then ended well before, and one that falls over the closed pipe falls well after.
 * Who was first is so no matter of which of two processes the kernel happened to take away sooner.
 */
const sheltered = (accept: number, most: number, argv: readonly string[]): readonly string[] => [
  '/bin/sh',
  '-c',
  `exec 4>&1 5<&0
mkfifo said.fifo
{
  dd bs=65536 count=${most} iflag=count_bytes status=none 2>/dev/null &&
    [ -n "$(head -c 1 | tr '\\000' x)" ] && echo x > ${FLOODED}
} <&5 >said.fifo 4>&- 5<&- &
code=$({ { "$@" <said.fifo 3>&- 4>&- 5<&-; echo $? >&3; } | { cat 2>/dev/null; cat >/dev/null; } >&4 3>&-; } 3>&1)
[ "$code" = ${accept} ] || sleep ${HOLD_SECONDS}
exit "$code"`,
  'sh',
  ...argv,
];

const file = (name: string, content: Content): InputFile => ({ name, content });
const collect = (name: string): Collect => ({ name, maxBytes: MOST_OUTPUT });

export function partnerOf({ problem }: PreparedProblem, pass: Pass): Partner {
  const { evaluation } = problem;
  if (evaluation.kind === 'function') return driver(pass);
  if (evaluation.kind === 'interaction' && evaluation.interactor.protocol === 'testlib')
    return testlibInteractor(pass, evaluation.checker !== undefined);
  return kattisInteractor(pass, problem.passes > 1);
}

function kattisInteractor({ test, input, state }: Pass, passes: boolean): Partner {
  const files = [file('judge/input', input), file('judge/answer', test.answer), FEEDBACK_FILE];
  return {
    parts: {
      args: [...KATTIS_ARGS, ...test.checkerArgs],
      files: state === undefined ? files : [...files, stateFile(state)],
      collect: [...KATTIS_COLLECT, ...(passes ? PASS_COLLECT : []), FLOOD],
    },
    wrap: (argv, most) => sheltered(42, most, passes ? keepingFeedback(argv) : argv),
    read: (end) => ({ decision: readKattis(end, test, 'interactor_refused') }),
  };
}

function testlibInteractor({ test, input }: Pass, isChecked: boolean): Partner {
  return {
    parts: {
      args: ['judge/input', 'judge/output', 'judge/answer', ...test.checkerArgs],
      files: [file('judge/input', input), file('judge/answer', test.answer)],
      collect: [collect('judge/output'), FLOOD],
    },
    wrap: (argv, most) => sheltered(0, most, argv),
    read: (end) => {
      const decision = byInteractor(readTestlib(end, test));
      return decision.kind === 'accepted' && isChecked ? outputOf(end, 'judge/output') : { decision };
    },
  };
}

const byInteractor = (decision: Decision): Decision =>
  decision.kind === 'refused' ? { ...decision, cause: 'interactor_refused' } : decision;

/** Says by 43 that the submission did not answer as it should have, as every data-only protocol must foresee. */
const REFUSE = 43;

function driver({ test, input }: Pass): Partner {
  return {
    parts: { args: test.checkerArgs, files: [file('input', input)], collect: [collect('output'), FLOOD] },
    wrap: (argv, most) => sheltered(0, most, argv),
    read: (end) => {
      if (end.kind !== 'ended') return { decision: end };
      if (end.code === 0) return outputOf(end, 'output');
      if (end.code === REFUSE) return { decision: { kind: 'refused', cause: 'interactor_refused', messages: NO_MESSAGES } };
      const problem = `ended with exit code ${end.code}; 0 is for results that are to be checked, 43 for a submission that gave none${said(end.outcome)}`;
      return { decision: { kind: 'broken', problem } };
    },
  };
}

function outputOf(end: SetterEnd, name: string): Decided {
  const output = end.kind === 'ended' ? bytesOf(end.outcome.files, name) : undefined;
  return output === undefined
    ? { decision: { kind: 'broken', problem: `left no file "${name}" that could be checked` } }
    : { output };
}
