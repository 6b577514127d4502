import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type BoardEntry, type BoardRow, compareBoards, rankBoard } from './board.js';
import { type BoardAttempt, type BoardCell, type BoardRules, cellOf, scalePoints } from './cell.js';
import { compareIcpc, comparePoints } from './contest.js';
import { readRational } from './parse.js';
import { add, rational } from './rational.js';

const MINUTE = 60_000_000;
const PEOPLE = ['ann', 'bo', 'cy', 'dee'];
const PROBLEMS = ['p', 'q', 'r'];
const icpc: BoardRules = { scoring: 'icpc', penaltyMinutes: 20, timed: true };

const part = fc.tuple(fc.nat(60), fc.integer({ min: 1, max: 7 })).map(([above, below]) => rational(above, below));
const outcome = fc.record({
  verdict: fc.constantFrom('AC' as const, 'WA' as const, 'TLE' as const, 'CE' as const),
  points: fc.tuple(part, part).map(([one, two]) => ({
    points: add(one, two),
    subtasks: [
      { name: 'one', points: one },
      { name: 'two', points: two },
    ],
  })),
});
const submission = fc.record(
  {
    who: fc.constantFrom(...PEOPLE),
    what: fc.constantFrom(...PROBLEMS),
    at: fc.integer({ min: 0, max: 300 }).map((minutes) => minutes * MINUTE),
    outcome,
    /** What it is when it is judged again. */
    later: outcome,
  },
  { requiredKeys: ['who', 'what', 'at'] },
);
const contest = fc.array(submission, { maxLength: 40 });
const rules = fc.record({
  scoring: fc.constantFrom('icpc' as const, 'ioi' as const),
  penaltyMinutes: fc.nat(20),
  timed: fc.boolean(),
});
type Handed = { readonly who: string; readonly what: string } & BoardAttempt;

const attemptsOf = (all: readonly Handed[], who: string, what: string) =>
  all.filter((one) => one.who === who && one.what === what);

/** The whole board from nothing but the submissions. */
function fromScratch(all: readonly Handed[], by: BoardRules): readonly BoardRow[] {
  const entries = PEOPLE.map((who) => {
    const tried = PROBLEMS.filter((what) => attemptsOf(all, who, what).length > 0);
    return {
      participant: who,
      name: who,
      cells: Object.fromEntries(tried.map((what) => [what, cellOf(attemptsOf(all, who, what), by)])),
    };
  });
  return rankBoard(entries, by.scoring);
}

/** The board as the service keeps it: each news replaces one submission, and its cell alone is made again. */
function asItComes(all: readonly Handed[], news: readonly { readonly index: number; readonly is: Handed }[], by: BoardRules) {
  const known = new Map<number, Handed>(all.map(({ who, what, at }, index) => [index, { who, what, at }]));
  const cells = new Map<string, BoardCell>();
  const look = ({ who, what }: Handed) => cells.set(`${who} ${what}`, cellOf(attemptsOf([...known.values()], who, what), by));
  for (const one of all) look(one);
  for (const { index, is } of news) {
    known.set(index, is);
    look(is);
  }
  const entries: BoardEntry[] = PEOPLE.map((who) => {
    const own = PROBLEMS.flatMap((what) => {
      const cell = cells.get(`${who} ${what}`);
      return cell === undefined ? [] : [[what, cell] as const];
    });
    return { participant: who, name: who, cells: Object.fromEntries(own) };
  });
  return rankBoard(entries.toReversed(), by.scoring);
}

describe('a board', () => {
  it('is the same whatever the order in which results arrive, and however often something is judged again', () => {
    fc.assert(
      fc.property(contest, rules, fc.infiniteStream(fc.nat()), (all, by, random) => {
        const first = all.map((is, index) => ({ index, is }));
        const again = all.flatMap(({ later, ...is }, index) =>
          later === undefined ? [] : [{ index, is: { ...is, outcome: later } }],
        );
        const shuffled = <T>(list: readonly T[]) =>
          list
            .map((item) => ({ item, place: Number(random.next().value) }))
            .sort((a, b) => a.place - b.place)
            .map(({ item }) => item);
        const settled = all.map(({ later, ...is }) => (later === undefined ? is : { ...is, outcome: later }));
        expect(asItComes(all, [...shuffled(first), ...shuffled(again)], by)).toEqual(fromScratch(shuffled(settled), by));
      }),
    );
  });

  it('ranks equals equally and nobody before who is better', () => {
    fc.assert(
      fc.property(contest, rules, (all, by) => {
        const rows = fromScratch(all, by);
        const compare = (a: BoardRow, b: BoardRow) =>
          by.scoring === 'icpc' ? compareIcpc(a, b) : comparePoints(readRational(a.points), readRational(b.points));
        for (const row of rows) {
          expect(row.rank).toBe(1 + rows.filter((other) => compare(other, row) < 0).length);
        }
      }),
    );
  });

  it('that is frozen tells nothing of what came later but that it came', () => {
    fc.assert(
      fc.property(contest, rules, fc.integer({ min: 0, max: 300 }), (all, by, minutes) => {
        const freezeAt = minutes * MINUTE;
        const silent = all.map(({ outcome: told, ...is }) => (is.at < freezeAt && told ? { ...is, outcome: told } : is));
        expect(fromScratch(all, { ...by, freezeAt })).toEqual(fromScratch(silent, by));
      }),
    );
  });

  it('names who solved a problem first once nothing earlier is open, and everybody who did at once', () => {
    const solved = (who: string, at: number): Handed => ({
      who,
      what: 'p',
      at,
      outcome: { verdict: 'AC', points: { points: rational(0), subtasks: [] } },
    });
    const firsts = (all: readonly Handed[]) =>
      fromScratch(all, icpc).flatMap(({ participant, first }) => (first.length > 0 ? [participant] : []));
    expect(firsts([solved('ann', 9), solved('bo', 7), solved('cy', 7)])).toEqual(['bo', 'cy']);
    expect(firsts([solved('ann', 9), { who: 'dee', what: 'p', at: 3 }])).toEqual([]);
    expect(firsts([solved('ann', 9), { who: 'dee', what: 'p', at: 10 }])).toEqual(['ann']);
  });

  it('without times charges attempts alone', () => {
    const wrong = { verdict: 'WA' as const, points: { points: rational(0), subtasks: [] } };
    const attempts = [
      { at: MINUTE, outcome: wrong },
      { at: 90 * MINUTE, outcome: { ...wrong, verdict: 'AC' as const } },
    ];
    expect(cellOf(attempts, { ...icpc, timed: false })).toMatchObject({ solved: true, rejected: 1, penalty: 20, minute: 0 });
    expect(cellOf(attempts, icpc)).toMatchObject({ penalty: 110, minute: 90 });
  });

  it('says who moved, and nobody else', () => {
    const row = (participant: string, rank: number, points: string): BoardRow => ({
      ...{ participant, name: participant, rank, points, cells: {}, solved: 0, penalty: 0, last: 0, first: [] },
    });
    const changes = compareBoards(
      [row('ann', 1, '2'), row('bo', 2, '1'), row('cy', 3, '0')],
      [row('bo', 1, '3'), row('ann', 2, '2'), row('cy', 3, '0')],
    );
    expect(changes.map(({ participant, before, after }) => [participant, before?.rank, after?.rank])).toEqual([
      ['bo', 2, 1],
      ['ann', 1, 2],
    ]);
  });
});

describe('points in a contest', () => {
  const earned = { points: rational(1, 3), subtasks: [{ name: 'one', points: rational(1, 3) }] };

  it('are a share of what the contest says that the problem is worth', () => {
    expect(scalePoints(earned, rational(1), rational(100))).toEqual({
      points: rational(100, 3),
      subtasks: [{ name: 'one', points: rational(100, 3) }],
    });
  });

  it("are the problem's own where there is nothing to take a share of", () => {
    for (const maximum of ['unbounded', rational(0)] as const) expect(scalePoints(earned, maximum, rational(100))).toBe(earned);
    expect(scalePoints(earned, rational(1), undefined)).toBe(earned);
  });
});
