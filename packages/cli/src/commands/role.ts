import { loadConfig, runApi, runWorker } from '../service.js';

/** What the supervisor starts: one role, as the user that it was given, with its settings in the environment. */
export async function roleCommand(role: string): Promise<void> {
  const config = loadConfig();
  await (role === 'api' ? runApi(config) : runWorker(config));
}
