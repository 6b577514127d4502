import { Cupel, type SubmissionEvent } from '@cupel/sdk';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { finalResult, stateOf, submit, until } from './api.ts';
import { type Service, startService } from './service.ts';

let service: Service;
let client: Cupel;

beforeAll(async () => {
  service = await startService();
  client = new Cupel({ baseUrl: service.url, apiKey: service.key });
});
afterAll(async () => {
  await service.stop();
});

const PROGRAM = 'echo first; read -t 3 nothing < <(sleep 3); echo second >&2; exit 7';
const textOf = (events: readonly SubmissionEvent[], stream: string) =>
  events.map((event) => (event.kind === 'output' && event.data.stream === stream ? event.data.text : '')).join('');

it('tells what a program writes while it runs, and the same again after its end', async () => {
  const id = await submit(service, 'bash', PROGRAM);
  const live: SubmissionEvent[] = [];
  let stateAtFirstOutput = '';
  for await (const event of client.stream(id)) {
    live.push(event);
    if (event.kind === 'output' && stateAtFirstOutput === '') stateAtFirstOutput = await stateOf(service, id)();
  }
  expect(stateAtFirstOutput).toBe('running');
  expect(textOf(live, 'stdout')).toBe('first\n');
  expect(textOf(live, 'stderr')).toBe('second\n');
  expect(live.filter(({ kind }) => kind === 'usage').length).toBeGreaterThan(0);
  expect(live.at(-1)).toMatchObject({ kind: 'done', data: { verdict: 'RE' } });

  const replayed: SubmissionEvent[] = [];
  for await (const event of client.stream(id)) replayed.push(event);
  const numbered = (events: readonly SubmissionEvent[]) =>
    events.filter((event) => event.id !== undefined && event.kind !== 'queued');
  expect(numbered(replayed)).toEqual(numbered(live));
});

it('tells a late reader everything from the beginning', async () => {
  const id = await submit(service, 'bash', PROGRAM);
  await until(stateOf(service, id), (state) => state === 'running');
  await new Promise((resolve) => setTimeout(resolve, 500));
  const events: SubmissionEvent[] = [];
  for await (const event of client.stream(id)) events.push(event);
  expect(events.map(({ kind }) => kind)).toContain('running');
  expect(textOf(events, 'stdout')).toBe('first\n');
  expect(await finalResult(service, id)).toMatchObject({ verdict: 'RE', exit_code: 7 });
});
