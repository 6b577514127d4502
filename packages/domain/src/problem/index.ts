export * from './check.js';
export * from './checker.js';
export * from './disclosure.js';
export * from './limits.js';
export * from './problem.js';
export * from './program.js';
export * from './report.js';
export * from './tests.js';
