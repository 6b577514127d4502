import type { Content } from '../run.js';
import { decodeText } from '../utf8.js';
import type { DisclosedBytes, DisclosedTest } from './disclosed.js';
import type { TestReport, Transcript } from './report.js';
import type { Sight } from './sight.js';
import type { TestCase } from './tests.js';

/** What of one test the sight opens. `test` is the case as it stands in the problem, which a report does not hold. */
export function discloseTest(report: TestReport, test: TestCase | undefined, sight: Sight): DisclosedTest {
  const { number, visibility, verdict, name, because, time, wallTime, memory, runs, passes } = report;
  return {
    number,
    visibility,
    verdict,
    ...(sight.name ? { name, ...described(test) } : {}),
    ...(sight.because ? { because } : {}),
    // How often it ran tells of its time, and how many passes it took of its exits.
    ...(sight.time ? { time, wallTime, runs } : {}),
    ...(sight.memory ? { memory } : {}),
    ...(sight.exit ? { passes, ...(report.exit === undefined ? {} : { exit: report.exit }) } : {}),
    ...(sight.input && test !== undefined ? { input: contentOf(test.input) } : {}),
    ...(sight.answer && test !== undefined ? { answer: contentOf(test.answer) } : {}),
    ...(sight.output ? { output: bytesOf(report.output, report.truncated.output) } : {}),
    ...(sight.stderr ? { stderr: bytesOf(report.stderr, report.truncated.stderr) } : {}),
    // It shows both sides.
    ...(sight.answer && sight.output && report.difference !== undefined ? { difference: report.difference } : {}),
    ...(sight.message ? { message: report.messages.team } : {}),
    ...(sight.setterMessage ? { setterMessage: report.messages.setter, ...transcriptOf(report.transcript) } : {}),
  };
}

const described = (test: TestCase | undefined): Pick<DisclosedTest, 'description'> =>
  test?.description === undefined ? {} : { description: test.description };

function contentOf(content: Content): DisclosedBytes {
  return content.kind === 'blob' ? { kind: 'blob', sha256: content.sha256 } : bytesOf(content.bytes, false);
}

function bytesOf(bytes: Uint8Array, truncated: boolean): DisclosedBytes {
  return { kind: 'text', ...decodeText(bytes), truncated };
}

function transcriptOf(transcript: Transcript | undefined): Pick<DisclosedTest, 'transcript'> {
  if (transcript === undefined) return {};
  const { fromInteractor, fromSubmission } = transcript;
  return { transcript: { fromInteractor: bytesOf(fromInteractor, false), fromSubmission: bytesOf(fromSubmission, false) } };
}
