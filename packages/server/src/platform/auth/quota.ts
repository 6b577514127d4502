import { seconds } from '@cupel/domain';
import { type Connection, cpuUsed, findCoolDown } from '@cupel/store';
import { RetryLater } from '../http/failure.js';
import type { Config } from '../settings/schema.js';
import type { Principal } from './principal.js';

export interface Quota {
  /** To be asked before programs are accepted. Throws `cooling_down` and `quota_exceeded`. */
  check(principal: Principal): Promise<void>;
  /** What was found out is believed for a second; after a change here, not even that. */
  forget(): void;
}

const BELIEVED_FOR = 1_000;

/** Whether a key may have programs run at all: no cool-down, and CPU time left in this hour. */
export function createQuota(connection: Connection, config: Config): Quota {
  const fine = new Map<string, number>();
  const asking = new Map<string, Promise<void>>();
  const check = async (principal: Principal) => {
    const { flowId } = principal;
    if ((fine.get(flowId) ?? 0) > performance.now()) return;
    // Of those who come with one key meanwhile, the first asks for all.
    const asked = asking.get(flowId) ?? ask(principal).finally(() => asking.delete(flowId));
    asking.set(flowId, asked);
    await asked;
  };
  const ask = async (principal: Principal) => {
    const { tenantId, flowId } = principal;
    const coolDown = await findCoolDown(connection, tenantId, flowId);
    if (coolDown)
      throw new RetryLater(
        'cooling_down',
        { reason: coolDown.reason, retryAfter: Math.ceil(coolDown.remaining) },
        coolDown.remaining,
      );
    await checkCpu(connection, principal, principal.cpuPerHour ?? config.cpuPerHour * 1e6);
    if (fine.size > 10_000) fine.clear();
    fine.set(flowId, performance.now() + BELIEVED_FOR);
  };
  const forget = () => {
    fine.clear();
    asking.clear();
  };
  return { check, forget };
}

async function checkCpu(connection: Connection, { tenantId, flowId }: Principal, quota: number): Promise<void> {
  if (quota <= 0) return;
  const { cpuTime, reset } = await cpuUsed(connection, tenantId, flowId);
  if (cpuTime < quota) return;
  throw new RetryLater('quota_exceeded', { used: seconds(cpuTime), quota: seconds(quota), retryAfter: Math.ceil(reset) }, reset);
}
