import type { Command } from 'commander';
import { withService } from './service-options.js';

/** The commands that judge against problems, and those for who makes problems. */
export function addProblemCommands(program: Command): void {
  addJudge(program);
  addGrade(program);
  const problem = program.command('problem').description('make, check, pack and convert problem packages');
  addVerify(problem);
  addTransfer(problem);
  addProblemService(problem);
}

function withPackageOptions(command: Command): Command {
  return command
    .option('--max-bytes <size>', 'the most that the package may hold unpacked, as in 256M')
    .option('--max-entries <n>', 'the most files that it may hold');
}

function withWalls(command: Command): Command {
  return command
    .option('--strict', 'refuse to run where a wall cannot be raised (the default)')
    .option('--permissive', 'run all the same, and say which walls are missing')
    .option('--cold', 'start every program in a fresh interpreter');
}

function addJudge(program: Command): void {
  const command = program
    .command('judge')
    .description('judge a solution against a problem: a line per test, then groups and points')
    .argument('<package>', 'the folder of the problem, or its zip')
    .argument('<files...>', 'the solution, its main file first; or answers: files, a folder or a zip')
    .option('--language <name>', 'its language, where the name of the file does not tell')
    .option('--version <version>', 'the version of the language')
    .option('--all', 'run every test, even where the verdict is known')
    .option('--parallel <n>', 'tests under way at once; 1 unless given')
    .option('--exclusive', 'one test at a time, for exact timing')
    .option('--json', 'answer in JSON');
  withWalls(withPackageOptions(command)).action(async (path, files, options) =>
    (await import('./commands/judge.js')).judgeCommand(path, files, options),
  );
}

function addGrade(program: Command): void {
  const command = program
    .command('grade')
    .description('grade a solution against tests in a YAML file, with a table')
    .argument('<files...>', 'the solution, its main file first')
    .requiredOption('--tests <file>', 'the tests: a list of input, expected_output, name, points, hidden')
    .option('--language <name>', 'its language, where the name of the file does not tell')
    .option('--version <version>', 'the version of the language')
    .option('--json', 'answer in JSON');
  withWalls(command).action(async (files, options) => (await import('./commands/grade.js')).gradeCommand(files, options));
}

function addVerify(problem: Command): void {
  const command = problem
    .command('verify')
    .description('check a package: its files, its validators on every input, its solutions, its time limit')
    .argument('<package>', 'the folder of the problem, or its zip')
    .option('--no-submissions', 'check all but the example solutions')
    .option('--json', 'answer in JSON');
  withWalls(withPackageOptions(command)).action(async (path, options) =>
    (await import('./commands/problem-verify.js')).problemVerifyCommand(path, options),
  );
  problem
    .command('new')
    .description('make a package to start from')
    .argument('<folder>', 'the folder to make')
    .option('--type <type>', 'pass-fail, scoring, interactive, submit-answer or function', 'pass-fail')
    .action(async (folder, options) => (await import('./commands/problem-transfer.js')).problemNewCommand(folder, options));
}

function addTransfer(problem: Command): void {
  withPackageOptions(
    problem
      .command('pack')
      .alias('export')
      .description('pack a package as a zip')
      .argument('<folder>', 'the folder of the problem')
      .argument('[zip]', 'the zip to write; <name>.zip unless given'),
  ).action(async (folder, zip, options) =>
    (await import('./commands/problem-transfer.js')).problemPackCommand(folder, zip, options),
  );
  withPackageOptions(
    problem
      .command('import')
      .description("make a package of a zip, a folder of 1.in and 1.out, or another judge's problem")
      .argument('<source>', 'a zip or a folder')
      .argument('<folder>', 'the folder to make')
      .option('--from <format>', 'package, folder, dmoj, polygon or cms; found by its files unless given')
      .option('--json', 'answer in JSON'),
  ).action(async (source, folder, options) =>
    (await import('./commands/problem-transfer.js')).problemImportCommand(source, folder, options),
  );
}

/** Problems of a service. */
function addProblemService(problem: Command): void {
  const upload = problem
    .command('upload')
    .description('send a package to a service: a new problem, or the next version of one')
    .argument('<package>', 'the folder of the problem, or its zip')
    .option('--slug <slug>', 'its name there; that of the package unless given')
    .option('--publish', 'judge by it from now on')
    .option('--verify', 'have the service verify it, and wait for what it finds; exit code 2 where something does not hold');
  withService(withPackageOptions(upload)).action(async (folder, options) =>
    (await import('./commands/problem-service.js')).problemUploadCommand(folder, options),
  );
  const publish = problem
    .command('publish')
    .description('have a service judge by a version of a problem from now on')
    .argument('<problem>', 'slug or id')
    .option('--number <n>', 'of the version; the newest unless given');
  withService(publish).action(async (slug, options) =>
    (await import('./commands/problem-service.js')).problemPublishCommand(slug, options),
  );
  const list = problem.command('list').description('the problems of a service').option('--cursor <cursor>', 'the page after');
  withService(list).action(async (options) => (await import('./commands/problem-service.js')).problemListCommand(options));
}
