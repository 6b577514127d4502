import { setTimeout as sleep } from 'node:timers/promises';
import type { Service } from './service.ts';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: tests read what they know to be there, and fail where it is not.
  readonly body: any;
}

/** One call with the service's first key. Rejects after `within` milliseconds. */
export async function call(service: Service, method: string, path: string, body?: unknown, within = 40_000): Promise<Answer> {
  const answer = await fetch(new URL(path, service.url), {
    method,
    headers: { 'x-api-key': service.key, ...(body !== undefined && { 'content-type': 'application/json' }) },
    signal: AbortSignal.timeout(within),
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, body: text === '' ? undefined : JSON.parse(text) };
}

export async function submit(service: Service, language: string, code: string): Promise<string> {
  const { status, body } = await call(service, 'POST', '/api/submit', { language, code });
  if (status !== 202) throw new Error(`${status} ${JSON.stringify(body)}`);
  return body.id;
}

export async function resultOf(service: Service, id: string) {
  return (await call(service, 'GET', `/api/result/${id}`)).body;
}

/** Asks until the answer is as wanted; rejects with the last one when the time is over. */
export async function until<T>(ask: () => Promise<T> | T, wanted: (answer: T) => boolean, within = 30_000): Promise<T> {
  for (const end = performance.now() + within; ; ) {
    const answer = await ask();
    if (wanted(answer)) return answer;
    if (performance.now() > end) throw new Error(`not within ${within} ms: ${JSON.stringify(answer)}`);
    await sleep(50);
  }
}

export const stateOf = (service: Service, id: string) => async (): Promise<string> => (await resultOf(service, id)).state;
export const finalResult = (service: Service, id: string, within?: number) =>
  until(
    () => resultOf(service, id),
    ({ status }) => status === 'completed' || status === 'error',
    within,
  );
