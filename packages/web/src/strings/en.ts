import { accounts } from './en/accounts.ts';
import { admin } from './en/admin.ts';
import { contests } from './en/contests.ts';
import { layout } from './en/layout.ts';
import { people } from './en/people.ts';
import { playground } from './en/playground.ts';
import { problems } from './en/problems.ts';
import { setter } from './en/setter.ts';
import { shortcuts } from './en/shortcuts.ts';
import { verdict } from './en/verdict.ts';

/** English, a file for each part of the pages. */
export const en = {
  name: 'Cupel',
  layout,
  playground,
  shortcuts,
  verdict,
  accounts,
  people,
  problems,
  contests,
  setter,
  admin,
} as const;
