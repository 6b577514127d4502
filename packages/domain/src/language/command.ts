import type { Limits } from '../limits.js';
import type { Language, Step, Toolchain } from './language.js';

/**
 * What may stand between braces in a step's argv and env:
 *
 * - {main} the main file's name; {class} the class to start (of languages whose entry is a class)
 * - {sources} and {support}: an argument by itself, replaced by as many as there are files
 * - {heap_mb} a quarter above the memory limit in MiB: a runtime's heap must not end before the kernel does
 * - {heap_start_mb} a quarter of the memory limit in MiB: what a runtime begins with, which must not depend on the host's size
 * - {stack_kb} seven eighths of the stack limit in KiB: a runtime must notice the end of its stack before the kernel does
 * - {cores} how many cores the box may use, rounded up
 * - any name from the language's variants and detections
 */
const SINGLE = ['main', 'class', 'heap_mb', 'heap_start_mb', 'stack_kb', 'cores'] as const;
const LISTS = ['sources', 'support'] as const;

/** What a step is expanded with. */
export interface StepValues {
  readonly main: string;
  readonly class: string;
  readonly sources: readonly string[];
  readonly support: readonly string[];
  readonly chosen: Readonly<Record<string, string>>;
}

export interface Command {
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** How many of `argv` stand before the first that tells of the program: an interpreter may boot with them. */
  readonly bootArgs: number;
}

const OF_THE_PROGRAM = /\{(?:main|class|sources|support)\}/;

/** A step's command line and environment, every placeholder replaced. */
export function expandStep(step: Step, values: StepValues, limits: Limits): Command {
  const single = new Map([...Object.entries(values.chosen), ...Object.entries(singleValues(values, limits))]);
  const fill = (template: string) => template.replace(/\{(\w+)\}/g, (hole, name: string) => single.get(name) ?? hole);
  const argv = step.argv.flatMap((part) => {
    if (part === '{sources}') return values.sources;
    return part === '{support}' ? values.support : [fill(part)];
  });
  const first = step.argv.findIndex((part) => OF_THE_PROGRAM.test(part));
  const bootArgs = first <= 0 ? step.argv.length : first;
  return { argv, bootArgs, env: Object.fromEntries(Object.entries(step.env).map(([name, value]) => [name, fill(value)])) };
}

function singleValues(values: StepValues, limits: Limits): Record<(typeof SINGLE)[number], string> {
  return {
    main: values.main,
    class: values.class,
    heap_mb: String(Math.ceil((limits.memory * 1.25) / 1024 ** 2)),
    heap_start_mb: String(Math.ceil(limits.memory / 4 / 1024 ** 2)),
    stack_kb: String(Math.floor((limits.stack * 7) / 8 / 1024)),
    cores: String(Math.max(1, Math.ceil(limits.cores))),
  };
}

/** The values of the chosen variant, and of the first detection that matches a source. */
export function chosenValues(toolchain: Toolchain, sources: readonly string[]): Readonly<Record<string, string>> {
  const { language, variant } = toolchain;
  const found = language.detect.find(({ when }) => {
    if (when === undefined) return true;
    const pattern = new RegExp(when);
    return sources.some((source) => pattern.test(source));
  });
  return { ...variant?.values, ...found?.values };
}

/** Names a placeholder that nothing would replace; undefined where there is none. */
export function placeholderProblem(language: Language): string | undefined {
  const choices = [...language.variants, ...language.detect].flatMap(({ values }) => Object.keys(values));
  const known = new Set<string>([...SINGLE, ...choices]);
  const ahead = language.precompiled.map(({ step }, index) => [`precompiled[${index}]`, step] as const);
  const steps = { typecheck: language.typecheck, compile: language.compile, run: language.run };
  for (const [name, step] of [...Object.entries(steps), ...ahead]) {
    for (const part of [...(step?.argv ?? []), ...Object.values(step?.env ?? {})]) {
      if (LISTS.some((list) => part === `{${list}}`)) continue;
      const stray = [...part.matchAll(/\{(\w+)\}/g)].find((match) => !known.has(match[1] ?? ''));
      if (stray !== undefined) return `${name} holds ${stray[0]}, which nothing replaces`;
    }
  }
  return undefined;
}
