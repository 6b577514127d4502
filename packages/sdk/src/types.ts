import type { components } from './openapi.gen.js';

/** Every shape of the API, by its name in openapi.json. */
export type Schemas = components['schemas'];

export type SubmissionRequest = Readonly<Partial<Schemas['SubmissionRequest']> & Pick<Schemas['SubmissionRequest'], 'language'>>;
/** A program that somebody types into: see `typingOf`. */
export type InteractiveRequest = SubmissionRequest &
  Readonly<Pick<Partial<Schemas['SubmitRequest']>, 'interactive' | 'terminal'>>;
export type InputRequest = Readonly<Schemas['InputRequest']>;
export type InputTaken = Schemas['InputTaken'];
export type Result = Schemas['Result'];
export type Accepted = Schemas['Accepted'];
export type BatchAccepted = Schemas['BatchAccepted'];
export type Batch = Schemas['Batch'];
export type Summary = Schemas['Summary'];
export type SubmissionPage = Schemas['SubmissionPage'];
export type Runtime = Schemas['Runtime'];
export type Health = Schemas['Health'];
export type Queue = Schemas['Queue'];
export type DeadLetterPage = Schemas['DeadLetterPage'];
export type AbusePage = Schemas['AbusePage'];
export type CoolDownPage = Schemas['CoolDownPage'];
export type Verdict = Schemas['Verdict'];
export type Judging = Schemas['Judging'];
export type Problem = Schemas['Problem'];
export type ProblemPage = Schemas['ProblemPage'];
export type ProblemMade = Schemas['ProblemMade'];
export type ProblemVersions = Schemas['ProblemVersions'];
export type ProblemTests = Schemas['ProblemTests'];
export type ProblemFaults = Schemas['ProblemFaults'];
export type Published = Schemas['Published'];
export type Verification = Schemas['Verification'];
export type JudgedRequest = Readonly<Partial<Schemas['JudgedRequest']> & Pick<Schemas['JudgedRequest'], 'language'>>;
export type TestCase = Readonly<Partial<Schemas['TestCase']> & Pick<Schemas['TestCase'], 'expected_output'>>;
export type GradeRequest = Readonly<
  Partial<Omit<Schemas['GradeRequest'], 'test_cases'>> &
    Pick<Schemas['GradeRequest'], 'language'> & { test_cases: readonly TestCase[] }
>;
export type GradeAnswer = Schemas['GradeAnswer'];
export type GradeBatchItem = Readonly<
  Partial<Schemas['GradeBatchItem']> & Pick<Schemas['GradeBatchItem'], 'language' | 'student_id'>
>;
export type GradeBatchRequest = Readonly<
  Partial<Omit<Schemas['GradeBatchRequest'], 'submissions' | 'test_cases'>> & {
    submissions: readonly GradeBatchItem[];
    test_cases: readonly TestCase[];
  }
>;
export type GradeBatchAccepted = Schemas['GradeBatchAccepted'];
export type GradeBatch = Schemas['GradeBatch'];

/** What `follow` yields of a batch that is graded. */
export type GradeEvent =
  | { readonly kind: 'result'; readonly data: GradeAnswer }
  | { readonly kind: 'progress' | 'done'; readonly data: Schemas['GradeProgress'] };

/** What happens to a submission, as `stream` yields it. Times are seconds, sizes are bytes. */
export type SubmissionEvent = { readonly id?: string } & (
  | { readonly kind: 'queued' | 'position'; readonly data: { readonly position?: number; readonly estimate?: number | null } }
  | { readonly kind: 'usage'; readonly data: { readonly cpu_time: number; readonly wall_time: number; readonly memory: number } }
  | {
      readonly kind: 'output';
      readonly data: { readonly stream: 'stdout' | 'stderr'; readonly text: string; readonly base64: string };
    }
  | { readonly kind: 'input'; readonly data: { readonly text: string; readonly base64: string; readonly end?: true } }
  | {
      readonly kind: 'test';
      readonly data: Partial<Schemas['JudgedTest']> & Partial<Schemas['GradeTestResult']>;
    }
  /** Of a verification: a part of the package, or one of its submissions. */
  | {
      readonly kind: 'checked';
      readonly data: { readonly part: string; readonly failed: number; readonly checks?: number; readonly submission?: string };
    }
  | {
      readonly kind: 'preparing' | 'compiling' | 'running' | 'postponed' | 'requeued' | 'done' | 'failed' | 'cancelled';
      readonly data: Readonly<Record<string, unknown>>;
    }
);
