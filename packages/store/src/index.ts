export * from './database.js';
export type { Binaries, System } from './embedded/binaries.js';
export * from './embedded/prepare.js';
export * from './embedded/spawn.js';
export * from './ids.js';
export * from './migrate.js';
export * from './schema.js';
