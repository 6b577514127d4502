import type { DisclosurePolicy, Limits, ReportStatus, TestVisibility } from '@cupel/domain';
import type { ColumnType, Generated } from 'kysely';

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

/** A point in time that the database itself writes. */
type Made = ColumnType<Date, never, Date>;
/** jsonb: read as a value, written as text that has passed `jsonText`. */
type Json<T> = ColumnType<T, string, string>;

export type PrincipalKind = 'service' | 'person' | 'external';
export type Scope = 'submit' | 'read' | 'setter' | 'admin';
export type Role = 'submitter' | 'setter' | 'teacher' | 'admin';
export type SubmissionState = 'queued' | 'running' | 'completed' | 'cancelled' | 'failed';
export type JobState = 'queued' | 'leased' | 'done' | 'dead' | 'quarantined';
export type WorkerState = 'ready' | 'draining' | 'degraded';
export type ProblemState = 'draft' | 'published' | 'archived';
export type BlobRole = 'package' | 'plan' | 'test' | 'program' | 'file';
/** `staged` ones count for nothing until they are applied; `superseded` ones stay readable. */
export type Standing = 'current' | 'staged' | 'superseded' | 'dropped';
export type DeliveryState = 'waiting' | 'sending' | 'delivered' | 'dead';
export type JsonObject = Readonly<Record<string, unknown>>;

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

interface ProblemTable {
  id: string;
  tenant_id: string;
  slug: string;
  title: string;
  state: Generated<ProblemState>;
  current_version: string | null;
  versions: Generated<number>;
  created_by: string;
  created_at: Made;
  updated_at: Generated<Date>;
}

interface ProblemVersionTable {
  id: string;
  tenant_id: string;
  problem_id: string;
  number: number;
  hash: Buffer;
  manifest: Json<JsonObject>;
  issues: Json<readonly unknown[]>;
  limits: Json<JsonObject>;
  languages: string[] | null;
  disclosure: Json<DisclosurePolicy>;
  output_retention: number;
  created_by: string;
  created_at: Made;
}

interface ProblemTestTable {
  version_id: string;
  position: number;
  tenant_id: string;
  test_id: Buffer;
  name: string;
  group_name: string;
  visibility: TestVisibility;
  points: string;
  input_sha256: Buffer;
  input_bytes: number;
  answer_sha256: Buffer;
  answer_bytes: number;
}

interface JudgingTable {
  id: string;
  tenant_id: string;
  submission_id: string;
  job_id: string;
  problem_id: string;
  version_id: string;
  standing: Standing;
  state: Generated<'waiting' | 'done'>;
  epoch: number | null;
  status: ReportStatus | null;
  verdict: string | null;
  because: string | null;
  points: string | null;
  points_numeric: string | null;
  maximum: string | null;
  score: Json<JsonObject> | null;
  faults: Json<readonly unknown[]>;
  compile_output: Buffer | null;
  language_version: string | null;
  limits: Json<JsonObject> | null;
  created_at: Made;
  completed_at: Date | null;
}

interface JudgingTestTable {
  judging_id: string;
  position: number;
  test_id: Buffer;
  name: string;
  group_name: string;
  visibility: TestVisibility;
  verdict: string;
  cause: string;
  because: string;
  points: string;
  maximum: string;
  cpu_time: number;
  wall_time: number;
  memory_peak: number;
  runs: number;
  passes: number;
  exit: Json<JsonObject> | null;
  difference: Json<JsonObject> | null;
  setter_message: Buffer;
  team_message: Buffer;
  stderr: Buffer;
  stderr_truncated: boolean;
  output: Buffer | null;
  output_truncated: boolean;
  output_until: Date | null;
  transcript_interactor: Buffer | null;
  transcript_submission: Buffer | null;
}
