import { decodeText, type Problem, roundedRational } from '@cupel/domain';
import { type ProblemPackage, readSamples, renderMarkdown } from '@cupel/problems';
import { z } from 'zod';
import { bytes, seconds } from '../../platform/http/schemas.js';

const StatementSchema = z
  .object({
    language: z.string(),
    format: z.enum(['html', 'latex', 'pdf']).meta({
      description:
        'html is rendered from Markdown or LaTeX and safe to be shown in a page; LaTeX stays so until a worker has done it',
    }),
    text: z.string().optional(),
    bytes: bytes.optional().meta({ description: 'of a PDF: GET /api/problems/{id}/statements/{language}' }),
    sha256: z.string().optional(),
  })
  .meta({ id: 'Statement' });

const SampleSchema = z
  .object({ name: z.string(), input: z.string().optional(), output: z.string().optional(), interaction: z.string().optional() })
  .meta({ id: 'Sample' });

/** What anybody may read who may submit. It is made of the statement and the samples, and hidden tests are never looked at. */
export const ManifestSchema = z.object({
  titles: z.record(z.string(), z.string()),
  type: z.enum(['pass_fail', 'scoring']),
  interactive: z.boolean(),
  takes: z
    .enum(['program', 'function', 'answers'])
    .default('program')
    .meta({ description: 'function: it is called by the problem and no program by itself; answers: a file for each test' }),
  points: z
    .number()
    .nullable()
    .meta({ description: 'the most that can be earned; null where it is passed or failed, or has no bound' }),
  objective: z.enum(['max', 'min']).optional().meta({ description: 'min: fewer points are better; max unless given' }),
  limits: z.object({ time: seconds, memory: bytes, output: bytes, code: bytes }),
  languages: z.array(z.string()).nullable().meta({ description: 'ids of those allowed; null where all are' }),
  statements: z.array(StatementSchema),
  samples: z.array(SampleSchema),
  starter: z.record(z.string(), z.string()).meta({ description: 'code to start from, by language' }),
  keywords: z.array(z.string()),
  attachments: z
    .array(z.object({ name: z.string(), bytes, sha256: z.string() }))
    .default([])
    .meta({ description: 'files for whoever submits: GET /api/problems/{id}/attachments/{number}, counted from 1' }),
  pictures: z
    .array(z.object({ name: z.string(), bytes, sha256: z.string() }))
    .default([])
    .meta({ description: 'that stand in statements: GET /api/problems/{id}/pictures/{number}, counted from 1' }),
});
export type Manifest = z.output<typeof ManifestSchema>;

/** Formats that browsers show and that cannot act in an `<img>`. */
export const PICTURE_TYPES: Readonly<Record<string, string>> = {
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  webp: 'image/webp',
  svg: 'image/svg+xml',
};

export const endingOf = (path: string): string => path.slice(path.lastIndexOf('.') + 1).toLowerCase();
export const isPicture = (path: string): boolean => Object.hasOwn(PICTURE_TYPES, endingOf(path));

const TAKES = { output: 'program', interaction: 'program', function: 'function', answers: 'answers' } as const;

export async function manifestOf(
  found: ProblemPackage,
  problem: Problem,
  attachments: Manifest['attachments'],
  shown: ReadonlyMap<string, { readonly bytes: number; readonly sha256: string }>,
): Promise<Manifest> {
  const { metadata, languages, extension } = found;
  const samples = await readSamples(found.tree);
  const maximum = problem.tests.points;
  const isScored = problem.type === 'scoring' && maximum !== 'unbounded';
  return {
    titles: { ...problem.titles },
    type: problem.type,
    interactive: problem.evaluation.kind === 'interaction',
    takes: TAKES[problem.evaluation.kind],
    points: isScored ? roundedRational(maximum) : null,
    ...(problem.objective && { objective: problem.objective }),
    limits: {
      time: problem.limits.cpuTime / 1e6,
      memory: problem.limits.memory,
      output: problem.limits.stdoutBytes,
      code: problem.limits.sourceBytes,
    },
    languages: languages === undefined ? null : [...languages],
    statements: await Promise.all(found.statements.map((one) => statementOf(found, one, samples, shown))),
    samples: samples.map((sample) =>
      sample.kind === 'data'
        ? { name: sample.name, input: sample.input, output: sample.output }
        : { name: sample.name, interaction: sample.text },
    ),
    starter: Object.fromEntries(
      await Promise.all(Object.entries(extension.starter).map(async ([language, path]) => [language, await textOf(found, path)])),
    ) as Record<string, string>,
    keywords: [...metadata.keywords],
    attachments,
    pictures: [...shown]
      .filter(([path]) => isPicture(path))
      .map(([path, file]) => ({ name: path.slice(path.indexOf('/') + 1), ...file })),
  };
}

async function statementOf(
  found: ProblemPackage,
  { language, kind, path }: ProblemPackage['statements'][number],
  samples: Awaited<ReturnType<typeof readSamples>>,
  shown: ReadonlyMap<string, { readonly bytes: number; readonly sha256: string }>,
): Promise<Manifest['statements'][number]> {
  if (kind === 'pdf') return { language, format: 'pdf', ...shown.get(path) };
  const text = await textOf(found, path);
  if (kind === 'latex') return { language, format: 'latex', text };
  return { language, format: 'html', text: renderMarkdown(text, { constants: found.metadata.constants, samples }).html };
}

async function textOf({ tree }: ProblemPackage, path: string): Promise<string> {
  return decodeText((await tree.read(path)) ?? new Uint8Array()).text;
}
