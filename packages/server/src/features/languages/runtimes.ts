import { availableVersions, type Language, limitsInSeconds, type Toolchain } from '@cupel/domain';
import { z } from 'zod';
import { defineRoute } from '../../platform/http/route.js';
import { LimitsSchema } from '../../platform/http/schemas.js';

const RuntimeSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    aliases: z.array(z.string()),
    versions: z.array(z.string()).meta({ description: 'what `version` may be, the default first' }),
    tools: z
      .array(z.record(z.string(), z.string()))
      .meta({ description: 'versions of compiler and runtime; one set for each kind of worker' }),
    compiled: z.boolean(),
    source: z.string().meta({ description: 'name of the main file where none is given' }),
    extension: z.string(),
    editor: z.string().meta({ description: 'mode for an editor' }),
    limits: LimitsSchema,
  })
  .meta({ id: 'Runtime' });

export const runtimesRoute = defineRoute({
  method: 'GET',
  path: '/api/runtimes',
  scope: 'public',
  tag: 'Languages',
  summary: 'Each language with its versions, aliases and limits',
  responses: { 200: z.array(RuntimeSchema) },
  errors: [],
  handler: async ({ services: { languages } }) => ({
    status: 200,
    body: languages.available().map((language) => runtimeOf(language, languages.toolchains(language.id))),
  }),
});

function runtimeOf(language: Language, toolchains: readonly Toolchain[]): z.input<typeof RuntimeSchema> {
  const variants = language.variants.map(({ version }) => version);
  const versions = variants.length > 0 ? variants : [...new Set(toolchains.flatMap(availableVersions))];
  return {
    id: language.id,
    name: language.name,
    aliases: [...language.aliases, ...language.variants.flatMap(({ aliases }) => aliases)],
    versions,
    tools: toolchains.map((toolchain) => ({ ...toolchain.versions })),
    compiled: language.compile !== undefined,
    source: language.source,
    extension: language.editor.extension,
    editor: language.editor.mode,
    limits: limitsInSeconds(language.run.limits),
  };
}
