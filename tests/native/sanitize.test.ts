import { afterAll, beforeAll, expect, test } from 'vitest';
import { type OwnSubject, openSubject } from '../conformance/subject.js';
import { cases } from '../conformance/suite.js';
import { compilePrograms } from '../support/compile.js';
import { PROGRAM_SOURCES, PROGRAMS } from '../support/paths.js';
import { built, make } from './build.js';

let own: OwnSubject;

beforeAll(async () => {
  expect(make('sanitize')).toMatchObject({ status: 0 });
  await compilePrograms(PROGRAM_SOURCES, PROGRAMS);
  own = await openSubject({ binary: built('sanitize/cupel-launcher'), programs: PROGRAMS });
});
afterAll(() => own?.close());

/** What was freed stays in quarantine there, so that a late use is found: its memory grows on purpose. */
const suited = cases.filter(({ needs = [] }) => !needs.includes('steady_memory'));

test.each(suited)('$name', ({ run }) => run(own.subject));
