import { createHash } from 'node:crypto';
import { type Content, formatRational, type Problem, parseRational, type SetterProgram, type TestCase } from '@cupel/domain';

/**
 * A problem as a version keeps it: one JSON text, the plan, in which bytes stand by their SHA-256 and points as text. Its own
 * SHA-256 is the version's, so two versions with one hash are one. It names hidden tests and never leaves the service.
 */
export interface Plan {
  readonly format: 1;
  readonly problem: Problem;
}

/** Bytes that a plan names. */
export type Keep = (bytes: Uint8Array, role: 'test' | 'program') => string;

/**
 * The text of a plan. `keep` is given every run of bytes once or more, and answers with its SHA-256. `beside` is what makes another
 * version of it although it judges alike: the statement, how long outputs are kept.
 */
export function writePlan(problem: Problem, beside: unknown, keep: Keep): string {
  const hash = createHash('sha256').update(JSON.stringify(beside)).digest('hex');
  return JSON.stringify({ format: 1, beside: hash, problem: written(problem, keep, 'program') });
}

function written(value: unknown, keep: Keep, role: 'test' | 'program'): unknown {
  if (value instanceof Uint8Array) return { $bytes: keep(value, role) };
  if (Array.isArray(value)) return value.map((item) => written(item, keep, role));
  if (typeof value !== 'object' || value === null) return value;
  if (isRational(value)) return { $points: formatRational(value) };
  if (isBytes(value)) return { kind: 'blob', sha256: keep(value.bytes, 'test') };
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, written(item, keep, role)]));
}

const isRational = (value: object): value is { numerator: bigint; denominator: bigint } =>
  'numerator' in value && typeof value.numerator === 'bigint';

const isBytes = (value: object): value is { kind: 'bytes'; bytes: Uint8Array } =>
  'kind' in value && value.kind === 'bytes' && 'bytes' in value && value.bytes instanceof Uint8Array;

/** SHA-256 of every run of bytes that the plan's programs are made of; those of tests stand in the tests as blobs. */
export function bytesOfPlan(text: string): readonly string[] {
  return [...new Set([...text.matchAll(/\{"\$bytes":"([0-9a-f]{64})"\}/g)].flatMap((match) => match[1] ?? []))];
}

/** Reads what `writePlan` wrote; whoever calls has checked its hash, so it is not checked again. */
export function readPlan(text: string, bytesOf: (sha256: string) => Uint8Array): Plan {
  return read(JSON.parse(text), bytesOf) as Plan;
}

function read(value: unknown, bytesOf: (sha256: string) => Uint8Array): unknown {
  if (Array.isArray(value)) return value.map((item) => read(item, bytesOf));
  if (typeof value !== 'object' || value === null) return value;
  if ('$bytes' in value) return bytesOf(String(value.$bytes));
  if ('$points' in value) return pointsOf(String(value.$points));
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, read(item, bytesOf)]));
}

function pointsOf(text: string) {
  const points = parseRational(text);
  if (points === undefined) throw new RangeError(`a plan holds the points "${text}"`);
  return points;
}

/** What the setter's own programs are written in, wherever in the problem they stand: a worker without one of these cannot judge. */
export function programLanguages({ tests: _, ...rest }: Problem): readonly string[] {
  // Build and run scripts need no language: the shell is everywhere.
  const languages = programsIn(rest).map(({ language }) => language);
  return [...new Set(languages)].filter((language) => language !== 'script').sort();
}

function programsIn(value: unknown): readonly SetterProgram[] {
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return [];
  if ('language' in value && 'files' in value && typeof value.language === 'string') return [value as SetterProgram];
  return Object.values(value).flatMap(programsIn);
}

/** A test's own id: the SHA-256 over input, answer and flags. One that no edit touched keeps it, whatever it is called. */
export function testIdOf({ name: _, description: __, hint: ___, ...judged }: TestCase): string {
  const text = JSON.stringify(written(judged, (bytes) => hashOf({ kind: 'bytes', bytes }), 'test'));
  return createHash('sha256').update(text).digest('hex');
}

export function hashOf(content: Content): string {
  return content.kind === 'blob' ? content.sha256 : createHash('sha256').update(content.bytes).digest('hex');
}
