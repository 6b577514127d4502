import { z } from 'zod';
import { name, TerminalSchema, text } from '../../platform/http/schemas.js';
import type { Typed } from '../../platform/live/protocol.js';

/** By their numbers on Linux. */
const SIGNALS = {
  SIGHUP: 1,
  SIGINT: 2,
  SIGQUIT: 3,
  SIGKILL: 9,
  SIGUSR1: 10,
  SIGUSR2: 12,
  SIGTERM: 15,
  SIGCONT: 18,
  SIGTSTP: 20,
} as const;

const NAMES = Object.keys(SIGNALS) as readonly (keyof typeof SIGNALS)[];
/** More than any piece may hold; that has a message of its own. */
const MOST = 4 * 1024 * 1024;

export const InputRequestSchema = z
  .strictObject({
    data: text(MOST)
      .optional()
      .meta({ description: 'what is typed; at a terminal Ctrl-C is \\u0003, Ctrl-D \\u0004 and Enter \\r. 64 KB at most.' }),
    encoding: z.enum(['utf8', 'base64']).optional().meta({ description: 'of `data`' }),
    end: z.boolean().optional().meta({ description: 'the input ends here, after `data`' }),
    signal: z.enum(NAMES).optional().meta({ description: 'sent to the program; at a terminal to what runs in its foreground' }),
    terminal: TerminalSchema.optional().meta({ description: 'the terminal has this size from now on' }),
    writer: name(100)
      .optional()
      .meta({ description: 'a name of your own choice, for the numbers in `seq`: each of several that type has one' }),
    seq: z.number().int().min(1).optional().meta({
      description: 'numbers what this writer sends, from 1 on without gaps: done once and in this order, however often it comes',
    }),
  })
  .refine(({ seq, writer }) => (seq === undefined) === (writer === undefined), '`writer` and `seq` belong together')
  .refine(({ data, end, signal, terminal }) => [data, end, signal, terminal].some((part) => part !== undefined), {
    message: 'holds nothing to be done: data, end, signal or terminal',
  })
  .meta({
    id: 'InputRequest',
    description: 'Typed into a running program. Parts are done in the order data, end, signal, terminal.',
  });

export const InputTakenSchema = z
  .object({
    id: z.string(),
    repeated: z.boolean().meta({ description: 'it had been done before' }),
    next: z.number().int().nullable().meta({ description: 'the number that is expected next of this writer' }),
  })
  .meta({ id: 'InputTaken' });

export function typedOf(request: z.output<typeof InputRequestSchema>, data: Uint8Array | undefined): Typed {
  const { end, signal, terminal, writer, seq } = request;
  return {
    ...(data !== undefined && { data: Buffer.from(data).toString('base64') }),
    ...(end !== undefined && { end }),
    ...(signal !== undefined && { signal: SIGNALS[signal] }),
    ...(terminal !== undefined && { terminal }),
    ...(writer !== undefined && { writer }),
    ...(seq !== undefined && { seq }),
  };
}
