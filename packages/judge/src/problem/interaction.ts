/**
 * The submission and a partner (an interactor, or the driver of a function) in two boxes that start together, joined by two
 * pipes. Each has limits of its own. Whoever offends first is told of: a submission that failed before its partner ended is
 * judged by its own end; one that only fell over the partner's end is judged by what the partner said. Silence ends by the
 * submission's wall limit; the partner has some seconds more, and if it does not end then either, it is the partner that is
 * broken.
 */
import { type Classification, classify, type Limits, OUTCOMES, type RunOutcome, type RunSpec } from '@cupel/domain';
import { attemptGroup } from '../attempt.js';
import { programSpec } from '../spec.js';
import { type Decided, HOLD, isFlooded, type Partner, partnerOf } from './partner.js';
import { accessOf, hooksOf, type Judging, type Pass, type Played } from './play.js';
import { endOf, type ReadyProgram, type SetterEnd } from './setter-program.js';
import { readTranscript, recorders } from './transcript.js';

/** What a partner has left to say once the submission's time is up: it sees the end of a pipe. */
const GRACE = 5_000_000;

export async function playTogether(judging: Judging, pass: Pass, program: ReadyProgram): Promise<Played> {
  const { environment, prepared, compiled, limits, options } = judging;
  const partner = partnerOf(prepared, pass);
  const partnerLimits = { ...program.limits, wallTime: judging.enforced.wallTime + Math.min(GRACE, program.limits.wallTime) };
  const specs = groupSpecs(judging, pass, { program, partner, limits: partnerLimits });
  const { toolchain } = compiled.program;
  const tried = await attemptGroup(environment.sandbox, toolchain, specs, [hooksOf(judging), hooksOf(judging)]);
  if (tried.kind === 'lost') return { judgement: tried.judgement, output: new Uint8Array() };
  const [theirs, own, ...recorded] = tried.outcomes;
  if (theirs === undefined || own === undefined) throw new RangeError('a group of two has two outcomes');
  const played = decide(theirs, own, { partner, limits: partnerLimits, judgement: classify(own.evidence, limits) });
  return options.transcript === true ? { ...played, transcript: readTranscript(recorded) } : played;
}

interface Seat {
  readonly program: ReadyProgram;
  readonly partner: Partner;
  readonly limits: Limits;
}

/** The partner, the submission, then who records; links 0 and 1 end at the partner, 2 and 3 at the submission where recorded. */
function groupSpecs(judging: Judging, { test }: Pass, { program, partner, limits }: Seat): readonly RunSpec[] {
  const { environment, compiled, enforced, options } = judging;
  const recorded = options.transcript === true;
  const link = (number: number) => ({ kind: 'link', link: number }) as const;
  const theirs = programSpec(program.compiled, environment.mode, limits, { ...partner.parts, stdout: link(0), stdin: link(1) });
  const own = programSpec(compiled, environment.mode, enforced, {
    args: test.args,
    files: test.files,
    ...accessOf(judging.prepared),
    stdin: link(recorded ? 2 : 0),
    stdout: link(recorded ? 3 : 1),
  });
  const pair = [{ ...theirs, argv: partner.wrap(theirs.argv, enforced.stdoutBytes) }, own];
  return recorded ? [...pair, ...recorders(environment.mode, limits)] : pair;
}

interface Sides {
  readonly partner: Partner;
  readonly limits: Limits;
  readonly judgement: Classification;
}

function decide(theirs: RunOutcome, own: RunOutcome, { partner, limits, judgement }: Sides): Played {
  const end = endOf(theirs, limits);
  const ownFirst = own.evidence.wall + HOLD / 2 < theirs.evidence.wall;
  const played = { judgement, outcome: own, output: new Uint8Array() };
  if (judgement.verdict === 'IE') return played;
  if (end.kind === 'lost') return { ...played, judgement: end.judgement };
  if (isFlooded(theirs)) return { ...played, judgement: flooding(judgement) };
  if (end.kind === 'broken' && isStopped(end)) return { ...played, judgement: undisputed(judgement), decision: end };
  // The submission's own failure came first: whatever the partner made of it is a consequence.
  if (ownFirst && judgement.verdict !== 'AC') return played;
  return concluded(played, partner.read(end));
}

function concluded(played: Played, decided: Decided): Played {
  if ('output' in decided) return { ...played, output: decided.output };
  const { decision } = decided;
  // A refusal, or a broken partner, stands above what the submission did afterwards; an acceptance does not.
  return decision.kind === 'accepted'
    ? { ...played, decision }
    : { ...played, judgement: undisputed(played.judgement), decision };
}

const flooding = (judgement: Classification): Classification => ({
  ...judgement,
  verdict: 'OLE',
  outcome: OUTCOMES.OLE,
  cause: 'ole_output_limit',
  because: 'told the other side more than it may write',
});

/** So that the decision is what counts, and not a submission that fell over the closed pipe. */
const undisputed = (judgement: Classification): Classification => ({ ...judgement, verdict: 'AC', outcome: 'accepted' });

type Broken = Extract<SetterEnd, { kind: 'broken' }>;

/** By a limit of its own, for which nobody else is to blame. */
const isStopped = ({ judgement }: Broken): boolean => judgement.verdict !== 'SIG' && judgement.verdict !== 'RE';
