import { errorDefinition } from '@cupel/domain';
import { examine, type Finding } from '@cupel/sandbox';
import { languages } from '../languages.js';
import { type Colour, type Paint, paintFor } from '../paint.js';
import { openSession } from '../session.js';

export interface DoctorOptions {
  readonly verbose?: boolean;
  readonly json?: boolean;
}

const SHAPES: Readonly<Record<Finding['level'], readonly [shape: string, colour: Colour]>> = {
  ok: ['✓ ok  ', 'green'],
  warn: ['! warn', 'yellow'],
  fail: ['✗ FAIL', 'red'],
};

/** `cupel doctor` and `judge check-deps`: exit code 0 where strict runs are possible, else 1. */
export async function doctorCommand({ verbose = false, json = false }: DoctorOptions): Promise<void> {
  const paint = paintFor(process.stdout);
  const findings: Finding[] = [];
  await using session = openSession();
  for await (const finding of examine({ openSandbox: session.sandbox, languages: languages() })) {
    findings.push(finding);
    if (!json) process.stdout.write(lineOf(finding, verbose, paint));
  }
  const strict = findings.every(({ level }) => level !== 'fail');
  process.stdout.write(json ? `${JSON.stringify({ strict, findings }, null, 2)}\n` : summary(findings, paint));
  process.exitCode = strict ? 0 : 1;
}

function lineOf({ area, name, level, found, code, cure }: Finding, verbose: boolean, paint: Paint): string {
  const [shape, colour] = SHAPES[level];
  const lines = [`${paint(colour, shape)}  ${area.padEnd(9)}  ${name.padEnd(24)}  ${found}`];
  if (verbose && code !== undefined) lines.push(paint('dim', `        why: ${errorDefinition(code).cause}`));
  if (cure !== undefined) lines.push(paint('dim', `        cure: ${cure}`));
  return `${lines.join('\n')}\n`;
}

function summary(findings: readonly Finding[], paint: Paint): string {
  const count = (level: Finding['level']) => findings.filter((finding) => finding.level === level).length;
  const strict = count('fail') === 0;
  const words = strict
    ? paint('green', 'Strict runs are possible.')
    : paint('red', 'Strict runs are not possible: see FAIL above.');
  return `\n${words} ${count('ok')} ok, ${count('warn')} to be looked at, ${count('fail')} failed.\n`;
}
