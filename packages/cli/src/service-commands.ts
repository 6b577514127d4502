import type { Command } from 'commander';
import { addContestCommands } from './contest-commands.js';
import { addPeopleCommands } from './people-commands.js';
import { withService } from './service-options.js';

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
  addSubmit(program);
  addQueue(program);
  addContestCommands(program);
  addAbuse(program);
  addPeopleCommands(program);
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
    .option('--scopes <list>', 'of submit, read, setter, admin', 'submit,read')
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

function addSubmit(program: Command): void {
  const submit = program
    .command('submit')
    .description('hand a program to a service')
    .argument('<file>', 'the source, or - for stdin')
    .argument('[args...]', 'arguments of the program, after --')
    .option('--language <name>', 'its language, where the name of the file does not tell')
    .option('--version <version>', 'the version of the language')
    .option('--stdin <file>', 'the input')
    .option('--wait', 'wait for the result and show it')
    .option('--interactive', 'type into the program while it runs: what comes on stdin goes into a pipe')
    .option('--tty', 'the same, at a terminal of its own');
  withService(submit).action(async (file, args, options) =>
    (await import('./commands/submit.js')).submitCommand(file, args, options),
  );
  const result = program.command('result').description('show what came of a submission').argument('<id>', 'its id');
  withService(result.option('--wait', 'wait for its end')).action(async (id, options) =>
    (await import('./commands/submit.js')).resultCommand(id, options),
  );
}

function addQueue(program: Command): void {
  const queue = program.command('queue').description('the queue of a service; needs a key with the scope admin');
  withService(queue.command('depth').description('how much waits and runs')).action(async (options) =>
    (await import('./commands/queue.js')).depthCommand(options),
  );
  const dead = queue.command('dead').description('what was parked, and why').option('--cursor <cursor>', 'the page after');
  withService(dead).action(async (options) => (await import('./commands/queue.js')).deadCommand(options));
  const retry = queue.command('retry').description('give a parked job all its tries again').argument('<id>', 'its id');
  withService(retry).action(async (id, options) => (await import('./commands/queue.js')).retryCommand(id, options));
  const drop = queue.command('drop').description('take a parked job off the list for good').argument('<id>', 'its id');
  withService(drop).action(async (id, options) => (await import('./commands/queue.js')).dropCommand(id, options));
}

function addAbuse(program: Command): void {
  const abuse = program
    .command('abuse')
    .description('signs of abuse, and who is refused for it; needs a key with the scope admin');
  const list = abuse.command('list').description('what was noticed, the newest first').option('--flow <id>', 'of this key alone');
  withService(list.option('--cursor <cursor>', 'the page after')).action(async (options) =>
    (await import('./commands/abuse.js')).listAbuseCommand(options),
  );
  const coolDowns = abuse.command('cool-downs').description('who is refused at present, and until when');
  withService(coolDowns.option('--cursor <cursor>', 'the page after')).action(async (options) =>
    (await import('./commands/abuse.js')).coolDownsCommand(options),
  );
  const lift = abuse.command('lift').description('end a cool-down').argument('<id>', 'of the key');
  withService(lift).action(async (id, options) => (await import('./commands/abuse.js')).liftCommand(id, options));
}
