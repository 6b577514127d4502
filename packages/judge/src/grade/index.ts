export { grade } from './grade.js';
export * from './request.js';
