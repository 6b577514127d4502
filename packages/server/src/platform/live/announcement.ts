import { hostname, networkInterfaces } from 'node:os';
import { announceApiProcess, type Database, removeApiProcess } from '@cupel/store';
import { startLoop } from '../background/loop.js';
import type { Log } from '../log/log.js';
import type { Config } from '../settings/schema.js';

const ANNOUNCE_EVERY = 3_000;
const EVERYWHERE: ReadonlySet<string> = new Set(['0.0.0.0', '::']);

export interface AnnouncementOptions {
  readonly id: string;
  readonly config: Config;
  /** The one that it really listens on. */
  readonly port: number;
  readonly database: Database;
  readonly log: Log;
}

/** Tells workers again and again that this API process lives, and where; returns what signs it off. */
export function startAnnouncing({ id, config, port, database, log }: AnnouncementOptions): () => Promise<void> {
  const told = { id, host: hostname(), url: config.advertiseUrl ?? reachableUrl(config.host, port) };
  const loop = startLoop('announcement', log, ANNOUNCE_EVERY, async () => {
    await announceApiProcess(database, told);
    return 0;
  });
  loop.wake();
  return async () => {
    await loop.stop();
    await removeApiProcess(database, id).catch((error: Error) => log.warn({ problem: error.message }, 'not signed off'));
  };
}

/** Nobody can connect to "everywhere": then it is this machine's first address that others see. */
function reachableUrl(host: string, port: number): string {
  const address = EVERYWHERE.has(host) ? (outerAddress() ?? '127.0.0.1') : host;
  return `http://${address.includes(':') ? `[${address}]` : address}:${port}`;
}

/** The same, for whoever is told to go there. */
export function shownUrl(url: string): string {
  const { hostname, port } = new URL(url);
  const host = hostname.replace(/^\[|\]$/g, '');
  return EVERYWHERE.has(host) ? reachableUrl(host, Number(port || 80)) : url;
}

function outerAddress(): string | undefined {
  const all = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
  return all.find(({ internal, family }) => !internal && family === 'IPv4')?.address;
}
