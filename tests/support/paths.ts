import { fileURLToPath } from 'node:url';

const path = (relative: string): string => fileURLToPath(new URL(`../../${relative}`, import.meta.url));

export const LAUNCHER = path('native/launcher/build/cupel-launcher');
export const PROGRAM_SOURCES = path('tests/conformance/programs');
/** Where compiled test programs are kept from one run to the next. */
export const PROGRAMS = path('node_modules/.cache/cupel/programs');
