import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { withBoxOptions } from './options.js';
import { addProblemCommands } from './problem-commands.js';
import { addServiceCommands } from './service-commands.js';

export type ProgramName = 'cupel' | 'judge' | 'isolate';

/** The command line by one of its names. What a command does is loaded when it is called, so that all of them start fast. */
export async function buildProgram(name: ProgramName): Promise<Command> {
  const program = new Command(name)
    .version(version(), '--version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .enablePositionalOptions()
    .exitOverride()
    // Errors are worded by the register, in one place, once they reach `main`.
    .configureOutput({ outputError: () => undefined });
  if (name === 'isolate') addIsolateRun(program);
  else addRun(program);
  addExecuteCode(program);
  addLanguages(program);
  addVerdict(program);
  addDoctor(program);
  if (name !== 'isolate') addProblemCommands(program);
  if (name === 'cupel') {
    addImages(program);
    addServiceCommands(program);
  }
  return program;
}

function version(): string {
  return (JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string }).version;
}

function addRun(program: Command): void {
  const command = program
    .command('run')
    .description('run a program; its output as it comes, then the verdict')
    .argument('<file>', 'the source, or - for stdin')
    .argument('[args...]', 'arguments of the program, after --')
    .option('--stdin <file>', 'the input; what is piped in, unless given')
    .option('--tty', 'give the program a terminal: keys reach it as they are typed, Ctrl-C too')
    .option('--language <name>', 'its language, where the name of the file does not tell')
    .option('--version <version>', 'the version of the language')
    .option('--typecheck', 'check its types before it is run, where the language has them')
    .option('--save-evidence <file>', 'where to write the record of the run');
  withBoxOptions(command).action(async (file, args, options) =>
    (await import('./commands/run.js')).runCommand(file, args, options),
  );
}

function addExecuteCode(program: Command): void {
  const command = program
    .command('execute-code')
    .description('run a program and answer in JSON')
    .requiredOption('--language <name>', 'its language')
    .option('--code <text>', 'the program')
    .option('--code-file <file>', 'the program in a file, or - for stdin')
    .option('--stdin <text>', 'the input')
    .option('--stdin-file <file>', 'the input in a file, or - for stdin')
    .option('--version <version>', 'the version of the language')
    .option('--typecheck', 'check its types before it is run, where the language has them')
    .option('--base64', 'give the output in base64 too; otherwise only output that is not UTF-8')
    .option('--save-evidence <file>', 'where to write the record of the run')
    .argument('[args...]', 'arguments of the program, after --');
  withBoxOptions(command).action(async (args, options) =>
    (await import('./commands/execute-code.js')).executeCodeCommand(args, options),
  );
}

function addIsolateRun(program: Command): void {
  const command = program
    .command('run')
    .description('run a command in a box; what the kernel saw of it in JSON, without a verdict')
    .argument('<command>', 'a program of the system, by its path or name')
    .argument('[args...]', 'its arguments, after --')
    .option('--stdin <file>', 'the input, or - for stdin; none unless given')
    .option('--base64', 'give the output in base64 too; otherwise only output that is not UTF-8');
  withBoxOptions(command)
    .passThroughOptions()
    .action(async (argv0, args, options) =>
      (await import('./commands/isolate-run.js')).isolateRunCommand([argv0, ...args], options),
    );
}

function addLanguages(program: Command): void {
  program
    .command('languages')
    .description('list the languages, with what this host has of them')
    .option('--json', 'answer in JSON')
    .action(async (options) => (await import('./commands/languages.js')).languagesCommand(options));
}

function addImages(program: Command): void {
  const image = program.command('image').description('root file systems of Debian packages, for languages to run on');
  image
    .command('build')
    .description('make an image for a language; it becomes a language of its own')
    .argument('<language>', 'as `cupel languages` lists it')
    .option('--packages <names>', 'Debian packages besides, with commas between; for Python also as in numpy,pandas')
    .option('--suite <release>', 'the Debian release', 'bookworm')
    .option('--name <name>', 'of the image; <language>-<release> unless given')
    .action(async (language, options) => (await import('./commands/image.js')).buildCommand(language, options));
  image
    .command('list')
    .description('list the images')
    .option('--json', 'answer in JSON')
    .action(async (options) => (await import('./commands/image.js')).listCommand(options));
  image
    .command('show')
    .description('list what is in an image')
    .argument('<name>')
    .action(async (name) => (await import('./commands/image.js')).showCommand(name));
  image
    .command('remove')
    .description('remove an image')
    .argument('<name>')
    .action(async (name) => (await import('./commands/image.js')).removeCommand(name));
}

function addVerdict(program: Command): void {
  program
    .command('verdict')
    .description('work with saved evidence')
    .command('replay')
    .description('find the verdict of a saved record again')
    .argument('<file>', 'the record, or - for stdin')
    .option('--json', 'answer in JSON')
    .action(async (file, options) => (await import('./commands/replay.js')).replayCommand(file, options));
}

function addDoctor(program: Command): void {
  program
    .command('doctor')
    .alias('check-deps')
    .description('try every wall, limit, language and host setting, and tell what to type')
    .option('--verbose', 'say why each line matters')
    .option('--json', 'answer in JSON')
    .action(async (options) => (await import('./commands/doctor.js')).doctorCommand(options));
}
