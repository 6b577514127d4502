export { type ComparisonResult, compareOutput } from './compare.js';
export type { Difference } from './difference.js';
