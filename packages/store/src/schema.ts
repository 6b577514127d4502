import type { Limits } from '@cupel/domain';
import type { Generated } from 'kysely';
import type { JudgingTable, JudgingTestTable, ProblemTable, ProblemTestTable, ProblemVersionTable } from './schema-judging.js';
import type {
  BlobRole,
  DeliveryState,
  JobState,
  Json,
  JsonObject,
  Made,
  PrincipalKind,
  Scope,
  SubmissionState,
  WorkerState,
} from './schema-types.js';

export type * from './schema-types.js';

/** The tables as the migrations make them. int8 is read as a number: microseconds and bytes stay far below 2^53. */
export interface Schema {
  tenants: { id: string; name: string; created_at: Made };
  principals: { id: string; tenant_id: string; kind: PrincipalKind; name: string; external_id: string | null; created_at: Made };
  api_keys: ApiKeyTable;
  settings: { name: string; value: Json<unknown>; updated_at: Made };
  blobs: { tenant_id: string; sha256: Buffer; size: number; used: Generated<number>; put_at: Made };
  blob_chunks: { tenant_id: string; sha256: Buffer; position: number; bytes: Uint8Array };
  submissions: SubmissionTable;
  submission_inputs: SubmissionInputTable;
  submission_files: SubmissionFileTable;
  results: ResultTable;
  jobs: JobTable;
  idempotency: { tenant_id: string; key: string; body_hash: Buffer; submission_id: string; expires_at: Date };
  workers: WorkerTable;
  api_processes: { id: string; host: string; url: string; started_at: Made; heartbeat_at: Generated<Date> };
  events: EventTable;
  outbox: OutboxTable;
  webhook_endpoints: WebhookEndpointTable;
  submission_webhooks: { submission_id: string; url: string; secret: string };
  webhook_deliveries: WebhookDeliveryTable;
  webhook_attempts: WebhookAttemptTable;
  rate_buckets: { name: string; tokens: number; granted: boolean; filled_at: Date };
  cpu_usage: { tenant_id: string; flow_id: string; hour: Date; cpu_time: number; runs: number };
  abuse_events: AbuseEventTable;
  problems: ProblemTable;
  problem_versions: ProblemVersionTable;
  problem_blobs: { version_id: string; tenant_id: string; sha256: Buffer; role: BlobRole };
  problem_tests: ProblemTestTable;
  judgings: JudgingTable;
  judging_tests: JudgingTestTable;
  cool_downs: { tenant_id: string; flow_id: string; until: Date; reason: string; started_at: Made };
}

interface ApiKeyTable {
  id: string;
  tenant_id: string;
  principal_id: string;
  name: string;
  token_hash: Buffer;
  prefix: string;
  scopes: Scope[];
  requests_per_minute: number | null;
  cpu_per_hour: number | null;
  created_at: Made;
  expires_at: Date | null;
  revoked_at: Date | null;
  last_used_at: Date | null;
}

interface SubmissionTable {
  id: string;
  tenant_id: string;
  principal_id: string;
  key_id: string | null;
  batch_id: string | null;
  reference: string | null;
  kind: string;
  lane: number;
  priority: number;
  language: string;
  version: string | null;
  profile: string;
  state: Generated<SubmissionState>;
  epoch: number | null;
  verdict: string | null;
  cause: string | null;
  because: string | null;
  cpu_time: number | null;
  wall_time: number | null;
  memory_peak: number | null;
  created_at: Made;
  started_at: Date | null;
  completed_at: Date | null;
  expires_at: Date | null;
  problem_id: string | null;
  judging_id: string | null;
}

interface SubmissionInputTable {
  submission_id: string;
  source: Buffer;
  source_name: string | null;
  stdin: Buffer | null;
  expected_output: Buffer | null;
  arguments: Json<readonly string[]>;
  limits: Json<Limits>;
  options: Json<JsonObject>;
  files: number;
}

interface SubmissionFileTable {
  submission_id: string;
  position: number;
  tenant_id: string;
  name: string;
  content: Buffer | null;
  sha256: Buffer | null;
  executable: boolean;
}

interface ResultTable {
  submission_id: string;
  epoch: number;
  tenant_id: string;
  worker_id: string;
  verdict: string;
  cause: string;
  because: string;
  exit_code: number | null;
  signal: string | null;
  stdout: Buffer;
  stderr: Buffer;
  compile_output: Buffer | null;
  cpu_time: number;
  wall_time: number;
  memory_peak: number;
  record: Json<JsonObject>;
  created_at: Made;
}

interface JobTable {
  submission_id: string;
  tenant_id: string;
  flow_id: string;
  lane: number;
  requires: string[];
  state: Generated<JobState>;
  reason: string | null;
  queued_at: Generated<Date>;
  rank_at: Generated<Date>;
  run_after: Generated<Date>;
  lease_epoch: Generated<number>;
  leased_until: Date | null;
  worker_id: string | null;
  claimed_at: Date | null;
  finished_at: Date | null;
  attempts: Generated<number>;
  crashes: Generated<number>;
  failures: Json<readonly JsonObject[]>;
}

interface WorkerTable {
  id: string;
  host: string;
  version: string;
  capabilities: string[];
  slots: number;
  busy: number;
  state: WorkerState;
  details: Json<JsonObject>;
  started_at: Made;
  heartbeat_at: Generated<Date>;
}

interface EventTable {
  submission_id: string;
  epoch: number;
  seq: number;
  kind: string;
  data: Json<JsonObject>;
  bytes: Buffer | null;
  at: Made;
}

interface OutboxTable {
  id: Generated<number>;
  consumer: string;
  topic: string;
  tenant_id: string;
  submission_id: string | null;
  payload: Json<JsonObject>;
  created_at: Made;
  attempts: Generated<number>;
  retry_at: Generated<Date>;
  error: string | null;
}

interface WebhookEndpointTable {
  id: string;
  tenant_id: string;
  key_id: string | null;
  url: string;
  secret: string;
  created_at: Made;
  disabled_at: Date | null;
}

interface WebhookDeliveryTable {
  id: string;
  tenant_id: string;
  submission_id: string | null;
  endpoint_id: string | null;
  receiver: string;
  url: string;
  secret: string;
  event: string;
  body: Uint8Array;
  state: Generated<DeliveryState>;
  attempts: Generated<number>;
  next_attempt_at: Date | null;
  lease_epoch: Generated<number>;
  leased_until: Date | null;
  give_up_at: Date;
  created_at: Made;
  finished_at: Date | null;
  reason: string | null;
}

interface WebhookAttemptTable {
  delivery_id: string;
  number: number;
  at: Made;
  status: number | null;
  error: string | null;
  duration: number;
}

interface AbuseEventTable {
  id: string;
  tenant_id: string;
  flow_id: string;
  kind: string;
  weight: number;
  submission_id: string | null;
  details: Json<JsonObject>;
  at: Made;
}
