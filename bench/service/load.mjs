/** Submissions through HTTP, and how long their answers take. */
import { setTimeout as sleep } from 'node:timers/promises';

export const SOURCES = {
  python: 'print("hello")',
  c: '#include <stdio.h>\nint main(void) { puts("hello"); return 0; }',
  cpp: '#include <bits/stdc++.h>\nint main() { std::cout << "hello\\n"; }',
  java: 'public class Main { public static void main(String[] args) { System.out.println("hello"); } }',
};

/**
 * `clients` who each ask again as soon as they are answered. Latencies in milliseconds.
 * @param {ReturnType<typeof import('./client.mjs').createClient>} client @param {string} language @param {number} clients @param {number} seconds
 */
export async function measureLoad(client, language, clients, seconds) {
  const latencies = [];
  const waits = [];
  const until = performance.now() + seconds * 1000;
  const began = performance.now();
  const body = { language, code: SOURCES[language] };
  const one = async () => {
    while (performance.now() < until) {
      const start = performance.now();
      const answer = await verdictOf(client, await client.call('POST', '/api/submit?wait=true', body));
      if (answer.body.verdict !== 'AC' || answer.body.stdout !== 'hello\n')
        throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`);
      latencies.push(performance.now() - start);
      waits.push(answer.body.timing.queued * 1000);
    }
  };
  await Promise.all(Array.from({ length: clients }, one));
  return {
    language,
    clients,
    runs: latencies.length,
    perSecond: round(latencies.length / ((performance.now() - began) / 1000)),
    ...figures(latencies),
    queued: figures(waits).p50,
  };
}

/** Whoever had to wait for longer than an answer is held open goes on asking. */
async function verdictOf(client, answer) {
  let latest = answer;
  const { id } = answer.body;
  while (latest.status === 408 || ['pending', 'running'].includes(latest.body.status)) {
    await sleep(100);
    latest = await client.call('GET', `/api/result/${id}`);
  }
  return latest;
}

/** @param {number[]} values milliseconds */
export function figures(values) {
  const sorted = [...values].sort((one, other) => one - other);
  const at = (share) => round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0);
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99) };
}

/** To hundredths. @param {number} value */
export function round(value) {
  return Math.round(value * 100) / 100;
}
