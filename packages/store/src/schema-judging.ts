import type { DisclosurePolicy, ReportStatus, TestVisibility } from '@cupel/domain';
import type { Generated } from 'kysely';
import type { Json, JsonObject, Made, ProblemState, Standing } from './schema-types.js';

export interface ProblemTable {
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

export interface ProblemVersionTable {
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
  rendered: Generated<Json<Readonly<Record<string, string>>>>;
  created_by: string;
  created_at: Made;
}

export interface ProblemTestTable {
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

export interface JudgingTable {
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

export interface JudgingTestTable {
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
