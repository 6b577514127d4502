import type { ColumnType } from 'kysely';

/** A point in time that the database itself writes. */
export type Made = ColumnType<Date, never, Date>;
/** jsonb: read as a value, written as text that has passed `jsonText`. */
export type Json<T> = ColumnType<T, string, string>;

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
