import { decodeText } from '@cupel/domain';
import type { JudgeEnvironment } from '@cupel/judge';
import { openGrammar, type PackageProgram } from '@cupel/problems';
import type { NotReady, ReadyValidator } from './ready.js';
import { oneLine } from './words.js';

/** A grammar for checktestdata. It is no program: it can only look at its input, and does so in a thread with a deadline. */
export async function prepareChecktestdata(
  { name, path, files }: PackageProgram,
  { read }: JudgeEnvironment,
): Promise<ReadyValidator | NotReady> {
  const grammar = await openGrammar(decodeText(files[0]?.bytes ?? new Uint8Array()).text);
  if (typeof grammar === 'string') return { problem: oneLine(grammar) };
  return {
    name,
    path,
    ask: async (_args, input) => {
      const problem = await grammar.check(await read(input));
      return { accepted: problem === undefined, said: oneLine(problem ?? '') };
    },
    release: () => grammar.close(),
  };
}
