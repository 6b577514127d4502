import { expandStep, type IsolationMode, type Limits, type RunSpec } from '@cupel/domain';
import type { Compiled } from './compile.js';
import { profileOf } from './profile.js';

/** Of a run, what depends on more than the program: its arguments, its files besides its own, what its streams are joined to. */
export interface SpecParts
  extends Partial<Pick<RunSpec, 'stdin' | 'stdout' | 'stderr' | 'terminal' | 'env' | 'files' | 'collect' | 'readOnly'>> {
  readonly args?: readonly string[];
}

/** One run of a compiled program in a box of its own. */
export function programSpec({ program, artefact }: Compiled, mode: IsolationMode, limits: Limits, parts: SpecParts): RunSpec {
  const { language } = program.toolchain;
  const { args = [], files = [], env: own = {}, ...streams } = parts;
  const { argv, env, bootArgs } = expandStep(language.run, program.values, limits);
  const sources = language.compile === undefined ? [...program.sources, ...program.data] : program.data;
  return {
    profile: profileOf(language),
    mode,
    argv: [...argv, ...args],
    env: { ...env, ...own },
    limits,
    files: [...sources, ...files],
    stdin: { kind: 'null' },
    stdout: { kind: 'pipe' },
    stderr: { kind: 'pipe' },
    collect: [],
    ...streams,
    keep: false,
    ...(language.run.warm === undefined ? {} : { warm: language.run.warm, bootArgs }),
    ...(artefact === undefined ? {} : { artefact }),
  };
}
