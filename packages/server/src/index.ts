export { type Api, type ApiOptions, startApi } from './api.js';
export { firstPrincipal } from './platform/auth/first-tenant.js';
export { type ConfigSources, describeConfig, loadConfig } from './platform/config.js';
export { liveToken } from './platform/live/token.js';
export { createLog, type Log } from './platform/log/log.js';
export { type Config, SETTINGS, type Setting } from './platform/settings/schema.js';
