import type { PrincipalKind, Scope } from '@cupel/store';

/** Who asks. What is read and written belongs to the tenant; a key only says who is asking. */
export interface Principal {
  readonly tenantId: string;
  readonly principalId: string;
  /** A `service` is the tenant's own system, which acts for its people; see ownership.ts. */
  readonly kind: PrincipalKind;
  /** Absent for requests without a key, which loopback allows. */
  readonly keyId?: string;
  /** Whom limits, quotas and turns in the queue count for: the key, or the principal where there is none. */
  readonly flowId: string;
  readonly scopes: ReadonlySet<Scope>;
  /** Where absent, the service's settings hold; 0 is no limit. */
  readonly requestsPerMinute?: number;
  /** Microseconds. */
  readonly cpuPerHour?: number;
}
