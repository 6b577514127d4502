import { appendFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { PartName, Service } from '../service.ts';
import { chooseProgram, type Expected } from './programs.ts';
import { Random } from './random.ts';

export interface ChaosPlan {
  readonly seed: number;
  readonly submissions: number;
  readonly clients: number;
  /** In the order in which they fall, one every `killEvery` milliseconds. */
  readonly kills: readonly PartName[];
  readonly killEvery: number;
  /** Where the driver's log goes: lines of JSON, in a form that is kept stable, so that a failing seed can be looked into. */
  readonly log: string;
}

/** A line of the log. Times are milliseconds since the driver began. */
export type Entry =
  | { readonly at: number; readonly event: 'begin'; readonly seed: number; readonly submissions: number }
  | ({ readonly at: number; readonly event: 'submit'; readonly key: string } & Expected)
  | { readonly at: number; readonly event: 'refused'; readonly key: string; readonly problem: string }
  | { readonly at: number; readonly event: 'acknowledged'; readonly key: string; readonly id: string }
  | { readonly at: number; readonly event: 'kill'; readonly part: PartName; readonly pid: number }
  | { readonly at: number; readonly event: 'final'; readonly id: string; readonly state: string; readonly verdict: string | null }
  | { readonly at: number; readonly event: 'end' };

const ANSWER_MS = 10_000;
const PAUSE_MS = 100;

/** Submits, kills, and waits until all that was acknowledged has ended. Judges nothing: that is the checker's. */
export async function drive(service: Service, plan: ChaosPlan, patience: number): Promise<void> {
  const began = performance.now();
  const at = () => Math.round(performance.now() - began);
  const write = (entry: Entry) => appendFileSync(plan.log, `${JSON.stringify(entry)}\n`);
  write({ at: at(), event: 'begin', seed: plan.seed, submissions: plan.submissions });
  const random = new Random(plan.seed);
  const programs = Array.from({ length: plan.submissions }, (_, number) => chooseProgram(random, number));
  const ids: string[] = [];
  let next = 0;
  const client = async () => {
    for (let number = next++; number < programs.length; number = next++) {
      const key = `chaos-${plan.seed}-${number}`;
      const program = programs[number] as Expected;
      write({ at: at(), event: 'submit', key, ...program });
      const id = await submitUntilAcknowledged(service, key, program, (problem) =>
        write({ at: at(), event: 'refused', key, problem }),
      );
      write({ at: at(), event: 'acknowledged', key, id });
      ids.push(id);
      // Submissions come for as long as something is killed.
      await sleep(((plan.kills.length * plan.killEvery) / plan.submissions) * plan.clients * random.next() * 1.6);
    }
  };
  const killer = async () => {
    for (const part of plan.kills) {
      await sleep(plan.killEvery);
      const pid = await waitForPart(service, part);
      process.kill(pid, 'SIGKILL');
      write({ at: at(), event: 'kill', part, pid });
    }
  };
  await Promise.all([killer(), ...Array.from({ length: plan.clients }, client)]);
  await waitForEnds(service, ids, patience, (id, state, verdict) => write({ at: at(), event: 'final', id, state, verdict }));
  write({ at: at(), event: 'end' });
}

async function waitForPart(service: Service, part: PartName): Promise<number> {
  for (;;) {
    const pid = service.pidOf(part);
    if (pid !== undefined) return pid;
    await sleep(20);
  }
}

/** As a careful client does it: the same key until there is an answer. */
async function submitUntilAcknowledged(
  service: Service,
  key: string,
  { language, code }: Expected,
  onRefusal: (problem: string) => void,
): Promise<string> {
  for (;;) {
    try {
      const answer = await fetch(`${service.url}/api/submit`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-api-key': service.key, 'idempotency-key': key },
        body: JSON.stringify({ language, code }),
        signal: AbortSignal.timeout(ANSWER_MS),
      });
      const body = (await answer.json()) as { readonly id?: string; readonly error?: string };
      if (answer.status === 202 && body.id !== undefined) return body.id;
      onRefusal(`${answer.status} ${body.error}`);
      if (answer.status < 500) throw new TypeError(`refused for good: ${answer.status} ${body.error}`);
    } catch (error) {
      if (error instanceof TypeError && error.message.startsWith('refused for good')) throw error;
      onRefusal(error instanceof Error ? error.message : String(error));
    }
    await sleep(PAUSE_MS);
  }
}

async function waitForEnds(
  service: Service,
  ids: readonly string[],
  patience: number,
  onEnd: (id: string, state: string, verdict: string | null) => void,
): Promise<void> {
  const until = performance.now() + patience;
  for (const id of ids) {
    while (performance.now() < until) {
      const result = await readResult(service, id);
      if (result && result.state !== 'queued' && result.state !== 'running') {
        onEnd(id, result.state, result.verdict);
        break;
      }
      await sleep(PAUSE_MS);
    }
  }
}

async function readResult(service: Service, id: string) {
  try {
    const answer = await fetch(`${service.url}/api/result/${id}`, {
      headers: { 'x-api-key': service.key },
      signal: AbortSignal.timeout(ANSWER_MS),
    });
    if (answer.status !== 200) return undefined;
    return (await answer.json()) as { readonly state: string; readonly verdict: string | null };
  } catch {
    return undefined;
  }
}
