import { PACKAGE_VERDICTS } from '@cupel/domain';
import type { Expectation } from './submission.js';

type FolderPromise = Omit<Expectation, 'from'>;

/** What a folder promises unless submissions.yaml says otherwise. */
export const MODERN_FOLDERS: Readonly<Record<string, FolderPromise>> = {
  accepted: { permitted: ['AC'], required: ['AC'] },
  rejected: { permitted: PACKAGE_VERDICTS, required: ['RTE', 'TLE', 'WA'] },
  wrong_answer: { permitted: ['AC', 'WA'], required: ['WA'] },
  time_limit_exceeded: { permitted: ['AC', 'TLE'], required: ['TLE'] },
  run_time_error: { permitted: ['AC', 'RTE'], required: ['RTE'] },
  brute_force: { permitted: ['AC', 'RTE', 'TLE'], required: ['RTE', 'TLE'], timeLimit: 'none' },
};

export const LEGACY_FOLDERS: Readonly<Record<string, FolderPromise>> = {
  accepted: { permitted: ['AC'], required: ['AC'] },
  partially_accepted: { permitted: PACKAGE_VERDICTS, required: PACKAGE_VERDICTS, notFull: true, timeLimit: 'none' },
  wrong_answer: { permitted: ['AC', 'WA'], required: ['WA'] },
  time_limit_exceeded: { permitted: ['AC', 'WA', 'TLE'], required: ['TLE'] },
  run_time_error: { permitted: PACKAGE_VERDICTS, required: ['RTE'], timeLimit: 'none' },
};
