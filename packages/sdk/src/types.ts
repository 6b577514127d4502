import type { components } from './openapi.gen.js';

type Schemas = components['schemas'];

export type SubmissionRequest = Readonly<Partial<Schemas['SubmissionRequest']> & Pick<Schemas['SubmissionRequest'], 'language'>>;
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

/** What happens to a submission, as `stream` yields it. Times are seconds, sizes are bytes. */
export type SubmissionEvent = { readonly id?: string } & (
  | { readonly kind: 'queued' | 'position'; readonly data: { readonly position?: number; readonly estimate?: number | null } }
  | { readonly kind: 'usage'; readonly data: { readonly cpu_time: number; readonly wall_time: number; readonly memory: number } }
  | {
      readonly kind: 'output';
      readonly data: { readonly stream: 'stdout' | 'stderr'; readonly text: string; readonly base64: string };
    }
  | {
      readonly kind: 'compiling' | 'running' | 'requeued' | 'done' | 'failed' | 'cancelled';
      readonly data: Readonly<Record<string, unknown>>;
    }
);
