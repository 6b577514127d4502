import katex from 'katex';
import { replaceConstantsIn } from '../constants.js';
import { type MarkdownIt, markdownIt, type StateBlock, type StateInline } from './library.js';
import type { Sample } from './samples.js';

export interface StatementOptions {
  readonly constants: Readonly<Record<string, string>>;
  readonly samples: readonly Sample[];
}

export interface Rendered {
  readonly html: string;
  /** What could not be shown as it was meant, in words. */
  readonly problems: readonly string[];
}

/** A formula that expands for ever must end somewhere. */
const MOST_EXPANSIONS = 1000;

/**
 * Markdown as HTML that can stand in a page: markup of the statement's own is text, links and images with schemes of their
 * own are dropped, formulas become MathML. Samples stand where the statement asks for them, or at its end.
 */
export function renderMarkdown(text: string, { constants, samples }: StatementOptions): Rendered {
  const problems: string[] = [];
  const shown = { next: 0 };
  const marked = replaceConstantsIn(text, constants).replace(/\{\{(nextsample|remainingsamples)\}\}/g, (_, which: string) => {
    const last = which === 'nextsample' ? shown.next + 1 : samples.length;
    if (last > samples.length) problems.push('{{nextsample}} asks for more samples than there are');
    const marks = samples.slice(shown.next, last).map((_sample, index) => `\n\n${MARK}${shown.next + index}${MARK}\n\n`);
    shown.next = Math.max(shown.next, Math.min(last, samples.length));
    return marks.join('');
  });
  const html = markdown(problems).render(marked);
  const placed = html.replace(new RegExp(`<p>${MARK}(\\d+)${MARK}</p>\\n?`, 'g'), (_, index: string) =>
    sampleHtml(samples[Number(index)]),
  );
  return { html: placed + samples.slice(shown.next).map(sampleHtml).join(''), problems };
}

/** A character that no statement has: from the private use area. */
const MARK = '\uE0C7';

function markdown(problems: string[]): MarkdownIt {
  const library = markdownIt();
  library.inline.ruler.before('escape', 'formula', formula);
  library.block.ruler.before('fence', 'formula_block', formulaBlock);
  library.renderer.rules.formula = (tokens, index) => mathML(tokens[index]?.content ?? '', false, problems);
  library.renderer.rules.formula_block = (tokens, index) => mathML(tokens[index]?.content ?? '', true, problems);
  return library;
}

function mathML(text: string, displayMode: boolean, problems: string[]): string {
  try {
    const options = { output: 'mathml', trust: false, strict: 'ignore', maxExpand: MOST_EXPANSIONS, maxSize: 50 } as const;
    return katex.renderToString(text, { ...options, displayMode, throwOnError: true });
  } catch (error) {
    problems.push(`formula ${text}: ${error instanceof Error ? error.message : String(error)}`);
    return `<code>${escapeHtml(text)}</code>`;
  }
}

/** `$…$`: no blank just inside, and no digit after it, so that prices stay prices. */
function formula(state: StateInline, silent: boolean): boolean {
  if (state.src[state.pos] !== '$') return false;
  const double = state.src[state.pos + 1] === '$';
  const start = state.pos + (double ? 2 : 1);
  const end = closing(state.src, start, double ? '$$' : '$');
  if (end < 0 || end === start || (!double && !isTight(state.src, start, end))) return false;
  if (!silent) state.push('formula', 'math', 0).content = state.src.slice(start, end);
  state.pos = end + (double ? 2 : 1);
  return true;
}

function isTight(text: string, start: number, end: number): boolean {
  return !/\s/.test(text[start] ?? ' ') && !/\s/.test(text[end - 1] ?? ' ') && !/\d/.test(text[end + 1] ?? '');
}

function closing(text: string, start: number, mark: string): number {
  let end = text.indexOf(mark, start);
  while (end > 0 && text[end - 1] === '\\') end = text.indexOf(mark, end + 1);
  return end;
}

/** `$$` on a line of its own, up to the next. */
function formulaBlock(state: StateBlock, start: number, end: number, silent: boolean): boolean {
  const line = (index: number) => state.src.slice((state.bMarks[index] ?? 0) + (state.tShift[index] ?? 0), state.eMarks[index]);
  if (line(start).trim() !== '$$') return false;
  let last = start + 1;
  while (last < end && line(last).trim() !== '$$') last++;
  if (last >= end) return false;
  if (silent) return true;
  state.push('formula_block', 'math', 0).content = state.getLines(start + 1, last, state.tShift[start] ?? 0, false);
  state.line = last + 1;
  return true;
}

/** A sample as a table: what goes in beside what comes out. */
function sampleHtml(sample: Sample | undefined): string {
  if (sample === undefined) return '';
  if (sample.kind === 'interaction')
    return `<section class="sample"><h3>Sample ${escapeHtml(sample.name)}</h3>\n<pre>${escapeHtml(sample.text)}</pre>\n</section>\n`;
  const cells = [sample.input, sample.output].map((text) => `<td><pre>${escapeHtml(text)}</pre></td>`).join('');
  return `<table class="sample"><tr><th>Sample Input ${escapeHtml(sample.name)}</th><th>Sample Output ${escapeHtml(sample.name)}</th></tr><tr>${cells}</tr></table>\n`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
