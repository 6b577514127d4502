export { grade } from './grade.js';
export { testLimits } from './problem.js';
export * from './request.js';
