import {
  type Audience,
  type DisclosedBytes,
  type DisclosedReport,
  type DisclosedTest,
  type DisclosurePolicy,
  disclose,
} from '@cupel/domain';
import { type Connection, type Judging, listJudgedTests, type Submission } from '@cupel/store';
import { isJury } from '../judging/audience.js';
import { knownProblem } from '../judging/known-problems.js';
import { storedReport } from '../judging/stored-report.js';
import type { JudgingAnswer } from './judging-schema.js';

/**
 * A judging as the audience may read it. Everything that leaves the service of one (answers, webhooks, exports) comes from here;
 * `policy` is the problem's unless a contest or a course has one of its own.
 */
export async function presentJudging(
  connection: Connection,
  judging: Judging,
  submission: Pick<Submission, 'language'>,
  audience: Audience,
  policy?: DisclosurePolicy,
): Promise<JudgingAnswer> {
  const { tenantId, versionId } = judging;
  const { problem } = await knownProblem(connection, tenantId, versionId);
  const tests = judging.state === 'done' ? await listJudgedTests(connection, judging.id) : [];
  const report = storedReport(judging, tests, problem.name, submission.language);
  const head = {
    id: judging.id,
    audience,
    problem: judging.problemId,
    version: judging.versionNumber,
    standing: judging.standing,
    state: judging.state,
  };
  if (report === undefined) return { ...head, status: null, verdict: null, because: null, tests: [] };
  return { ...head, ...bodyOf(disclose(report, problem, audience, policy)) };
}

type Body = Omit<JudgingAnswer, 'id' | 'audience' | 'problem' | 'version' | 'standing' | 'state'>;

function bodyOf(report: DisclosedReport): Body {
  const { status, verdict, because, points, groups, tests, firstFailure, hint, compile, faults, audience } = report;
  return {
    status,
    verdict: verdict ?? null,
    because,
    ...(points === undefined ? {} : { points }),
    ...(groups === undefined ? {} : { groups: groups.map((group) => ({ ...group })) }),
    tests: tests.map(testOf),
    ...(firstFailure === undefined ? {} : { first_failure: firstFailure }),
    ...(hint === undefined ? {} : { hint }),
    ...(compile === undefined ? {} : { compile_output: compile.output }),
    ...(faults === undefined || !isJury(audience) ? {} : { faults: faults.map((fault) => ({ ...fault })) }),
  };
}

/** Seconds, as everywhere at this edge. Fields are named one by one: what is added to a report is not added to this. */
export function testOf(test: DisclosedTest): JudgingAnswer['tests'][number] {
  const { time, wallTime, setterMessage, transcript, exit, input, answer, output, stderr } = test;
  const { number, visibility, name, description, verdict, because, points, memory, runs, passes, difference, message } = test;
  return dense({
    ...{ number, visibility, name, description, verdict, because, points },
    time: time === undefined ? undefined : time / 1e6,
    wall_time: wallTime === undefined ? undefined : wallTime / 1e6,
    ...{ memory, runs, passes },
    exit_code: exit?.kind === 'code' ? exit.code : undefined,
    signal: exit?.kind === 'signal' ? exit.signal : undefined,
    input: shown(input),
    answer: shown(answer),
    output: shown(output),
    stderr: shown(stderr),
    ...{ difference, message },
    setter_message: setterMessage,
    transcript: transcript && {
      from_interactor: shown(transcript.fromInteractor),
      from_submission: shown(transcript.fromSubmission),
    },
  }) as JudgingAnswer['tests'][number];
}

function shown(bytes: DisclosedBytes | undefined) {
  if (bytes === undefined) return undefined;
  if (bytes.kind === 'blob') return { sha256: bytes.sha256 };
  const { text, lossy, truncated } = bytes;
  return { text, lossy, truncated };
}

function dense(value: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(value).filter(([, item]) => item !== undefined));
}
