import { describeConfig } from '../service.js';
import { settingsCommand, settingsFrom } from './service-settings.js';

/** `cupel config`: what is in force, secrets masked. */
export function configCommand(args: readonly string[]): void {
  const config = settingsFrom(settingsCommand('config', 'print the settings in force'), args);
  process.stdout.write(`${describeConfig(config).join('\n')}\n`);
}
