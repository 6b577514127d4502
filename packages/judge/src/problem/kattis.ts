import {
  type Award,
  type Collect,
  type CollectedFile,
  decodeText,
  type InputFile,
  readAward,
  type TestCase,
} from '@cupel/domain';
import type { Decision, NextPass } from './decision.js';
import { type SetterEnd, said } from './setter-program.js';

const ACCEPT = 42;
const REFUSE = 43;
const MB = 1024 * 1024;

const FEEDBACK = 'feedback';
const STATE = 'state.tar';

/** Arguments of an output validator: input, answer, the folder for its feedback with a slash at its end, then flags. */
export const KATTIS_ARGS = ['judge/input', 'judge/answer', `${FEEDBACK}/`] as const;

/** A folder comes with its files: this one makes the feedback folder. */
export const FEEDBACK_FILE: InputFile = { name: `${FEEDBACK}/.keep`, content: { kind: 'bytes', bytes: new Uint8Array() } };

const feedback = (name: string, maxBytes: number): Collect => ({ name: `${FEEDBACK}/${name}`, maxBytes });

export const KATTIS_COLLECT: readonly Collect[] = [
  feedback('judgemessage.txt', 64 * 1024),
  feedback('judgeerror.txt', 64 * 1024),
  feedback('teammessage.txt', 4 * 1024),
  feedback('score.txt', 1024),
  feedback('score_multiplier.txt', 1024),
];

/** Besides, where the validator may ask for another pass. */
export const PASS_COLLECT: readonly Collect[] = [feedback('nextpass.in', 64 * MB), { name: STATE, maxBytes: 64 * MB }];

/**
 * The feedback folder outlives a pass, whatever files the validator keeps in it; boxes do not. So it travels packed, and the
 * shell around the validator passes its exit code on.
 */
export const keepingFeedback = (argv: readonly string[]): readonly string[] => [
  '/bin/sh',
  '-c',
  `[ ! -f ${STATE} ] || tar -xf ${STATE}; rm -f ${FEEDBACK}/nextpass.in; "$@"; code=$?; tar -cf ${STATE} ${FEEDBACK}; exit $code`,
  'sh',
  ...argv,
];

export const stateFile = (state: Uint8Array): InputFile => ({ name: STATE, content: { kind: 'bytes', bytes: state } });

/** What a validator that has ended says. */
export function readKattis(end: SetterEnd, test: TestCase, refusal: 'checker_refused' | 'interactor_refused'): Decision {
  if (end.kind !== 'ended') return end;
  const { files } = end.outcome;
  const messages = {
    setter: [textOf(files, 'judgemessage.txt'), textOf(files, 'judgeerror.txt')].filter(Boolean).join('\n'),
    team: textOf(files, 'teammessage.txt') ?? '',
  };
  if (end.code !== ACCEPT && end.code !== REFUSE) {
    const told = messages.setter === '' ? '' : `; its message: ${messages.setter}`;
    return { kind: 'broken', problem: `ended with exit code ${end.code}; 42 accepts, 43 refuses${told}${said(end.outcome)}` };
  }
  const score = readScore(files, test, end.code);
  if (score !== undefined && !score.ok) return { kind: 'broken', problem: `its score ${score.problem}` };
  const points = score === undefined ? {} : { points: score.points };
  const next = nextPass(files);
  if (end.code === ACCEPT) return { kind: 'accepted', ...points, messages, ...(next === undefined ? {} : { next }) };
  if (next !== undefined)
    return { kind: 'broken', problem: 'refused with exit code 43, and asked for another pass all the same' };
  return { kind: 'refused', cause: refusal, ...points, messages };
}

/** Where the validator gave points in two ways, nobody knows which it meant. */
function readScore(
  files: readonly CollectedFile[],
  { points: maximum, checkerPoints }: TestCase,
  code: number,
): Award | undefined {
  if (checkerPoints === 'ignored') return undefined;
  const share = textOf(files, 'score_multiplier.txt');
  const points = textOf(files, 'score.txt');
  if ((share ?? points) === undefined) return undefined;
  if (checkerPoints === 'none')
    return no('is given, though nothing here is scored by tests: it stands in a group that is passed or failed');
  if (checkerPoints === 'if_accepted' && code === REFUSE) return no('is given with a refusal; what is refused has no points');
  if (share === undefined) return readAward(points ?? '', 'points', maximum);
  if (points === undefined) return readAward(share, 'share', maximum);
  return no('stands in score.txt and in score_multiplier.txt; it may stand in one');
}

const no = (problem: string): Award => ({ ok: false, problem });

function nextPass(files: readonly CollectedFile[]): NextPass | undefined {
  const input = bytesOf(files, `${FEEDBACK}/nextpass.in`);
  return input && { input, state: bytesOf(files, STATE) ?? new Uint8Array() };
}

function textOf(files: readonly CollectedFile[], name: string): string | undefined {
  const bytes = bytesOf(files, `${FEEDBACK}/${name}`);
  return bytes && decodeText(bytes).text.trim();
}

export function bytesOf(files: readonly CollectedFile[], name: string): Uint8Array | undefined {
  const file = files.find((each) => each.name === name);
  return file?.status === 'ok' ? file.bytes : undefined;
}
