import { DEFAULT_LIMITS, decodeText, type InputFile, type Limits, type RunOutcome, type RunSpec } from '@cupel/domain';
import type { JudgeEnvironment } from '@cupel/judge';
import type { PackageProgram } from '@cupel/problems';
import { oneLine } from '../report-lines.js';

/** A program with a `build` or `run` script, ready to be run. */
export interface ScriptProgram {
  run(args: readonly string[], stdin: RunSpec['stdin'], files: readonly InputFile[]): Promise<RunOutcome>;
  release(): void;
}

/** What the format promises to scripts: a shell, and python3, cc and c++ on the path. */
const ENV = { PATH: '/usr/bin:/bin' };

/** Runs the build script where there is one. Both scripts are strangers', and run in boxes. Text where it fails. */
export async function buildScript(
  { files, run }: PackageProgram,
  { sandbox, mode }: JudgeEnvironment,
  limits: Limits = DEFAULT_LIMITS,
): Promise<ScriptProgram | string> {
  const own = files.map(
    ({ name, bytes, executable }): InputFile => ({
      name,
      content: { kind: 'bytes', bytes },
      executable: executable || name === 'build' || name === 'run',
    }),
  );
  const base = {
    profile: 'judge',
    mode,
    env: ENV,
    limits,
    stdout: { kind: 'pipe' },
    stderr: { kind: 'pipe' },
    collect: [],
  } as const;
  const build = run.kind === 'script' && run.build ? 'exec ./build' : 'exec true';
  const argv = ['/bin/sh', '-c', build];
  const built = await sandbox.run({ ...base, argv, files: own, stdin: { kind: 'null' }, keep: true });
  const { artefact } = built;
  if (artefact === undefined) return `its build script failed: ${oneLine(decodeText(built.stderr).text)}`;
  return {
    run: (args, stdin, beside) =>
      sandbox.run({
        ...base,
        argv: ['/bin/sh', '-c', 'exec /program/run "$@"', 'sh', ...args],
        files: beside,
        stdin,
        keep: false,
        artefact,
      }),
    release: () => sandbox.release(artefact),
  };
}
