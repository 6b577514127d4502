import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { hostname } from 'node:os';
import { fileURLToPath } from 'node:url';
import { CupelError } from '@cupel/domain';
import { loadLanguages, withImages } from '@cupel/sandbox';
import {
  Admission,
  createReader,
  createSubmitter,
  createWaiter,
  type Database,
  hasKeys,
  type Listener,
  listWorkers,
  releaseForgotten,
  sweep,
  sweepAccounts,
} from '@cupel/store';
import type { FastifyInstance } from 'fastify';
import { consumeEnds } from './features/accounts/consume.js';
import { followJudgings } from './features/leaderboards/consume.js';
import { ROUTES } from './features/routes.js';
import { isLoopback } from './platform/auth/addresses.js';
import { createAuthenticator } from './platform/auth/authenticate.js';
import { firstPrincipal } from './platform/auth/first-tenant.js';
import { createQuota } from './platform/auth/quota.js';
import { createTraffic } from './platform/auth/traffic.js';
import { startLoop } from './platform/background/loop.js';
import { wakeByOutbox } from './platform/background/outbox.js';
import { createServer } from './platform/http/server.js';
import { CONSUMERS } from './platform/jobs/subscriptions.js';
import { createLanguageBoard } from './platform/languages/board.js';
import { startAnnouncing } from './platform/live/announcement.js';
import { createLiveHub } from './platform/live/hub.js';
import { liveToken } from './platform/live/token.js';
import { createLog, type Log } from './platform/log/log.js';
import { createMetrics } from './platform/metrics/metrics.js';
import { serveMetrics } from './platform/metrics/port.js';
import { loadPages } from './platform/pages/store.js';
import type { Services } from './platform/services.js';
import type { Config } from './platform/settings/schema.js';

export interface ApiOptions {
  readonly config: Config;
  /** Migrated. Whoever opened it closes it, after the API. */
  readonly database: Database;
  readonly listener: Listener;
  readonly log?: Log;
}

export interface Api {
  readonly url: string;
  readonly port: number;
  readonly services: Services;
  /** Takes no new requests, lets those that run end, cuts off what waits. */
  close(): Promise<void>;
}

const LOOK_FOR_WORKERS = 2_000;
const LOOK_AT_OUTBOX = 2_000;
/** Milliseconds: accounts are drawn up for many ends at a time, beside the way on which somebody waits. */
const GATHER_ENDS = 500;
/** Boards are put in order so often at most while thousands submit, and are never older than this. */
const GATHER_JUDGINGS = 100;
const SWEEP_EVERY = 60_000;
const LOOK_AT_BATCHES = 5_000;
/** Milliseconds that requests which run are given when the API stops. */
const DRAIN = 5_000;

/**
 * The composition root of the API: makes its parts, wires them, listens. Throws `keys_needed` where it would listen beyond
 * this machine without a key, `port_refused`, and `database_…`.
 */
export async function startApi(options: ApiOptions): Promise<Api> {
  const { config } = options;
  await refuseOpenDoor(options);
  const services = await createServices(options);
  const app = createServer(services, ROUTES);
  services.live.listen(app.server);
  const stop = await startBackground(services);
  try {
    await listen(app, config.host, config.port);
  } catch (error) {
    await stop();
    throw error;
  }
  const { port } = app.server.address() as AddressInfo;
  const { nodeId, database, log } = services;
  const stopAnnouncing = startAnnouncing({ id: nodeId, config, port, database, log });
  const host = config.host.includes(':') ? `[${config.host}]` : config.host;
  return {
    url: `http://${host}:${port}`,
    port,
    services,
    close: async () => {
      await stopAnnouncing();
      services.live.close();
      const cut = setTimeout(() => app.server.closeAllConnections(), DRAIN);
      await app.close();
      clearTimeout(cut);
      await stop();
    },
  };
}

async function refuseOpenDoor({ config, database }: ApiOptions): Promise<void> {
  if (isLoopback(config.host) || (await hasKeys(database))) return;
  throw new CupelError('keys_needed', { host: config.host });
}

async function createServices({ config, database, listener, log = createLog(config.logLevel) }: ApiOptions): Promise<Services> {
  const known = withImages(loadLanguages(config.languagesDir ?? fileURLToPath(new URL('../../../languages', import.meta.url))));
  const keyless = config.keyless && isLoopback(config.host) ? await firstPrincipal(database) : undefined;
  const admission = new Admission(config.queueCapacity);
  return {
    config,
    database,
    listener,
    log,
    waiter: createWaiter(database, listener),
    admission,
    submit: createSubmitter(database, admission),
    read: createReader(database),
    authenticator: createAuthenticator({ connection: database, ...(keyless && { keyless }) }),
    traffic: createTraffic(database, config, log),
    quota: createQuota(database, config),
    languages: createLanguageBoard(known, () => listWorkers(database)),
    live: createLiveHub(await liveToken(database), log),
    metrics: createMetrics(),
    nodeId: `${hostname()}-${randomUUID().slice(0, 8)}`,
    pages: loadPages(fileURLToPath(new URL('../../web/dist', import.meta.url))),
    openapi: readFileSync(new URL('../../../openapi.json', import.meta.url), 'utf8'),
  };
}

async function sweepAll(database: Database): Promise<number> {
  await sweepAccounts(database);
  return (await sweep(database)).more ? 1 : 0;
}

/** What runs beside the requests; returns what ends it. */
async function startBackground(services: Services): Promise<() => Promise<void>> {
  const { config, database, listener, languages, waiter, traffic, authenticator, log } = services;
  await languages.refresh();
  const accounts = startLoop('accounts', log, LOOK_AT_OUTBOX, () => consumeEnds(services), GATHER_ENDS);
  const leaderboards = startLoop('leaderboards', log, LOOK_AT_OUTBOX, () => followJudgings(services), GATHER_JUDGINGS);
  const deafen = [
    wakeByOutbox(listener, CONSUMERS.accounts, accounts),
    wakeByOutbox(listener, CONSUMERS.leaderboards, leaderboards),
  ];
  const retention = startLoop('retention', log, SWEEP_EVERY, () => sweepAll(database));
  const batches = startLoop('batches', log, LOOK_AT_BATCHES, () => releaseForgotten(database));
  const closeMetrics =
    config.metricsPort === undefined ? undefined : await serveMetrics(services, config.host, config.metricsPort);
  const look = setInterval(() => {
    languages.refresh().catch((error: Error) => log.warn({ problem: error.message }, 'workers not read'));
  }, LOOK_FOR_WORKERS);
  return async () => {
    clearInterval(look);
    for (const end of deafen) end();
    await Promise.all([accounts.stop(), leaderboards.stop(), retention.stop(), batches.stop(), closeMetrics?.()]);
    waiter.close();
    traffic.close();
    await authenticator.close();
  };
}

async function listen(app: FastifyInstance, host: string, port: number): Promise<void> {
  try {
    await app.listen({ host, port, backlog: 1024 });
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    throw new CupelError('port_refused', { host, port, problem }, { cause: error });
  }
}
