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

function checkDependencies(group: PackageGroup, all: readonly PackageGroup[], issues: Issues): void {
  for (const wanted of group.scoring.requirePass) {
    const other = all.find(({ name }) => name === wanted);
    const file = fileOf(group);
    if (other === undefined) issues.error(file, `require_pass names "${wanted}"; there is no such group`);
    else if (group.name === 'secret' && wanted !== 'sample') issues.error(file, 'secret may require only sample');
    else if (other.name !== 'sample' && other.scoring.aggregation !== 'pass-fail')
      issues.error(file, `require_pass names "${wanted}", which is not pass-fail`);
    else if (wanted > group.name && wanted !== 'sample')
      issues.error(file, `require_pass names "${wanted}", which comes after ${group.name}`);
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
      issues.error(fileOf(group), `require_pass goes in a circle: ${[...trail.slice(start), name].join(' → ')}`);
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
  if (aggregation === 'pass-fail' && maxScore === 'unbounded') issues.error(fileOf(secret), 'pass-fail needs a max_score');
  for (const group of secret.groups) {
    if (aggregation === 'pass-fail' && group.scoring.aggregation !== 'pass-fail')
      issues.error(fileOf(group), `is ${group.scoring.aggregation}, but secret is pass-fail: then its groups are, too`);
    if (group.scoring.maxScore !== 'unbounded') continue;
    if (maxScore !== 'unbounded') issues.error(fileOf(group), `needs a max_score, as secret has one (${maxScore})`);
    else if (group.scoring.aggregation === 'pass-fail') issues.error(fileOf(group), 'pass-fail needs a max_score');
  }
  if (secret.groups.length === 0 || maxScore === 'unbounded' || maxScore === undefined) return;
  if (secret.groups.some((group) => group.scoring.maxScore === 'unbounded')) return;
  const scores = secret.groups.map((group) => BigInt(group.scoring.maxScore ?? '0'));
  const total = aggregation === 'sum' ? scores.reduce((sum, score) => sum + score, 0n) : undefined;
  if (total !== undefined && total !== BigInt(maxScore))
    issues.error(fileOf(secret), `the groups give ${total} points together, but max_score is ${maxScore}`);
}
