import { type Limits, parseLimits, type Sandbox } from '@cupel/domain';
import { replaceConstantsIn } from '../constants.js';
import { type Rendered, type StatementOptions, sampleHtml } from './markdown.js';

const PANDOC = '/usr/bin/pandoc';
const LIMITS: Limits = parseLimits({ cpu_time: 10, wall_time: 20, memory: '512M', processes: 64 });

/** What the format promises beside LaTeX, in words that pandoc knows. */
const COMMANDS = String.raw`\newenvironment{Input}{\section*{Input}}{}
\newenvironment{Output}{\section*{Output}}{}
\newenvironment{Interaction}{\section*{Interaction}}{}
\newcommand{\problemname}[1]{}
\newcommand{\illustration}[3]{\begin{figure}\includegraphics[width=#1\textwidth]{#2}\caption{#3}\end{figure}}
`;

/**
 * LaTeX as HTML, by pandoc in a box: TeX is a programming language, and its programs are strangers'. Undefined where this
 * host has no pandoc, which is for whoever asked to say.
 */
export async function renderLatex(
  text: string,
  { constants, samples }: StatementOptions,
  sandbox: Sandbox,
): Promise<Rendered | undefined> {
  const { evidence, stdout, stderr } = await sandbox.run({
    profile: 'judge',
    mode: sandbox.describe().isolation.mode,
    argv: [PANDOC, '--sandbox', '--from=latex', '--to=html', '--mathml'],
    env: {},
    limits: LIMITS,
    files: [],
    stdin: { kind: 'bytes', bytes: Buffer.from(COMMANDS + prepared(text, constants)) },
    stdout: { kind: 'pipe' },
    stderr: { kind: 'pipe' },
    collect: [],
    keep: false,
  });
  if (evidence.fault?.stage === 'exec') return undefined;
  const failed = evidence.exit?.kind !== 'code' || evidence.exit.code !== 0;
  const problems = failed ? [`pandoc failed: ${new TextDecoder().decode(stderr).slice(0, 1000)}`] : [];
  return { html: withSamples(new TextDecoder().decode(stdout), samples), problems };
}

function prepared(text: string, constants: Readonly<Record<string, string>>): string {
  return replaceConstantsIn(text.replace(/\\constant\{(\w+)\}/g, '{{$1}}'), constants)
    .replace(/\\nextsample\b/g, `\n\n${NEXT}\n\n`)
    .replace(/\\remainingsamples\b/g, `\n\n${REST}\n\n`)
    .replace(/\\problemname\b(?!\{)/g, '');
}

const NEXT = 'CUPELNEXTSAMPLE';
const REST = 'CUPELREMAININGSAMPLES';

function withSamples(html: string, samples: StatementOptions['samples']): string {
  let next = 0;
  const placed = html.replace(new RegExp(`<p>(${NEXT}|${REST})</p>`, 'g'), (_, mark: string) => {
    const last = mark === NEXT ? next + 1 : samples.length;
    const shown = samples.slice(next, last);
    next = Math.min(last, samples.length);
    return shown.map(sampleHtml).join('');
  });
  return placed + samples.slice(next).map(sampleHtml).join('');
}
