import type { Issues } from '../issues.js';
import type { Metadata } from '../metadata/metadata.js';
import type { PackageGroup } from './case.js';

/** What holds between groups: dependencies that exist and make no circle, points that add up. */
export function checkGroups(roots: readonly PackageGroup[], metadata: Metadata, issues: Issues): void {
  const all = roots.flatMap(withAll);
  for (const group of all) checkDependencies(group, all, issues);
  refuseCircles(all, issues);
  const secret = roots.find(({ name }) => name === 'secret');
  if (secret !== undefined && metadata.scoring && metadata.format !== 'legacy') checkPoints(secret, issues);
}

function withAll(group: PackageGroup): readonly PackageGroup[] {
  return [group, ...group.groups.flatMap(withAll)];
}

const fileOf = (group: PackageGroup): string => group.file ?? `data/${group.name}`;

/** An error where the key stands that it is about. */
function complain(issues: Issues, group: PackageGroup, key: string, message: string): void {
  issues.error(fileOf(group), message, group.lines?.[key]);
}

function checkDependencies(group: PackageGroup, all: readonly PackageGroup[], issues: Issues): void {
  for (const wanted of group.scoring.requirePass) {
    const other = all.find(({ name }) => name === wanted);
    if (other === undefined) complain(issues, group, 'require_pass', `require_pass names "${wanted}"; there is no such group`);
    else if (group.name === 'secret' && wanted !== 'sample')
      complain(issues, group, 'require_pass', 'secret may require only sample');
    else if (other.name !== 'sample' && other.scoring.aggregation !== 'pass-fail')
      complain(issues, group, 'require_pass', `require_pass names "${wanted}", which is not pass-fail`);
    else if (wanted > group.name && wanted !== 'sample')
      complain(issues, group, 'require_pass', `require_pass names "${wanted}", which comes after ${group.name}`);
  }
}

function refuseCircles(all: readonly PackageGroup[], issues: Issues): void {
  const byName = new Map(all.map((group) => [group.name, group]));
  const done = new Set<string>();
  const visit = (name: string, trail: readonly string[]): void => {
    const start = trail.indexOf(name);
    const group = byName.get(name);
    if (group === undefined || done.has(name)) return;
    if (start >= 0) {
      complain(issues, group, 'require_pass', `require_pass goes in a circle: ${[...trail.slice(start), name].join(' → ')}`);
      return;
    }
    for (const wanted of group.scoring.requirePass) visit(wanted, [...trail, name]);
    done.add(name);
  };
  for (const { name } of all) visit(name, []);
}

/** Groups whose points are bounded must give what the whole promises, where the whole adds them up. */
function checkPoints(secret: PackageGroup, issues: Issues): void {
  const { maxScore, aggregation } = secret.scoring;
  if (aggregation === 'pass-fail' && maxScore === 'unbounded')
    complain(issues, secret, 'score_aggregation', 'pass-fail needs a max_score');
  for (const group of secret.groups) {
    if (aggregation === 'pass-fail' && group.scoring.aggregation !== 'pass-fail')
      complain(
        issues,
        group,
        'score_aggregation',
        `is ${group.scoring.aggregation}, but secret is pass-fail: then its groups are, too`,
      );
    if (group.scoring.maxScore !== 'unbounded') continue;
    if (maxScore !== 'unbounded') complain(issues, group, 'max_score', `needs a max_score, as secret has one (${maxScore})`);
    else if (group.scoring.aggregation === 'pass-fail') complain(issues, group, 'max_score', 'pass-fail needs a max_score');
  }
  if (secret.groups.length === 0 || maxScore === 'unbounded' || maxScore === undefined) return;
  if (secret.groups.some((group) => group.scoring.maxScore === 'unbounded')) return;
  const scores = secret.groups.map((group) => BigInt(group.scoring.maxScore ?? '0'));
  const total = aggregation === 'sum' ? scores.reduce((sum, score) => sum + score, 0n) : undefined;
  if (total !== undefined && total !== BigInt(maxScore))
    complain(
      issues,
      secret,
      'max_score',
      `the groups give ${total} points together, but max_score is ${maxScore}; correct the one or the others`,
    );
}
