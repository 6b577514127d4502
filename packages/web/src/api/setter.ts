import { CupelApiError, type Schemas } from '@cupel/sdk';
import { queryOptions } from '@tanstack/react-query';
import { client } from './client.ts';

export type ProblemVersion = Schemas['ProblemVersion'];
export type PackageIssue = Schemas['PackageIssue'];
export type ProblemTest = Schemas['ProblemTest'];
export type ProblemMade = Schemas['ProblemMade'];
export type Rejudge = Schemas['Rejudge'];
export type Verification = Schemas['Verification'];

const path = (id: string, rest = '') => `/api/problems/${encodeURIComponent(id)}${rest}`;

export const versionsQuery = (id: string) =>
  queryOptions({
    queryKey: ['versions', id],
    queryFn: () => client.call<Schemas['ProblemVersions']>({ method: 'GET', path: path(id, '/versions'), repeatable: true }),
  });

export const testsQuery = (id: string, version: number) =>
  queryOptions({
    queryKey: ['tests', id, version],
    queryFn: () =>
      client.call<Schemas['ProblemTests']>({ method: 'GET', path: path(id, `/versions/${version}/tests`), repeatable: true }),
  });

export const faultsQuery = (id: string) =>
  queryOptions({
    queryKey: ['faults', id],
    queryFn: () => client.call<Schemas['ProblemFaults']>({ method: 'GET', path: path(id, '/faults'), repeatable: true }),
  });

export const rejudgeQuery = (id: string) =>
  queryOptions({
    queryKey: ['rejudge', id],
    queryFn: () => client.call<Rejudge>({ method: 'GET', path: `/api/rejudges/${encodeURIComponent(id)}`, repeatable: true }),
    refetchInterval: ({ state }) => (state.data?.state === 'judging' || state.data?.state === 'applying' ? 1_000 : false),
  });

/** What a worker found of a version; null where nobody asked it to. */
export const verificationQuery = (id: string, version: number) =>
  queryOptions({
    queryKey: ['verification', id, version],
    queryFn: () =>
      client
        .call<Verification>({ method: 'GET', path: path(id, `/versions/${version}/verification`), repeatable: true })
        .catch(nullIfAbsent),
    refetchInterval: ({ state }) => (state.data?.state === 'waiting' ? 1_000 : false),
  });

function nullIfAbsent(error: unknown): null {
  if (error instanceof CupelApiError && error.status === 404) return null;
  throw error;
}

export function verifyVersion(id: string, version: number): Promise<Verification> {
  return client.call({ method: 'POST', path: path(id, `/versions/${version}/verify`), repeatable: false });
}

const MOST_SHOWN = 64 * 1024;

/** The beginning of a test's input or answer, and whether that is all. */
export async function testPart(
  id: string,
  version: number,
  { number }: ProblemTest,
  part: 'input' | 'answer',
): Promise<{ readonly text: string; readonly whole: boolean }> {
  const response = await fetch(path(id, `/versions/${version}/tests/${number}/${part}`), { credentials: 'same-origin' });
  if (!response.ok) throw new Error(`${response.status} ${response.statusText}`);
  const bytes = new Uint8Array(await response.arrayBuffer());
  return { text: new TextDecoder().decode(bytes.subarray(0, MOST_SHOWN)), whole: bytes.length <= MOST_SHOWN };
}

/** A new problem where it has no id yet, else a version of it. */
export async function uploadPackage(archive: File, publish: boolean, id?: string): Promise<ProblemMade> {
  const query = { ...(id === undefined && { slug: slugOf(archive.name) }), publish: String(publish) };
  return client.call({
    method: 'POST',
    path: id === undefined ? '/api/problems' : path(id, '/versions'),
    query,
    archive: new Uint8Array(await archive.arrayBuffer()),
    repeatable: false,
  });
}

function slugOf(name: string): string {
  const word = name
    .replace(/\.(zip|kpp)$/i, '')
    .toLowerCase()
    .replace(/[^a-z0-9._-]+/g, '-')
    .replace(/^[^a-z0-9]+/, '');
  return word === '' ? 'problem' : word.slice(0, 100);
}

export type LimitsRequest = Schemas['ProblemLimitsRequest'];

/** A version that differs from this one in its limits alone. */
export function changeLimits(id: string, version: number, body: LimitsRequest): Promise<ProblemMade> {
  return client.call({ method: 'POST', path: path(id, `/versions/${version}/limits`), body, repeatable: false });
}

export function publishVersion(id: string, version: number): Promise<unknown> {
  return client.call({ method: 'POST', path: path(id, '/publish'), body: { version }, repeatable: false });
}

export function archiveProblem(id: string): Promise<unknown> {
  return client.call({ method: 'POST', path: path(id, '/archive'), repeatable: false });
}

export function startRejudge(problem: string, reason: string): Promise<{ readonly id: string }> {
  return client.call({ method: 'POST', path: '/api/rejudges', body: { problem, reason }, repeatable: false });
}

export function endRejudge(id: string, how: 'apply' | 'drop'): Promise<unknown> {
  return client.call({ method: 'POST', path: `/api/rejudges/${encodeURIComponent(id)}/${how}`, repeatable: false });
}
