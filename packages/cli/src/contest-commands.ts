import type { Command } from 'commander';
import { withService } from './service-options.js';

/** Contests, their boards, and judging again: all of it by a service. */
export function addContestCommands(program: Command): void {
  addContest(program);
  addLeaderboard(program);
  addRejudge(program);
}

function addContest(program: Command): void {
  const contest = program.command('contest').description('contests and courses of a service');
  const create = contest
    .command('create')
    .description('make a contest; without times a course, which is never over')
    .argument('<slug>', 'its name in addresses: lower-case letters, digits, -')
    .requiredOption('--title <title>', 'its name for people')
    .option('--scoring <scoring>', 'icpc or ioi', 'icpc')
    .option('--starts <time>', 'as in 2026-11-21T14:00Z')
    .option('--ends <time>', 'as in 2026-11-21T19:00Z')
    .option('--freezes <time>', 'what comes from then on shows as pending')
    .option('--penalty <minutes>', 'for each rejected attempt; 20 unless given')
    .option('--visibility <who>', 'private, tenant or public', 'tenant')
    .option('--problem <problem>', 'SLUG, SLUG=LABEL or SLUG=LABEL:POINTS; may be given again', collect);
  withService(create).action(async (slug, options) =>
    (await import('./commands/contest.js')).createContestCommand(slug, options),
  );
  const list = contest.command('list').description('list them').option('--cursor <cursor>', 'the page after');
  withService(list).action(async (options) => (await import('./commands/contest.js')).listContestsCommand(options));
  withService(contest.command('show').description('show one with its problems').argument('<contest>', 'slug or id')).action(
    async (id, options) => (await import('./commands/contest.js')).showContestCommand(id, options),
  );
  const join = contest
    .command('join')
    .description('take part, or put somebody on the list')
    .argument('<contest>', 'slug or id')
    .option('--user <id>', 'whom your own system knows by this id; yourself unless given')
    .option('--name <name>', 'as it stands on the board');
  withService(join).action(async (id, options) => (await import('./commands/contest.js')).joinContestCommand(id, options));
  const unfreeze = contest
    .command('unfreeze')
    .description('show everybody the board as it is')
    .argument('<contest>', 'slug or id');
  withService(unfreeze).action(async (id, options) =>
    (await import('./commands/contest.js')).unfreezeContestCommand(id, options),
  );
  const remove = contest.command('delete').description('delete it with its board; what was submitted stays');
  withService(remove.argument('<contest>', 'slug or id')).action(async (id, options) =>
    (await import('./commands/contest.js')).deleteContestCommand(id, options),
  );
}

function addLeaderboard(program: Command): void {
  const board = program
    .command('leaderboard')
    .description('show the board of a contest')
    .argument('<contest>', 'slug or id')
    .option('--live', 'show it again whenever it changes');
  withService(board).action(async (contest, options) =>
    (await import('./commands/leaderboard.js')).leaderboardCommand(contest, options),
  );
}

function addRejudge(program: Command): void {
  const rejudge = program.command('rejudge').description('judge submissions again beside their results; then apply or drop');
  const start = rejudge
    .command('start')
    .description('pick submissions and judge them again; what stands, stands until it is applied')
    .option('--problem <problem>', 'of this problem')
    .option('--contest <contest>', 'of this contest')
    .option('--submission <id>', 'this one alone')
    .option('--language <name>', 'in this language; may be given again', collect)
    .option('--verdict <letters>', 'with this verdict; may be given again', collect)
    .option('--method <method>', 'auto, tests or checkers; auto runs checkers alone where nothing else has changed', 'auto')
    .option('--reason <words>', 'why, for the list');
  withService(start).action(async (options) => (await import('./commands/rejudge.js')).startRejudgeCommand(options));
  const list = rejudge.command('list').description('list what was judged again').option('--cursor <cursor>', 'the page after');
  withService(list).action(async (options) => (await import('./commands/rejudge.js')).listRejudgesCommand(options));
  withService(
    rejudge.command('show').description('who gains and loses, who moves on which board').argument('<id>', 'its id'),
  ).action(async (id, options) => (await import('./commands/rejudge.js')).showRejudgeCommand(id, options));
  withService(rejudge.command('apply').description('let it count from now on, all at once').argument('<id>', 'its id')).action(
    async (id, options) => (await import('./commands/rejudge.js')).applyRejudgeCommand(id, options),
  );
  withService(rejudge.command('drop').description('leave everything as it was').argument('<id>', 'its id')).action(
    async (id, options) => (await import('./commands/rejudge.js')).dropRejudgeCommand(id, options),
  );
}

function collect(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}
