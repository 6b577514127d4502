import { expect, it } from 'vitest';
import { draftOf, emptyAllowance, requestOf } from './limits-draft.ts';

const MIB = 1024 * 1024;
const python = { time_factor: 3, time_extra: 0.5, memory_extra: 64 * MIB };
const now = { time: 1.5, memory: 256 * MIB, output: 8 * MIB, code: 128 * 1024, languages: { python } };

it('what was not touched is not asked for', () => {
  expect(draftOf(now)).toMatchObject({ time: '1.5', memory: '256', output: '8', code: '128' });
  expect(requestOf(draftOf(now), now)).toEqual({});
});

it('what was changed is, in the units of the API', () => {
  const draft = { ...draftOf(now), memory: '0.5', time: '2' };
  expect(requestOf(draft, now)).toEqual({ memory: MIB / 2, time: 2 });
});

it('languages are named all together, or not at all', () => {
  const draft = draftOf(now);
  const java = emptyAllowance('java');
  expect(requestOf({ ...draft, allowances: [...draft.allowances, java] }, now)).toEqual({
    languages: { python, java: { time_factor: 1, time_extra: 0, memory_extra: 0 } },
  });
  expect(requestOf({ ...draft, allowances: [] }, now)).toEqual({ languages: {} });
});
