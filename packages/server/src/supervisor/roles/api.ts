import { createReaper } from '@cupel/store';
import { startApi } from '../../api.js';
import { startLoop } from '../../platform/background/loop.js';
import { SUBSCRIPTIONS } from '../../platform/jobs/subscriptions.js';
import { createLog } from '../../platform/log/log.js';
import type { Config } from '../../platform/settings/schema.js';
import { startDelivery } from '../../webhooks/deliver.js';
import { type RoleContext, runRole } from './role.js';

const REAP_EVERY = 1_000;

/** The role that answers over HTTP, sends webhooks, and gives back the jobs of workers that died. */
export function runApi(config: Config): Promise<void> {
  const log = createLog(config.logLevel);
  return runRole('api', config, log, async (context: RoleContext) => {
    const api = await startApi({ ...context, log });
    const delivery = startDelivery(context);
    const reaper = createReaper(context.database, { subscriptions: SUBSCRIPTIONS });
    const reaping = startLoop('reaper', log, REAP_EVERY, async () => {
      await reaper.sweep();
      return 0;
    });
    const stop = async () => {
      await Promise.all([api.close(), delivery.stop(), reaping.stop()]);
    };
    return { ready: { url: api.url }, stop };
  });
}
