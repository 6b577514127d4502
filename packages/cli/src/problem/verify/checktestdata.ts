import { DEFAULT_LIMITS, decodeText, type RunOutcome, type RunSpec } from '@cupel/domain';
import type { JudgeEnvironment } from '@cupel/judge';
import type { PackageProgram } from '@cupel/problems';
import { oneLine } from '../report-lines.js';
import type { NotReady, ReadyValidator } from './validator.js';

/** DOMjudge's own tool; Debian does not carry it everywhere. */
const CHECKTESTDATA = '/usr/bin/checktestdata';
const GRAMMAR = 'grammar.ctd';

/** A grammar for DOMjudge's checktestdata, where this host has it. Its input is a stranger's, so it runs in a box as well. */
export async function prepareChecktestdata(
  program: PackageProgram,
  { sandbox, mode }: JudgeEnvironment,
): Promise<ReadyValidator | NotReady> {
  const grammar = program.files[0]?.bytes ?? new Uint8Array();
  const run = (argv: readonly string[], stdin: RunSpec['stdin']): Promise<RunOutcome> =>
    sandbox.run({
      profile: 'judge',
      mode,
      argv,
      env: {},
      limits: DEFAULT_LIMITS,
      files: [{ name: GRAMMAR, content: { kind: 'bytes', bytes: grammar } }],
      stdin,
      stdout: { kind: 'pipe' },
      stderr: { kind: 'pipe' },
      collect: [],
      keep: false,
    });
  const { evidence } = await run([CHECKTESTDATA, '--version'], { kind: 'null' });
  if (evidence.fault?.stage === 'exec')
    return { note: `is not run: this host has no ${CHECKTESTDATA} (of DOMjudge); inputs are not checked by it` };
  return {
    name: program.name,
    ask: async (_args, input) => {
      const { evidence: ended, stdout, stderr } = await run([CHECKTESTDATA, GRAMMAR], input);
      const said = oneLine(decodeText(stderr.length > 0 ? stderr : stdout).text);
      return { accepted: ended.exit?.kind === 'code' && ended.exit.code === 0, said: said === '' ? ended.firstCause : said };
    },
    release: () => undefined,
  };
}
