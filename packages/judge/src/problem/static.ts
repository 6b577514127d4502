import type { Language, TestCase } from '@cupel/domain';
import { attempt } from '../attempt.js';
import type { Compiled } from '../compile.js';
import { programSpec } from '../spec.js';
import { concluded, faultOf, type TestEnd, unrunReport } from './conclusion.js';
import type { Decision } from './decision.js';
import { FEEDBACK_FILE, KATTIS_COLLECT, readKattis } from './kattis.js';
import { hooksOf, type Judging } from './play.js';
import { endOf, type ReadyProgram } from './setter-program.js';

/** Where the validator is started. Its own files are elsewhere: a submission must not bring a `validate.py` of its own. */
const SOURCES = 'submission';
const BOX = '/box';
/** The package format calls some languages otherwise. */
const FORMAT_CODES: Readonly<Record<string, string>> = { python: 'python3' };

/** One test in which the submission's sources are looked at, and nothing of it is run. */
export async function judgeSources(judging: Judging, test: TestCase, number: number): Promise<TestEnd> {
  const { prepared } = judging;
  const decision: Decision =
    prepared.staticValidator === undefined
      ? { kind: 'broken', problem: 'is missing' }
      : await askValidator(judging, test, prepared.staticValidator);
  if (decision.kind === 'lost') return { kind: 'lost', judgement: decision.judgement };
  const part = 'static validator';
  const accepted = { verdict: 'AC', cause: 'normal_exit', because: 'passed the static validator' } as const;
  const conclusion = concluded(test, accepted, decision, part);
  const because = decision.kind === 'refused' ? 'was refused by the static validator' : conclusion.because;
  const report = unrunReport(test, number, { ...conclusion, because });
  if (decision.kind !== 'broken') return { kind: 'report', report };
  return { kind: 'fault', fault: faultOf(prepared, part, test, decision.problem), report };
}

async function askValidator(judging: Judging, test: TestCase, { compiled, limits }: ReadyProgram): Promise<Decision> {
  const { environment, compiled: submitted } = judging;
  const { program } = submitted;
  const { language } = program.toolchain;
  const beside = [...program.sources, ...program.data].map(({ name, content }) => ({ name: `${SOURCES}/${name}`, content }));
  const entry = language.entry === 'java-class' ? program.values.class : program.values.main;
  const spec = programSpec(fromBox(compiled), environment.mode, limits, {
    args: [codeOf(language), entry, `${BOX}/feedback/`, ...test.checkerArgs],
    files: [...beside, FEEDBACK_FILE],
    collect: KATTIS_COLLECT,
  });
  const tried = await attempt(
    environment.sandbox,
    compiled.program.toolchain,
    { ...spec, cwd: `${BOX}/${SOURCES}` },
    hooksOf(judging),
  );
  if (tried.kind === 'lost') return tried;
  return readKattis(endOf(tried.outcome, limits), test, 'checker_refused');
}

/** What runs from its sources is named in full, because it is started elsewhere. */
function fromBox(compiled: Compiled): Compiled {
  const { program } = compiled;
  if (program.toolchain.language.compile !== undefined) return compiled;
  return { ...compiled, program: { ...program, values: { ...program.values, main: `${BOX}/${program.values.main}` } } };
}

const codeOf = ({ id }: Language): string => (Object.hasOwn(FORMAT_CODES, id) ? FORMAT_CODES[id] : undefined) ?? id;
