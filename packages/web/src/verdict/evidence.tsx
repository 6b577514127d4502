import type { Result } from '@cupel/sdk';
import { visible } from '../playground/output/visible.ts';
import { words } from '../strings/words.ts';
import { amount, duration } from './figures.ts';

/** Every fact of a result, unfolded on demand. */
export function Evidence({ result }: { readonly result: Result }) {
  const facts = factsOf(result);
  return (
    <details className="evidence">
      <summary>{words.verdict.evidence}</summary>
      <dl className="figures">
        {facts.map(([name, value]) => (
          <Fact key={name} name={name} value={value} />
        ))}
      </dl>
    </details>
  );
}

function Fact({ name, value }: { readonly name: string; readonly value: string }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{visible(value)}</dd>
    </>
  );
}

function factsOf(result: Result): readonly (readonly [string, string])[] {
  const { isolation } = result;
  return [
    [words.verdict.id, result.id],
    [words.verdict.rule, result.cause ?? words.verdict.none],
    ...(isolation ? ([[words.verdict.isolation, isolation.walls.join(', ')]] as const) : []),
    ...flatten(result.evidence ?? result.compile?.evidence ?? {}, '').filter(([name]) => !name.startsWith('isolation')),
  ];
}

const DEEPEST = 3;

/** Nested facts by their path: `memory peak`, `cpu total`. */
function flatten(value: Readonly<Record<string, unknown>>, path: string, depth = 0): [string, string][] {
  return Object.entries(value).flatMap(([key, inner]) => {
    const name = path === '' ? key : `${path} ${key}`;
    if (typeof inner === 'object' && inner !== null && !Array.isArray(inner) && depth < DEEPEST)
      return flatten(inner as Readonly<Record<string, unknown>>, name, depth + 1);
    return [[name, measured(name, inner) ?? shown(inner)] as [string, string]];
  });
}

/** The kernel counts times in microseconds and sizes in bytes. */
const TIMES = /^(cpu \w+|wall|timing (box|start|end))$/;
const SIZES = /^(memory (peak|limit|maxRss)|io \w+ bytes|files bytes)$/;

function measured(name: string, value: unknown): string | undefined {
  if (typeof value !== 'number') return undefined;
  if (TIMES.test(name)) return `${value} µs (${duration(value / 1e6)})`;
  return SIZES.test(name) ? `${value} (${amount(value)})` : undefined;
}

function shown(value: unknown): string {
  if (value === true) return words.verdict.yes;
  if (value === false) return words.verdict.no;
  if (value === null || value === undefined) return words.verdict.none;
  return Array.isArray(value) || typeof value === 'object' ? JSON.stringify(value) : String(value);
}
