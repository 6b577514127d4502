import type { ProblemLimits } from '@cupel/domain';
import type { ProblemVersion, StoredProblem, StoredTest } from '@cupel/store';
import { z } from 'zod';
import { bytes, IssueSchema, seconds, TimeSchema } from '../../platform/http/schemas.js';
import { VerificationSchema } from '../../platform/judging/verification.js';
import { type Manifest, ManifestSchema } from './manifest.js';

const SLUG = /^[a-z0-9][a-z0-9._-]{0,99}$/;
export const slug = z.string().regex(SLUG, 'is 1 to 100 of a-z, 0-9, ".", "_" and "-", and begins with a letter or a digit');

export const ProblemParams = z.object({ id: z.string().max(200).meta({ description: 'UUID or slug' }) });
export const VersionParams = ProblemParams.extend({ number: z.coerce.number().int().min(1).max(1e9) });

export const ProblemStateSchema = z.enum(['draft', 'published', 'archived']).meta({ id: 'ProblemState' });

const head = {
  id: z.uuid(),
  slug: z.string(),
  title: z.string(),
  state: ProblemStateSchema,
  created_at: TimeSchema,
  updated_at: TimeSchema,
};

export const ProblemSummarySchema = z.object(head).meta({ id: 'ProblemSummary' });

export const ListedProblemSchema = z
  .object({
    ...head,
    mine: z
      .enum(['solved', 'tried'])
      .nullable()
      .meta({ description: 'what the caller has done with it; null where that is nothing' }),
  })
  .meta({ id: 'ListedProblem' });

/** What one language is given beyond the others. */
const AllowanceSchema = z
  .object({
    time_factor: z.number(),
    time_extra: seconds.meta({ description: 'seconds, after the factor' }),
    memory_extra: bytes,
  })
  .meta({ id: 'LanguageAllowance' });

const VersionLimitsSchema = z
  .object({
    time: seconds,
    memory: bytes,
    output: bytes,
    code: bytes,
    languages: z.record(z.string(), AllowanceSchema).meta({ description: 'by language id; others have what everybody has' }),
  })
  .meta({ id: 'VersionLimits' });

export const VersionSchema = z
  .object({
    id: z.uuid(),
    number: z.number().int(),
    hash: z.string().meta({ description: 'SHA-256 of all that it is made of' }),
    published: z.boolean().meta({ description: 'submissions are judged by it now' }),
    issues: z.array(IssueSchema),
    limits: VersionLimitsSchema,
    keep_outputs: z.number().int().meta({ description: 'seconds for which outputs of tests are kept' }),
    created_at: TimeSchema,
  })
  .meta({ id: 'ProblemVersion' });

export const ProblemSchema = z
  .object({
    ...head,
    version: z.number().int().nullable().meta({ description: 'that submissions are judged by' }),
    ...ManifestSchema.shape,
    setter: z
      .object({
        versions: z.number().int(),
        waiting: z.number().int().meta({ description: 'submissions that could not be judged; publish a repaired version' }),
      })
      .optional()
      .meta({ description: 'for the scope `setter`' }),
  })
  .meta({ id: 'Problem', description: 'What whoever submits may know: the statement and the samples.' });

export const TestSchema = z
  .object({
    number: z.number().int(),
    id: z.string().meta({ description: 'SHA-256 over input, answer and flags; the same in every version that did not touch it' }),
    name: z.string(),
    group: z.string(),
    visibility: z.enum(['sample', 'hidden']),
    points: z.string().meta({ description: 'exact, or "unbounded"' }),
    input: z.object({ sha256: z.string(), bytes }),
    answer: z.object({ sha256: z.string(), bytes }),
  })
  .meta({ id: 'ProblemTest' });

export const MadeSchema = z
  .object({
    problem: ProblemSummarySchema,
    version: VersionSchema,
    judged_again: z.number().int().optional(),
    verification: VerificationSchema.optional(),
  })
  .meta({ id: 'ProblemMade' });

const flag = z
  .enum(['true', 'false', '1', '0', ''])
  .transform((value) => value === 'true' || value === '1' || value === '')
  .optional();
export const publishFlag = flag.meta({ description: 'judge submissions by it from now on' });
export const verifyFlag = flag.meta({ description: 'have a worker verify it at once' });

/** What whoever submits may know of a version, with the statements as far as a worker has made them. */
export function manifestFor({ manifest, rendered }: Pick<ProblemVersion, 'manifest' | 'rendered'>, slug: string): Manifest {
  const known = manifest as unknown as Manifest;
  // Versions that were made before these were told have none of them.
  const { takes = 'program', attachments = [], pictures = [] } = known;
  const statements = known.statements.map((one) => {
    const html = one.format === 'latex' ? rendered[one.language] : one.text;
    if (html === undefined || (one.format === 'latex' && rendered[one.language] === undefined)) return one;
    return { language: one.language, format: 'html' as const, text: withPictures(html, pictures, slug) };
  });
  return { ...known, statements, takes, attachments, pictures };
}

/** A statement names its pictures as files beside it; LaTeX may leave out their endings. */
function withPictures(html: string, pictures: Manifest['pictures'], slug: string): string {
  return html.replace(/<img src="([^"]+)"/g, (whole, source: string) => {
    const index = pictures.findIndex(({ name }) => [name, name.replace(/\.[^.]+$/, '')].includes(source));
    return index < 0 ? whole : `<img src="/api/problems/${slug}/pictures/${index + 1}"`;
  });
}

export const needsRendering = (version: ProblemVersion): boolean =>
  manifestFor(version, '').statements.some(({ format }) => format === 'latex');

export function serializeProblem(problem: StoredProblem): z.input<typeof ProblemSummarySchema> {
  const { id, slug: word, title, state, createdAt, updatedAt } = problem;
  return { id, slug: word, title, state, created_at: createdAt.toISOString(), updated_at: updatedAt.toISOString() };
}

export function serializeVersion(version: ProblemVersion, problem: StoredProblem): z.input<typeof VersionSchema> {
  return {
    id: version.id,
    number: version.number,
    hash: version.hash,
    published: problem.state === 'published' && problem.currentVersion === version.id,
    issues: version.issues as z.input<typeof IssueSchema>[],
    limits: serializeLimits(version.limits as unknown as ProblemLimits),
    keep_outputs: version.outputRetention,
    created_at: version.createdAt.toISOString(),
  };
}

function serializeLimits({ cpuTime, memory, stdoutBytes, sourceBytes, languages }: ProblemLimits) {
  const allowances = Object.entries(languages).map(([id, { timeFactor, timeExtra, memoryExtra }]) => [
    id,
    { time_factor: timeFactor, time_extra: timeExtra / 1e6, memory_extra: memoryExtra },
  ]);
  return {
    ...{ time: cpuTime / 1e6, memory, output: stdoutBytes, code: sourceBytes },
    languages: Object.fromEntries(allowances) as Record<string, z.input<typeof AllowanceSchema>>,
  };
}

export function serializeTest(test: StoredTest): z.input<typeof TestSchema> {
  return {
    number: test.position,
    id: test.testId,
    name: test.name,
    group: test.group,
    visibility: test.visibility,
    points: test.points,
    input: { sha256: test.inputSha256, bytes: test.inputBytes },
    answer: { sha256: test.answerSha256, bytes: test.answerBytes },
  };
}
