export * from './find.js';
export * from './load.js';
