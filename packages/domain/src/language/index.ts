export * from './command.js';
export * from './find.js';
export * from './java-source.js';
export * from './language.js';
export * from './parse.js';
