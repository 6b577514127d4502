import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bestPerSubtask, compareIcpc, icpcScore, icpcTotal } from './contest.js';
import { add, compareRationals, rational, ZERO } from './rational.js';

describe('contests', () => {
  const minute = 60_000_000;

  it('charge 20 minutes for each rejected attempt before the accepted one', () => {
    const attempts = [
      { at: 95.9 * minute, verdict: 'AC' as const },
      { at: 10 * minute, verdict: 'WA' as const },
      { at: 20 * minute, verdict: 'CE' as const },
      { at: 30 * minute, verdict: 'IE' as const },
      { at: 40 * minute, verdict: 'TLE' as const },
      { at: 200 * minute, verdict: 'WA' as const },
    ];
    expect(icpcScore(attempts)).toEqual({
      solved: true,
      rejected: 2,
      pending: 0,
      penalty: 135,
      minute: 95,
      solvedAt: 95.9 * minute,
    });
    expect(icpcScore([{ at: 1, verdict: 'WA' }, { at: 2 }])).toEqual({
      solved: false,
      rejected: 1,
      pending: 1,
      penalty: 0,
      minute: 0,
    });
  });

  it('rank by problems, then penalty, then the last of them', () => {
    const solvedAt = (minutes: number, rejected = 0) =>
      icpcScore([
        ...Array.from({ length: rejected }, () => ({ at: 0, verdict: 'WA' as const })),
        { at: minutes * minute, verdict: 'AC' as const },
      ]);
    const two = icpcTotal([solvedAt(50), solvedAt(100)]);
    const late = icpcTotal([solvedAt(10), solvedAt(140)]);
    const one = icpcTotal([solvedAt(5), icpcScore([])]);
    expect([late, one, two].toSorted(compareIcpc)).toEqual([two, late, one]);
    expect(compareIcpc(two, icpcTotal([solvedAt(30, 1), solvedAt(100)]))).toBe(0);
  });

  it('keep the best of each subtask', () => {
    const submission = (one: number, two: number) => ({
      points: rational(one + two),
      subtasks: [
        { name: 'one', points: rational(one) },
        { name: 'two', points: rational(two) },
      ],
    });
    expect(bestPerSubtask([submission(30, 0), submission(0, 70)]).points).toEqual(rational(100));
    expect(
      bestPerSubtask([
        { points: rational(3), subtasks: [] },
        { points: rational(2), subtasks: [] },
      ]).points,
    ).toEqual(rational(3));
    expect(bestPerSubtask([]).points).toEqual(ZERO);
  });

  it('never fall by one more submission', () => {
    const part = fc.nat(100).map((points) => rational(points));
    const submission = fc.tuple(part, part).map(([one, two]) => ({
      points: add(one, two),
      subtasks: [
        { name: 'one', points: one },
        { name: 'two', points: two },
      ],
    }));
    fc.assert(
      fc.property(fc.array(submission), submission, (all, more) => {
        const before = bestPerSubtask(all).points;
        const after = bestPerSubtask([...all, more]).points;
        expect(compareRationals(after, before)).toBeGreaterThanOrEqual(0);
        expect(compareRationals(after, more.points)).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});
