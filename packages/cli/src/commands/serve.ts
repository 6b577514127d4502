import { serve } from '../service.js';
import { typedCommand } from '../typed-command.js';
import { settingsCommand, settingsFrom } from './service-settings.js';

const PARTS = {
  serve: ['postgres', 'api', 'worker'],
  api: ['api'],
  worker: ['worker'],
} as const;

const DESCRIPTIONS = {
  serve: 'bring the whole service up: database, API, worker',
  api: 'bring up an API for workers on other machines; DATABASE_URL names the database',
  worker: 'bring up a worker for an API on another machine; DATABASE_URL and CUPEL_API_URL name what it works for',
} as const;

/** `cupel serve`, `cupel api`, `cupel worker`: in the foreground, until told to stop. */
export async function serveCommand(name: keyof typeof PARTS, args: readonly string[]): Promise<void> {
  const config = settingsFrom(settingsCommand(name, DESCRIPTIONS[name]), args);
  await serve({ config, parts: PARTS[name], command: typedCommand(), say: (line) => void process.stdout.write(`${line}\n`) });
}
