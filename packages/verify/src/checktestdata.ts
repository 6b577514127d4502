import { decodeText } from '@cupel/domain';
import type { JudgeEnvironment } from '@cupel/judge';
import { type PackageProgram, readChecktestdata } from '@cupel/problems';
import type { NotReady, ReadyValidator } from './ready.js';
import { oneLine } from './words.js';

/** A grammar for checktestdata. It is no program, and needs no box: it can only look at its input. */
export function prepareChecktestdata({ name, files }: PackageProgram, { read }: JudgeEnvironment): ReadyValidator | NotReady {
  const check = readChecktestdata(decodeText(files[0]?.bytes ?? new Uint8Array()).text);
  if (typeof check === 'string') return { problem: oneLine(check) };
  return {
    name,
    ask: async (_args, input) => {
      const problem = check(await read(input));
      return { accepted: problem === undefined, said: oneLine(problem ?? '') };
    },
    release: () => undefined,
  };
}
