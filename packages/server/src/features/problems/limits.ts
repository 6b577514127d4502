import { Readable } from 'node:stream';
import { CupelError, LIMIT_TABLE, size } from '@cupel/domain';
import { editLimits, type LimitChanges } from '@cupel/problems';
import { findPackage, getProblem, getVersionByNumber, readBlob } from '@cupel/store';
import { z } from 'zod';
import { defineRoute } from '../../platform/http/route.js';
import { unpackPackage } from '../../platform/judging/unpack.js';
import { keep, PACKAGE_ERRORS } from './create.js';
import { packageLimits, readUnpacked } from './make-version.js';
import { MadeSchema, VersionParams } from './schema.js';

const MIB = 1024 * 1024;
const KIB = 1024;
const { cpuTime, memory: memoryRow, stdoutBytes } = LIMIT_TABLE;

const sizeBetween = (least: number, most: number) => {
  const words = `must be ${size(least)} to ${size(most)}, in bytes`;
  return z.number().int(words).min(least, words).max(most, words).optional();
};
const between = (least: number, most: number, unit: string) => {
  const words = `must be ${least} to ${most}${unit}`;
  return z.number().min(least, words).max(most, words);
};

/** The ranges are those of packages: what is asked for here is written into one. */
const LimitsRequestSchema = z
  .strictObject({
    time: between(cpuTime.least / 1e6, cpuTime.most / 1e6, ' seconds of CPU time')
      .optional()
      .meta({ description: 'seconds' }),
    memory: sizeBetween(memoryRow.least, memoryRow.most),
    output: sizeBetween(MIB, stdoutBytes.most),
    code: sizeBetween(KIB, 64 * MIB),
    languages: z
      .record(
        z.string(),
        z.strictObject({
          time_factor: between(0.1, 100, '').default(1),
          time_extra: between(0, 3600, ' seconds').default(0),
          memory_extra: z
            .number()
            .int()
            .min(0)
            .max(memoryRow.most, `must be at most ${size(memoryRow.most)}, in bytes`)
            .default(0),
        }),
      )
      .optional()
      .meta({ description: 'all that differ, by language id: who is not named has what everybody has' }),
    publish: z.boolean().default(false).meta({ description: 'judge submissions by it from now on' }),
  })
  .meta({ id: 'ProblemLimitsRequest' });

export const limitsRoute = defineRoute({
  method: 'POST',
  path: '/api/problems/{id}/versions/{number}/limits',
  scope: 'setter',
  tag: 'Problems',
  summary: 'Make a version that differs from an earlier one in its limits alone; they are written into its package',
  params: VersionParams,
  body: LimitsRequestSchema,
  responses: { 201: MadeSchema },
  errors: [...PACKAGE_ERRORS, 'record_not_found', 'unsupported_language', 'queue_full'],
  handler: async (request) => {
    const { services, principal, params, body } = request;
    const { database } = services;
    const problem = await getProblem(database, principal.tenantId, params.id);
    const { id } = await getVersionByNumber(database, principal.tenantId, problem.id, params.number);
    const packed = await findPackage(database, principal.tenantId, id);
    if (packed === undefined) throw new CupelError('record_not_found', { what: 'package' });
    refuseUnknown(body.languages ?? {}, services.languages.known);
    const zip = Readable.from(readBlob(database, principal.tenantId, packed));
    const unpacked = await unpackPackage(zip, problem.slug, packageLimits(services));
    try {
      await editLimits(unpacked.folder, changesOf(body));
    } catch (error) {
      await unpacked[Symbol.asyncDispose]();
      throw error;
    }
    await using read = await readUnpacked(services, principal, unpacked, problem.slug, 'edited');
    return { status: 201, body: await keep({ services, principal, query: body }, problem, read) };
  },
});

function refuseUnknown(languages: Readonly<Record<string, unknown>>, known: readonly { readonly id: string }[]): void {
  const ids = known.map(({ id }) => id);
  const unknown = Object.keys(languages).find((id) => !ids.includes(id));
  if (unknown === undefined) return;
  throw new CupelError('unsupported_language', { language: unknown, available: ids.join(', ') }, { field: 'languages' });
}

function changesOf({ time, memory, output, code, languages }: z.output<typeof LimitsRequestSchema>): LimitChanges {
  const given = Object.entries(languages ?? {}).map(
    ([id, one]) => [id, { timeFactor: one.time_factor, timeExtra: one.time_extra, memoryExtra: one.memory_extra }] as const,
  );
  return { time, memory, output, code, languages: languages && Object.fromEntries(given) };
}
