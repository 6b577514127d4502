import type { Leaderboard } from '@cupel/sdk';
import { expect, test } from 'vitest';
import { boardText } from './leaderboard.js';

const cell = {
  solved: false,
  rejected: 0,
  pending: 0,
  penalty: 0,
  minute: null,
  first: false,
  points: 0,
  points_exact: '0',
  subtasks: [],
};
const row = { solved: 0, penalty: 0, points: 0, points_exact: '0', problems: {} };
const id = '00000000-0000-4000-8000-000000000000';

function board(changes: Partial<Leaderboard>): Leaderboard {
  return {
    contest: { id, slug: 'cup', title: 'Cup' },
    ...{ scoring: 'icpc', phase: 'running', frozen: false, view: 'shown', version: 1, changed_at: '2026-11-21T14:00:00Z' },
    ...{ starts_at: '2026-11-21T14:00:00Z', ends_at: '2026-11-21T19:00:00Z', freezes_at: null },
    problems: ['A', 'B'].map((label) => ({ label, slug: label, title: label, points: null, solved: 0, tried: 0 })),
    rows: [],
    ...changes,
  };
}

const plain = (_: string, text: string) => text;

test('a board shows by shape what is solved, first, tried and pending, and lines up names of every script', () => {
  const text = boardText(
    board({
      frozen: true,
      freezes_at: '2026-11-21T18:00:00Z',
      rows: [
        {
          ...{ ...row, rank: 1, participant: id, name: '漢字', solved: 2, penalty: 141 },
          problems: {
            A: { ...cell, solved: true, minute: 60, first: true, penalty: 60 },
            B: { ...cell, solved: true, minute: 61, rejected: 1, penalty: 81 },
          },
        },
        {
          ...row,
          rank: 2,
          participant: id,
          name: 'Zoe\u0301',
          problems: { A: { ...cell, rejected: 3 }, B: { ...cell, pending: 2 } },
        },
        { ...row, rank: 2, participant: id, name: 'bo\u001b[2J' },
      ],
    }),
    plain,
  );
  expect(text.split('\n')[0]).toBe('Cup  until 2026-11-21 19:00 UTC, frozen since 2026-11-21 18:00 UTC');
  const lines = text.split('\n').slice(2);
  expect(lines[1]).toMatch(/^1 {2}漢字 +2 +141 {2}★ 60 {2}✓\+1 61$/);
  expect(lines[2]).toMatch(/^2 {2}Zoe\u0301 +0 +0 {2}✗3 +\?2$/);
  // What a name holds never reaches the terminal as a command.
  expect(text).not.toContain('\u001b');
  // Two columns a character, none for the accent: the totals stand below one another.
  const columns = (line: string) =>
    line
      .replace('漢字', '....')
      .replace('Zoe\u0301', 'Zoe')
      .search(/\d+ {2,}\d+ {2}[★✗·]/u);
  expect(columns(lines[1] ?? '')).toBe(columns(lines[2] ?? ''));
});

test('a board by points shows points, and a course no minutes', () => {
  const rows = [
    {
      ...row,
      rank: 1,
      participant: id,
      name: 'ann',
      points: 33.333333,
      problems: { A: { ...cell, points: 33.333333, pending: 1 } },
    },
  ];
  expect(boardText(board({ scoring: 'ioi', rows }), plain)).toMatch(/1 {2}ann +33\.33 {2}33\.33 \?1 {2}·$/);
  const solved = [
    { ...row, rank: 1, participant: id, name: 'ann', solved: 1, problems: { A: { ...cell, solved: true, minute: 0 } } },
  ];
  const course = boardText(board({ starts_at: null, ends_at: null, rows: solved }), plain);
  expect([course.split('\n')[0], course.split('\n').at(-1)]).toEqual(['Cup  course', expect.stringMatching(/ {2}✓ {2}·$/)]);
  expect(boardText(board({}), plain)).toContain('Nobody takes part yet.');
});
