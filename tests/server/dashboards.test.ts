import { readFileSync } from 'node:fs';
import { metricNames } from '@cupel/server';
import { expect, test } from 'vitest';
import { parse } from 'yaml';

const read = (path: string) => readFileSync(new URL(`../../deploy/${path}`, import.meta.url), 'utf8');

interface Rule {
  readonly record?: string;
  readonly alert?: string;
  readonly expr: string;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly labels?: Readonly<Record<string, string>>;
}
const rulesOf = (path: string) => (parse(read(path)) as { groups: { rules: Rule[] }[] }).groups.flatMap(({ rules }) => rules);
const recorded = rulesOf('prometheus/recording.yaml');
const alerts = rulesOf('prometheus/alerts.yaml');
const { panels } = JSON.parse(read('grafana/cupel.json')) as { panels: { title: string; targets: { expr: string }[] }[] };

/** What an expression reads: names before a selector, a range or an end, that are neither functions nor labels. */
function seriesOf(expr: string): string[] {
  const bare = expr
    .replace(/"[^"]*"/g, '""')
    .replace(/\b(by|without)\s*\([^)]*\)/g, '')
    .replace(/\{[^}]*\}/g, '{}');
  return [...bare.matchAll(/\b([a-z_][a-z0-9_:]*)\b(?!\s*\()/gi)]
    .map((match) => match[1] ?? '')
    .filter((name) => /[_:]|^workers$/.test(name));
}

/** A histogram is read through its parts. */
function known(name: string, names: ReadonlySet<string>): boolean {
  return names.has(name) || names.has(name.replace(/_(bucket|count|sum)$/, ''));
}

function unknownIn(expressions: readonly string[], names: ReadonlySet<string>): string[] {
  return expressions.flatMap(seriesOf).filter((name) => !known(name, names));
}

const names = new Set([...metricNames(), ...recorded.flatMap(({ record }) => record ?? [])]);

test('every panel, rule and alert names metrics that exist', () => {
  const expressions = [...panels.flatMap(({ targets }) => targets), ...recorded, ...alerts].map(({ expr }) => expr);
  expect(expressions.length).toBeGreaterThan(30);
  expect(unknownIn(expressions, names)).toEqual([]);
});

test('the comparison bites', () => {
  const wrong = ['sum by (le) (rate(sandbox_duration_seconds_bucket[5m]))', 'max(queue_depths{status="pending"}) > 5'];
  expect(unknownIn(wrong, names)).toEqual(['sandbox_duration_seconds_bucket', 'queue_depths']);
});

test('every metric of ours is shown by some panel', () => {
  const shown = new Set(panels.flatMap(({ targets }) => targets.flatMap(({ expr }) => seriesOf(expr))));
  const own = metricNames().filter((name) => !/^(process|nodejs)_/.test(name));
  const missing = own.filter((name) => ![name, `${name}_bucket`, `${name}_count`].some((one) => shown.has(one)));
  expect(missing).toEqual([]);
});

test('alerts: the two that the figures ask for, and each with a severity that is routed and an action', () => {
  expect(alerts.map(({ expr }) => expr)).toContain('max(queue_depth{status="pending"}) > 500');
  expect(alerts.map(({ expr }) => expr)).toContain('sandbox_execution_duration_seconds{quantile="0.95"} > 1.2');
  for (const { alert, labels, annotations } of alerts) {
    expect([alert, labels?.severity]).toEqual([alert, expect.stringMatching(/^(page|ticket)$/)]);
    expect([alert, annotations?.action]).toEqual([alert, expect.any(String)]);
  }
  const { route, receivers } = parse(read('prometheus/alertmanager.yaml'));
  const named = receivers.map(({ name }: { name: string }) => name);
  expect(
    [route.receiver, ...route.routes.map(({ receiver }: { receiver: string }) => receiver)].every((one) => named.includes(one)),
  ).toBe(true);
});
