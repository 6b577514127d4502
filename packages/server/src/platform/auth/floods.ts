import { type AbuseReport, type Connection, reportAbuse } from '@cupel/store';
import type { Log } from '../log/log.js';
import type { Config } from '../settings/schema.js';
import type { Principal } from './principal.js';

/** Refused requests that make one sign of abuse, and how much that counts. */
const SIGN_EVERY = 100;
const WEIGHT = 20;
const HOUR = 3600;

/**
 * Notes keys that go on asking although they are refused. Counted in this process and written once for many: whoever
 * floods must not cost a statement for each request.
 */
export function createFloodWatch(connection: Connection, { abuseThreshold, coolDownSeconds }: Config, log: Log) {
  const refused = new Map<string, number>();
  return ({ tenantId, flowId }: Principal): void => {
    const count = (refused.get(flowId) ?? 0) + 1;
    if (refused.size > 10_000) refused.clear();
    refused.set(flowId, count);
    if (count % SIGN_EVERY !== 0 || abuseThreshold === 0) return;
    const report: AbuseReport = { tenantId, flowId, kind: 'flood', weight: WEIGHT, details: { refused: count } };
    const policy = { window: HOUR, threshold: abuseThreshold, coolDown: coolDownSeconds };
    reportAbuse(connection, report, policy).catch((error: Error) => log.warn({ problem: error.message }, 'flood not noted'));
  };
}
