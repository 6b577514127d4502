import { printable } from '@cupel/domain';
import { type Queue, queueOf } from '@cupel/sdk';
import { asking, print, type ServiceOptions } from '../client.js';

/** `cupel queue depth`. */
export async function depthCommand(options: ServiceOptions): Promise<void> {
  const queue = await asking(options, (client) => queueOf(client).depth());
  print(options.json, queue, [...queue.lanes.map(laneLine), ...totals(queue)].join('\n'));
}

function laneLine({ lane, queued, running, lag }: Queue['lanes'][number]): string {
  return `${lane.padEnd(12)} ${queued} waiting, ${running} running${queued > 0 ? `, the first for ${lag.toFixed(1)} s` : ''}`;
}

function totals({ queued, running, capacity, dead, quarantined, served_last_minute: served }: Queue): readonly string[] {
  return [
    `${'all'.padEnd(12)} ${queued} waiting of ${capacity} that may, ${running} running, ${served} ended in the last minute`,
    `${'parked'.padEnd(12)} ${dead} dead, ${quarantined} quarantined${dead + quarantined > 0 ? ': see `cupel queue dead`' : ''}`,
  ];
}

/** `cupel queue dead`: the newest first; the rest by --cursor. */
export async function deadCommand({ cursor, ...options }: ServiceOptions & { readonly cursor?: string }): Promise<void> {
  const page = await asking(options, (client) => queueOf(client).deadLetters(cursor === undefined ? {} : { cursor }));
  const lines = page.items.map((letter) => [letter.id, letter.state, letter.language, printable(letter.reason)].join('  '));
  print(options.json, page, lines.join('\n') || 'There are no dead letters.');
}

export async function retryCommand(id: string, options: ServiceOptions): Promise<void> {
  await asking(options, (client) => queueOf(client).retry(id));
  print(options.json, { id }, `${id} is queued again.`);
}

export async function dropCommand(id: string, options: ServiceOptions): Promise<void> {
  await asking(options, (client) => queueOf(client).drop(id));
  print(options.json, { id }, `${id} is dropped.`);
}
