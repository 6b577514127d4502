import { cpus, hostname } from 'node:os';
import { countDeliveries, outboxLag, queueDepth } from '@cupel/store';
import type { Services } from '../services.js';

/** The metrics as Prometheus reads them. What the database knows is read now, so that nothing is counted in two places. */
export async function renderMetrics(services: Services): Promise<{ readonly text: string; readonly type: string }> {
  const { metrics, database, log } = services;
  readProcess(services);
  readWorkers(services);
  await readDatabase(services).catch((error: Error) => log.warn({ problem: error.message }, 'metrics of the database not read'));
  const { total, idle, waiting } = database.pool();
  metrics.databaseConnections.set({ state: 'busy' }, total - idle);
  metrics.databaseConnections.set({ state: 'idle' }, idle);
  metrics.databaseConnections.set({ state: 'awaited' }, waiting);
  return { text: await metrics.registry.metrics(), type: metrics.registry.contentType };
}

async function readDatabase({ metrics, database }: Services): Promise<void> {
  const depth = await queueDepth(database);
  metrics.queueDepth.set({ status: 'pending' }, depth.queued);
  metrics.queueDepth.set({ status: 'running' }, depth.leased);
  metrics.queueDepth.set({ status: 'dead' }, depth.dead);
  metrics.queueDepth.set({ status: 'quarantined' }, depth.quarantined);
  metrics.servedLastMinute.set(depth.servedLastMinute);
  for (const { lane, queued, lag } of depth.lanes) {
    metrics.laneDepth.set({ lane }, queued);
    metrics.queueLag.set({ lane }, lag);
  }
  for (const [state, count] of Object.entries(await countDeliveries(database))) metrics.deliveries.set({ state }, count);
  for (const { consumer, lag } of await outboxLag(database)) metrics.outboxLag.set({ consumer }, lag);
}

function readWorkers({ metrics, languages }: Services): void {
  const { workers, slots, launcherRestarts, leasesLost, workerDelay, poolProcesses, poolBytes } = metrics;
  for (const gauge of [workers, slots, launcherRestarts, leasesLost, workerDelay, poolProcesses, poolBytes]) gauge.reset();
  for (const state of ['ready', 'draining', 'degraded']) metrics.workers.set({ state }, 0);
  for (const { id: worker, state, slots, busy, parsed } of languages.workers()) {
    metrics.workers.inc({ state });
    metrics.slots.set({ worker, use: 'all' }, slots);
    metrics.slots.set({ worker, use: 'busy' }, busy);
    metrics.launcherRestarts.set({ worker }, parsed?.counters?.launcherRestarts ?? 0);
    metrics.leasesLost.set({ worker }, parsed?.counters?.leasesLost ?? 0);
    if (parsed?.launcherPools !== undefined) {
      poolProcesses.set({ worker }, parsed.launcherPools.waiting);
      poolBytes.set({ worker, of: 'waiting' }, parsed.launcherPools.bytes);
      poolBytes.set({ worker, of: 'budget' }, parsed.launcherPools.budget);
    }
    if (parsed?.eventLoopDelay !== undefined) metrics.workerDelay.set({ worker }, parsed.eventLoopDelay);
    if (parsed?.cpuUtilization !== undefined) metrics.cpuUtilization.set({ host: worker }, parsed.cpuUtilization);
  }
}

let before = cpuTimes();

function readProcess({ metrics, live }: Services): void {
  const now = cpuTimes();
  const total = now.total - before.total;
  if (total > 0) metrics.cpuUtilization.set({ host: hostname() }, 1 - (now.idle - before.idle) / total);
  before = now;
  metrics.liveWorkers.set(live.connections());
}

function cpuTimes(): { readonly idle: number; readonly total: number } {
  const times = cpus().map((cpu) => cpu.times);
  const idle = times.reduce((sum, one) => sum + one.idle, 0);
  return { idle, total: idle + times.reduce((sum, one) => sum + one.user + one.nice + one.sys + one.irq, 0) };
}
