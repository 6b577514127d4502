export { type Compiled, compile, type NotCompiled, releaseCompiled } from './compile.js';
export { execute } from './execute.js';
export * from './grade/index.js';
export * from './problem/index.js';
export type { Program } from './program.js';
export * from './request.js';
export * from './result.js';
export { resultOfNotCompiled, runCompiled } from './run.js';
