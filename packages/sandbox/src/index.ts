export { ArtefactCache } from './artefacts/cache.js';
export { examine, type Patient } from './doctor/examine.js';
export type { Finding } from './doctor/finding.js';
export * from './images/index.js';
export { connectLauncher, type Launcher, startLauncher } from './launcher/launcher.js';
export type { LauncherProcessOptions } from './launcher/process.js';
export type { LauncherState } from './launcher/state.js';
export * from './toolchains/index.js';
