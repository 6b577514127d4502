import type { Admission, createReader, Database, Listener, Submit, Waiter } from '@cupel/store';
import type { Authenticator } from './auth/authenticate.js';
import type { Quota } from './auth/quota.js';
import type { Traffic } from './auth/traffic.js';
import type { LanguageBoard } from './languages/board.js';
import type { LiveHub } from './live/hub.js';
import type { Log } from './log/log.js';
import type { Metrics } from './metrics/metrics.js';
import type { Pages } from './pages/store.js';
import type { Config } from './settings/schema.js';

/** What handlers work with. Made once, by the composition root. */
export interface Services {
  readonly config: Config;
  readonly database: Database;
  readonly listener: Listener;
  readonly waiter: Waiter;
  readonly admission: Admission;
  /** Accept and read one submission; what many requests want at the same time is one statement. */
  readonly submit: Submit;
  readonly read: ReturnType<typeof createReader>;
  readonly authenticator: Authenticator;
  readonly traffic: Traffic;
  readonly quota: Quota;
  readonly languages: LanguageBoard;
  readonly live: LiveHub;
  readonly metrics: Metrics;
  readonly log: Log;
  /** Of this process: shown on the health page. */
  readonly nodeId: string;
  readonly pages: Pages;
  /** openapi.json as it is committed. */
  readonly openapi: string;
}
