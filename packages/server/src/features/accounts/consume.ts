import {
  type Connection,
  type CpuCharge,
  chargeCpu,
  consumeOutbox,
  findFacts,
  laneOf,
  type OutboxMessage,
  reportAbuse,
  type SubmissionFacts,
} from '@cupel/store';
import { INTERACTIVE } from '../../platform/jobs/capabilities.js';
import { CONSUMERS } from '../../platform/jobs/subscriptions.js';
import type { Services } from '../../platform/services.js';
import { signsOf } from './signs.js';

const HOUR = 3600;
/** Of an integer column: no sum comes near it. */
const NEVER = 2_147_483_647;
const BATCH = 200;

/**
 * Draws up the accounts of what has ended: CPU time against the quota of its key, signs of abuse against its conduct, and
 * the metrics. Each end is told to one API process once; what is written here is written with the message's deletion.
 * Returns 0 where no more are waiting.
 */
export async function consumeEnds(services: Services): Promise<number> {
  let ended: readonly SubmissionFacts[] = [];
  const handled = await consumeOutbox(
    services.database,
    CONSUMERS.accounts,
    async (messages, connection) => {
      ended = await account(services, messages, connection);
    },
    BATCH,
  );
  // Only once it is written: a transaction that is rolled back comes again.
  if (handled > 0) for (const facts of ended) count(services, facts);
  return handled < BATCH ? 0 : handled;
}

async function account(
  services: Services,
  messages: readonly OutboxMessage[],
  connection: Connection,
): Promise<SubmissionFacts[]> {
  const ids = messages.flatMap(({ submissionId }) => submissionId ?? []);
  const facts = new Map((await findFacts(connection, ids)).map((one) => [one.id, one]));
  await chargeCpu(
    connection,
    messages.map((message) => chargeOf(message, facts.get(message.submissionId ?? ''))),
  );
  for (const message of messages) {
    const found = facts.get(message.submissionId ?? '');
    if (found) await report(services, message, found, connection);
  }
  return [...facts.values()];
}

/** Compiling costs as running does. */
function chargeOf({ tenantId, payload }: OutboxMessage, facts: SubmissionFacts | undefined): CpuCharge {
  const cpuTime = Number(payload.cpuTime ?? 0) + (facts?.compileCpuTime ?? 0);
  return { tenantId, flowId: String(payload.flowId), cpuTime };
}

async function report(
  { config, log }: Services,
  message: OutboxMessage,
  facts: SubmissionFacts,
  connection: Connection,
): Promise<void> {
  const { tenantId } = message;
  const flowId = String(message.payload.flowId);
  // Without a key and a session it is the operator himself on his own machine: noted, never refused.
  const isOperator = facts.keyId === null && facts.ownerKind === 'service';
  const threshold = isOperator || config.abuseThreshold === 0 ? NEVER : config.abuseThreshold;
  for (const { kind, weight } of signsOf(facts)) {
    const details = { language: facts.language, verdict: facts.verdict, forksRefused: facts.forksRefused };
    const policy = { window: HOUR, threshold, coolDown: config.coolDownSeconds };
    const { cooledUntil } = await reportAbuse(
      connection,
      { tenantId, flowId, kind, weight, submissionId: facts.id, details },
      policy,
    );
    if (cooledUntil) log.warn({ tenant: tenantId, flow: flowId, kind, until: cooledUntil }, 'cool-down begins');
  }
}

function count({ metrics }: Services, facts: SubmissionFacts): void {
  const { language } = facts;
  const verdict = facts.verdict ?? 'none';
  const lane = laneOf(facts.lane);
  metrics.verdicts.inc({ language, verdict });
  // How long somebody sat before a program says nothing of how fast we are.
  const isTimed = facts.kind !== INTERACTIVE;
  if (isTimed && facts.wallTime !== null) metrics.executionDuration.observe({ language, verdict }, facts.wallTime / 1e6);
  if (facts.cpuTime !== null) metrics.cpuSeconds.inc({ language }, facts.cpuTime / 1e6);
  if (facts.waited !== null) metrics.waitDuration.observe({ lane }, Math.max(0, facts.waited));
  if (isTimed && facts.took !== null) metrics.turnaround.observe({ lane }, Math.max(0, facts.took));
  // A problem that its setter broke is no failure of ours.
  if (verdict === 'IE' && facts.cause !== 'judging_failed') metrics.internalErrors.inc({ cause: facts.cause ?? 'unknown' });
  if ((facts.oomKills ?? 0) > 0) metrics.oomKilled.inc({ container: 'sandbox' });
  for (const { kind } of signsOf(facts)) metrics.abuse.inc({ kind });
}
