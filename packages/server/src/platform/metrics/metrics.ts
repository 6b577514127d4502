import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

export type Metrics = ReturnType<typeof createMetrics>;

/** Every metric, its name, and what it tells. No dashboard or alert may name another; a test compares them. */
export function createMetrics() {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const counter = <L extends string>(name: string, help: string, labelNames: readonly L[] = []) =>
    new Counter({ name, help, labelNames, registers });
  const gauge = <L extends string>(name: string, help: string, labelNames: readonly L[] = []) =>
    new Gauge({ name, help, labelNames, registers });
  const histogram = <L extends string>(name: string, help: string, labelNames: readonly L[], buckets: number[]) =>
    new Histogram({ name, help, labelNames, buckets, registers });
  return {
    registry,
    ...executionMetrics(counter, histogram),
    ...queueMetrics(gauge),
    ...serviceMetrics(counter, gauge, histogram),
  };
}

type Make<M extends 'counter' | 'gauge' | 'histogram'> = M extends 'histogram'
  ? <L extends string>(name: string, help: string, labels: readonly L[], buckets: number[]) => Histogram<L>
  : <L extends string>(name: string, help: string, labels?: readonly L[]) => M extends 'gauge' ? Gauge<L> : Counter<L>;

const RUN_BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 1.2, 2.5, 5, 10, 30, 60];
const WAIT_BUCKETS = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300];

/** Counted once for each submission, by whichever API process hears of its end. */
function executionMetrics(counter: Make<'counter'>, histogram: Make<'histogram'>) {
  return {
    executionDuration: histogram(
      'sandbox_execution_duration_seconds',
      'Wall time of programs in their box',
      ['language', 'verdict'],
      RUN_BUCKETS,
    ),
    waitDuration: histogram('queue_wait_seconds', 'From submission to start', ['lane'], WAIT_BUCKETS),
    turnaround: histogram('submission_turnaround_seconds', 'From submission to verdict', ['lane'], WAIT_BUCKETS),
    verdicts: counter('verdicts_total', 'Submissions that reached their end', ['language', 'verdict']),
    oomKilled: counter('oom_killed_total', 'Programs that the kernel killed for memory', ['container']),
    internalErrors: counter('internal_errors_total', 'Submissions that we failed on', ['cause']),
    cpuSeconds: counter('sandbox_cpu_seconds_total', 'CPU time of programs', ['language']),
    abuse: counter('abuse_events_total', 'Signs of abuse', ['kind']),
  };
}

/** Read from the database when they are scraped: the same on every process. */
function queueMetrics(gauge: Make<'gauge'>) {
  return {
    queueDepth: gauge('queue_depth', 'Submissions by state: pending, running, dead, quarantined', ['status']),
    laneDepth: gauge('queue_lane_depth', 'Submissions waiting, by lane', ['lane']),
    queueLag: gauge('queue_lag_seconds', 'How long the longest waiting submission has waited', ['lane']),
    servedLastMinute: gauge('queue_served_last_minute', 'Jobs that ended within the last minute'),
    workers: gauge('workers', 'Workers that live, by state', ['state']),
    slots: gauge('worker_slots', 'Runs at once, by worker and use', ['worker', 'use']),
    launcherRestarts: gauge('launcher_restarts_total', 'Launchers that died and were started again', ['worker']),
    leasesLost: gauge('leases_lost_total', 'Leases that a worker lost', ['worker']),
    poolProcesses: gauge('launcher_pool_processes', 'Interpreters that wait booted for programs', ['worker']),
    poolBytes: gauge('launcher_pool_bytes', 'Memory of those: their proportional share, measured, and what it may be', [
      'worker',
      'of',
    ]),
    workerDelay: gauge('worker_event_loop_delay_seconds', 'Longest that a worker was held up between two heartbeats', ['worker']),
    deliveries: gauge('webhook_deliveries', 'Webhook deliveries by state', ['state']),
    outboxLag: gauge('outbox_lag_seconds', 'How long the oldest message has waited', ['consumer']),
    cpuUtilization: gauge('cpu_utilization', 'Share of a host that is busy, 0 to 1', ['host']),
    scoreVariance: gauge('score_variance', 'Variance of scores', ['role']),
  };
}

function serviceMetrics(counter: Make<'counter'>, gauge: Make<'gauge'>, histogram: Make<'histogram'>) {
  return {
    httpDuration: histogram('http_request_duration_seconds', 'Requests', ['method', 'route', 'status'], WAIT_BUCKETS),
    submissions: counter('submissions_total', 'Submissions by what became of the request', ['outcome']),
    streams: gauge('event_streams', 'Open streams of events'),
    liveWorkers: gauge('live_connections', 'Workers connected to the live channel of this process'),
    databaseConnections: gauge('database_connections', 'Connections of this process to the database', ['state']),
  };
}

/** For whoever compares dashboards with what there is. */
export function metricNames(): readonly string[] {
  return createMetrics()
    .registry.getMetricsAsArray()
    .map(({ name }) => name);
}
