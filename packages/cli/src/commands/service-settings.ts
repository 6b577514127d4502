import { Command } from 'commander';
import { type Config, loadConfig, SETTINGS } from '../service.js';

/**
 * The settings of the service as flags of a command. Flags come from the schema of the settings, which is loaded with the
 * command and not before: so `cupel run` starts without it.
 */
export function settingsCommand(name: string, description: string): Command {
  const command = new Command(name)
    .description(description)
    .helpOption('-h, --help', 'print this help')
    .option('--config <file>', 'a JSON file of settings')
    .exitOverride()
    .configureOutput({ outputError: () => undefined });
  for (const { flag, variable, help, standard } of SETTINGS) {
    const usual = standard === undefined || Array.isArray(standard) ? '' : `; ${String(standard)} unless given`;
    command.option(`${flag} <value>`, `${help} (${variable}${usual})`);
  }
  return command;
}

/** Reads flags, environment and file, in this order of weight. */
export function settingsFrom(command: Command, args: readonly string[]): Config {
  command.parse([...args], { from: 'user' });
  const { config, ...values } = command.opts<Record<string, string | undefined>>();
  const flags = Object.fromEntries(
    SETTINGS.flatMap(({ flag }) => {
      const name = flag.slice(2);
      const value = values[name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase())];
      return value === undefined ? [] : [[name, value]];
    }),
  );
  return loadConfig({ flags, ...(config !== undefined && { file: config }) });
}
