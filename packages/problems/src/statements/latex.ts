import { type Limits, parseLimits, type Sandbox } from '@cupel/domain';
import { replaceConstantsIn } from '../constants.js';
import { type Rendered, renderMarkdown, type StatementOptions } from './markdown.js';

const PANDOC = '/usr/bin/pandoc';
const LIMITS: Limits = parseLimits({ cpu_time: 10, wall_time: 20, memory: '512M', processes: 64 });

/** What the format promises beside LaTeX, in words that pandoc knows. */
const COMMANDS = String.raw`\newenvironment{Input}{\section*{Input}}{}
\newenvironment{Output}{\section*{Output}}{}
\newenvironment{Interaction}{\section*{Interaction}}{}
\newcommand{\problemname}[1]{}
\newcommand{\illustration}[3]{\begin{figure}\includegraphics[width=#1\textwidth]{#2}\caption{#3}\end{figure}}
`;

/** Of Markdown no more than the other statements have, and no HTML at all. */
const MARKDOWN = 'markdown_strict+tex_math_dollars+pipe_tables+footnotes-raw_html';

/**
 * LaTeX as HTML, by pandoc in a box: TeX is a programming language, and its programs are strangers'. Pandoc only makes
 * Markdown of it, which is rendered as every statement is: what would be inert there is inert here. Undefined where this host
 * has no pandoc, which is for whoever asked to say.
 */
export async function renderLatex(
  text: string,
  { constants, samples }: StatementOptions,
  sandbox: Sandbox,
): Promise<Rendered | undefined> {
  const { evidence, stdout, stderr } = await sandbox.run({
    profile: 'judge',
    mode: sandbox.describe().isolation.mode,
    argv: [PANDOC, '--sandbox', '--from=latex', `--to=${MARKDOWN}`, '--wrap=none'],
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
  const why = new TextDecoder().decode(stderr).trim() || `it ended by ${evidence.firstCause}`;
  const { html, problems } = renderMarkdown(withMarks(new TextDecoder().decode(stdout)), { constants: {}, samples });
  return { html, problems: failed ? [`pandoc failed: ${why.slice(0, 1000)}`, ...problems] : problems };
}

function prepared(text: string, constants: Readonly<Record<string, string>>): string {
  return replaceConstantsIn(text.replace(/\\constant\{(\w+)\}/g, '{{$1}}'), constants)
    .replace(/\\nextsample\b/g, `\n\n${NEXT}\n\n`)
    .replace(/\\remainingsamples\b/g, `\n\n${REST}\n\n`)
    .replace(/\\problemname\b(?!\{)/g, '');
}

/** Words that pandoc passes on as they are. */
const NEXT = 'CUPELNEXTSAMPLE';
const REST = 'CUPELREMAININGSAMPLES';

const withMarks = (markdown: string): string =>
  markdown.replaceAll(NEXT, '{{nextsample}}').replaceAll(REST, '{{remainingsamples}}');
