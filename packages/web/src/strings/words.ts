import { en } from './en.ts';

/** The words of the pages. Another language is another file of this shape, and a choice here. */
export const words = en;
