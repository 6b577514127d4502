import { afterAll, beforeAll, test } from 'vitest';
import { compilePrograms } from '../support/compile.js';
import { LAUNCHER, PROGRAM_SOURCES, PROGRAMS } from '../support/paths.js';
import { type OwnSubject, openSubject } from './subject.js';
import { cases } from './suite.js';

let own: OwnSubject;

beforeAll(async () => {
  await compilePrograms(PROGRAM_SOURCES, PROGRAMS);
  own = await openSubject({ binary: LAUNCHER, programs: PROGRAMS });
});
afterAll(() => own.close());

test.each(cases)('$name', ({ run }) => run(own.subject));
