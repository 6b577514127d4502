export * from './evidence.js';
export * from './limits.js';
export * from './run.js';
