import {
  findLanguage,
  type Problem,
  rational,
  type SetterProgram,
  STRICT_DISCLOSURE,
  type TestCase,
  type TestGroup,
} from '@cupel/domain';
import { type JudgeEnvironment, type JudgeOptions, judgeSubmission, type Submission } from '@cupel/judge';
import { type Launcher, loadLanguages, requireToolchain, startLauncher } from '@cupel/sandbox';
import { LAUNCHER } from '../support/paths.ts';
import { WARMTH } from '../support/warmth.js';

const languages = loadLanguages(new URL('../../languages/', import.meta.url).pathname);

let shared: Promise<Launcher> | undefined;

/** One launcher for all tests of a file; it ends with the process. */
export const sharedSandbox = (): Promise<Launcher> => {
  shared ??= startLauncher({ binary: LAUNCHER, boxes: 8, warm: WARMTH });
  return shared;
};

export const bytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text));
export const text = (given: Uint8Array | undefined): string => Buffer.from(given ?? []).toString();

export async function environment(): Promise<JudgeEnvironment> {
  return {
    sandbox: await sharedSandbox(),
    mode: 'strict',
    toolchain: (name) => {
      const { language, version } = findLanguage(languages, name);
      return requireToolchain(language, version);
    },
    read: async (content) => {
      if (content.kind === 'bytes') return content.bytes;
      throw new Error('these tests keep no blobs');
    },
  };
}

/** A submission of one file, in Python unless told. */
export async function submission(source: string, language = 'python'): Promise<Submission> {
  const { toolchain } = await environment();
  return { toolchain: await toolchain(language), files: [{ bytes: bytes(source) }] };
}

export const program = (source: string, more: Partial<SetterProgram> = {}): SetterProgram => ({
  name: 'output_validators/validate.py',
  language: 'python',
  files: [{ name: 'validate.py', bytes: bytes(source) }],
  ...more,
});

export const testCase = (name: string, input: string, answer: string, more: Partial<TestCase> = {}): TestCase => ({
  name,
  input: { kind: 'bytes', bytes: bytes(input) },
  answer: { kind: 'bytes', bytes: bytes(answer) },
  args: [],
  files: [],
  checkerArgs: [],
  points: rational(1),
  visibility: 'hidden',
  ...more,
});

export const group = (name: string, more: Partial<TestGroup>): TestGroup => ({
  name,
  tests: [],
  groups: [],
  aggregation: 'sum',
  points: 'unbounded',
  requires: [],
  counts: true,
  stopAtFirstFailure: false,
  subtask: false,
  ...more,
});

export const problem = (tests: readonly TestCase[], more: Partial<Problem> = {}): Problem => ({
  name: 'sum',
  titles: { en: 'Sum' },
  type: 'pass_fail',
  limits: {
    cpuTime: 1_000_000,
    memory: 256 * 1024 * 1024,
    stdoutBytes: 1024 * 1024,
    sourceBytes: 64 * 1024,
    languages: {},
  },
  evaluation: { kind: 'output', checker: { kind: 'comparison', comparison: { kind: 'tokens' } } },
  passes: 1,
  included: {},
  tests: group('', { tests }),
  execution: 'run_all',
  disclosure: STRICT_DISCLOSURE,
  ...more,
});

export async function judge(given: Problem, source: string, options: JudgeOptions = {}, language = 'python') {
  return judgeSubmission(await environment(), given, await submission(source, language), options);
}
