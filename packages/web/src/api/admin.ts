import type { Schemas } from '@cupel/sdk';
import { queryOptions } from '@tanstack/react-query';
import type { Metric } from '../admin/samples.ts';
import { client } from './client.ts';

export type Queue = Schemas['Queue'];
export type Worker = Schemas['Worker'];
export type Examination = Schemas['Examination'];
export type Finding = Schemas['Finding'];
export type DeadLetter = Schemas['DeadLetter'];

const EVERY = 2_000;

function get<T>(path: string, query: Readonly<Record<string, number>> = {}): Promise<T> {
  return client.call<T>({ method: 'GET', path, query, repeatable: true });
}

function act<T = unknown>(method: 'POST' | 'DELETE', path: string, body?: unknown): Promise<T> {
  return client.call<T>({ method, path, ...(body !== undefined && { body }), repeatable: false });
}

export const queueQuery = queryOptions({ queryKey: ['queue'], queryFn: () => get<Queue>('/api/queue'), refetchInterval: EVERY });
export const workersQuery = queryOptions({
  queryKey: ['workers'],
  queryFn: () => get<readonly Worker[]>('/api/workers'),
  refetchInterval: EVERY,
});
export const metricsQuery = queryOptions({ queryKey: ['metrics'], queryFn: readMetrics, refetchInterval: EVERY });
export const deadQuery = queryOptions({
  queryKey: ['dead'],
  queryFn: () => get<Schemas['DeadLetterPage']>('/api/queue/dead', { limit: 100 }),
});
export const abuseQuery = queryOptions({
  queryKey: ['abuse'],
  queryFn: () => get<Schemas['AbusePage']>('/api/abuse', { limit: 100 }),
});
export const coolDownsQuery = queryOptions({
  queryKey: ['cool-downs'],
  queryFn: () => get<Schemas['CoolDownPage']>('/api/abuse/cool-downs', { limit: 100 }),
});
/** More often while a report is on its way. */
export const doctorQuery = (waiting: boolean) =>
  queryOptions({
    queryKey: ['doctor'],
    queryFn: () => get<Schemas['Examinations']>('/api/doctor'),
    refetchInterval: waiting ? 1_000 : false,
  });
export const keysQuery = queryOptions({
  queryKey: ['keys'],
  queryFn: () => get<Schemas['KeyPage']>('/api/keys', { limit: 100 }),
});

export const askDoctor = () => act('POST', '/api/doctor');
export const retryDead = (id: string) => act('POST', `/api/queue/dead/${id}/retry`);
export const dropDead = (id: string) => act('DELETE', `/api/queue/dead/${id}`);
export const liftCoolDown = (flow: string) => act('DELETE', `/api/abuse/cool-downs/${flow}`);
export const revokeKey = (id: string) => act('DELETE', `/api/keys/${id}`);
export const makeKey = (name: string, scopes: readonly string[]) => act<Schemas['NewKey']>('POST', '/api/keys', { name, scopes });

async function readMetrics(): Promise<readonly Metric[]> {
  const response = await fetch('/metrics', { credentials: 'same-origin' });
  if (!response.ok) throw new Error(`${response.status}`);
  return (await response.text()).split('\n').flatMap((line) => {
    const found = /^([a-z_]+)(?:\{(.*)\})? (\S+)$/.exec(line);
    return found ? [{ name: found[1] ?? '', labels: found[2] ?? '', value: Number(found[3]) }] : [];
  });
}
