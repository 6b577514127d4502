import { queryOptions } from '@tanstack/react-query';
import { client } from './client.ts';
import type { History, JudgedResult, Problem, ProblemPage, Source } from './problem-types.ts';

const LARGEST_PAGE = 100;
const path = (id: string, rest = '') => `/api/problems/${encodeURIComponent(id)}${rest}`;

/** All of them, page by page: a list that people search must be whole. */
async function allProblems(): Promise<ProblemPage['items']> {
  const items: ProblemPage['items'][number][] = [];
  let cursor: string | undefined;
  do {
    const query = { limit: LARGEST_PAGE, ...(cursor !== undefined && { cursor }) };
    const page = await client.call<ProblemPage>({ method: 'GET', path: '/api/problems', query, repeatable: true });
    items.push(...page.items);
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
  return items;
}

export const problemsQuery = queryOptions({ queryKey: ['problems'], queryFn: allProblems });

export const problemQuery = (id: string) =>
  queryOptions({
    queryKey: ['problem', id],
    queryFn: () => client.call<Problem>({ method: 'GET', path: path(id), repeatable: true }),
  });

/** What the reader submitted, newest first; of one problem where it is named. */
export const historyQuery = (problem?: string) =>
  queryOptions({
    queryKey: ['history', problem ?? ''],
    queryFn: () =>
      client.call<History>({
        method: 'GET',
        path: '/api/history',
        query: { limit: LARGEST_PAGE, ...(problem !== undefined && { problem }) },
        repeatable: true,
      }),
    staleTime: 5_000,
  });

export const sourceQuery = (submission: string) =>
  queryOptions({
    queryKey: ['source', submission],
    queryFn: () =>
      client.call<Source>({ method: 'GET', path: `/api/submissions/${encodeURIComponent(submission)}/source`, repeatable: true }),
    staleTime: Number.POSITIVE_INFINITY,
  });

export function judgedResult(id: string, signal: AbortSignal): Promise<JudgedResult> {
  return client.result(id, { signal });
}

export interface AnswerFile {
  readonly name: string;
  readonly content: string;
  readonly encoding: 'base64';
}

/** A file of somebody's disk as a submission carries it. */
export async function answerOf(file: File): Promise<AnswerFile> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return { name: file.name, content: btoa(binary), encoding: 'base64' };
}

/** A program, or answers where a problem asks for those. */
export type Handed =
  | { readonly language: string; readonly code: string }
  | { readonly language: 'answers'; readonly files: readonly AnswerFile[] };

/** Hands a program in: where a contest is named it counts there. */
export function submitTo(
  { problem, contest }: { readonly problem: string; readonly contest: string | undefined },
  body: Handed,
  options: { readonly idempotencyKey: string; readonly signal: AbortSignal },
): Promise<{ readonly id: string }> {
  const headers = { 'idempotency-key': options.idempotencyKey };
  return client.call({
    method: 'POST',
    path: contest === undefined ? path(problem, '/submissions') : `/api/contests/${encodeURIComponent(contest)}/submissions`,
    body: contest === undefined ? body : { ...body, problem },
    headers,
    repeatable: true,
    signal: options.signal,
  });
}
