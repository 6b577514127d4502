import type { Case } from './case.js';
import { artefactCases } from './cases/artefacts.js';
import { controlCases } from './cases/control.js';
import { endCases } from './cases/ends.js';
import { enduranceCases } from './cases/endurance.js';
import { fileCases } from './cases/files.js';
import { frameCases } from './cases/frames.js';
import { groupCases } from './cases/groups.js';
import { memoryCases } from './cases/memory.js';
import { quotaCases } from './cases/quotas.js';
import { streamCases } from './cases/streams.js';
import { terminalCases } from './cases/terminals.js';
import { timeCases } from './cases/time.js';
import { wallCases } from './cases/walls.js';

/**
 * What a launcher promises, as functions over a sandbox: the same cases run natively, under sanitizers and in guests with
 * another kernel. They need no test runner.
 */
export const cases: readonly Case[] = [
  ...endCases,
  ...streamCases,
  ...timeCases,
  ...memoryCases,
  ...quotaCases,
  ...fileCases,
  ...artefactCases,
  ...groupCases,
  ...controlCases,
  ...terminalCases,
  ...wallCases,
  ...frameCases,
  ...enduranceCases,
];
