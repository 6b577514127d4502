import type { Command } from 'commander';

const SERVICE = {
  serve: 'bring the whole service up: database, API, worker',
  api: 'bring up an API for workers on other machines',
  worker: 'bring up a worker for an API on another machine',
} as const;

/** What brings the service up and administers it. Flags are the settings: see `cupel serve --help`. */
export function addServiceCommands(program: Command): void {
  for (const [name, description] of Object.entries(SERVICE)) {
    withOwnFlags(program, name, description).action(async (args: readonly string[]) =>
      (await import('./commands/serve.js')).serveCommand(name as keyof typeof SERVICE, args),
    );
  }
  withOwnFlags(program, 'config', 'print the settings in force, secrets masked').action(async (args: readonly string[]) =>
    (await import('./commands/config.js')).configCommand(args),
  );
  program
    .command('role', { hidden: true })
    .argument('<role>')
    .action(async (role: string) => (await import('./commands/role.js')).roleCommand(role));
  addKeys(program);
}

/** The command parses its arguments itself, help included, once its settings are loaded. */
function withOwnFlags(program: Command, name: string, description: string): Command {
  return program
    .command(name)
    .description(description)
    .argument('[settings...]')
    .helpOption(false)
    .allowUnknownOption()
    .passThroughOptions();
}

function addKeys(program: Command): void {
  const keys = program.command('keys').description('API keys, made on the machine of the service');
  keys
    .command('create')
    .description('make a key; its token is shown once')
    .requiredOption('--name <name>', 'what it is for')
    .option('--scopes <list>', 'of submit, read, admin', 'submit,read')
    .option('--days <days>', 'for how long it is good; for ever unless given')
    .option('--json', 'answer in JSON')
    .action(async (options) => (await import('./commands/keys.js')).createKeyCommand(options));
  keys
    .command('list')
    .description('list the keys')
    .option('--json', 'answer in JSON')
    .action(async (options) => (await import('./commands/keys.js')).listKeysCommand(options));
  keys
    .command('revoke')
    .description('make a key useless')
    .argument('<id>', 'its id')
    .option('--json', 'answer in JSON')
    .action(async (id, options) => (await import('./commands/keys.js')).revokeKeyCommand(id, options));
}
