import { accounts } from './en/accounts.ts';
import { layout } from './en/layout.ts';
import { playground } from './en/playground.ts';
import { verdict } from './en/verdict.ts';

/** English, a file for each part of the pages. */
export const en = { name: 'Cupel', layout, playground, verdict, accounts } as const;
