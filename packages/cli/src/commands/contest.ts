import { CupelError, printable } from '@cupel/domain';
import { type Contest, type ContestRequest, contestsOf } from '@cupel/sdk';
import { asking, print, type ServiceOptions } from '../client.js';
import { paintFor } from '../paint.js';
import { table } from '../table.js';

export interface CreateContestOptions extends ServiceOptions {
  readonly title: string;
  readonly scoring?: string;
  readonly starts?: string;
  readonly ends?: string;
  readonly freezes?: string;
  readonly penalty?: string;
  readonly visibility?: string;
  readonly problem?: readonly string[];
}

/** `cupel contest create SLUG --title … --problem aplusb --problem circle=C:50`. */
export async function createContestCommand(slug: string, options: CreateContestOptions): Promise<void> {
  const { starts, ends, freezes, penalty } = options;
  const request = {
    ...{ slug, title: options.title, problems: (options.problem ?? []).map(problemOf) },
    ...(options.scoring !== undefined && { scoring: options.scoring }),
    ...(options.visibility !== undefined && { visibility: options.visibility }),
    ...(starts !== undefined && { starts_at: timeOf(starts, '--starts') }),
    ...(ends !== undefined && { ends_at: timeOf(ends, '--ends') }),
    ...(freezes !== undefined && { freezes_at: timeOf(freezes, '--freezes') }),
    ...(penalty !== undefined && { penalty_minutes: Number(penalty) }),
    // What is no value of the API's is refused by the API, in its own words.
  } as ContestRequest;
  const contest = await asking(options, (client) => contestsOf(client).create(request));
  print(options.json, contest, `${contest.slug} is made. Its board: cupel leaderboard ${contest.slug} --live`);
}

/** `slug`, `slug=label`, `slug:points`, `slug=label:points`. */
function problemOf(typed: string) {
  const match = /^([^=:]+)(?:=([^:]+))?(?::(.+))?$/.exec(typed);
  if (match === null) throw bad('--problem', `is SLUG, SLUG=LABEL or SLUG=LABEL:POINTS, not ${printable(typed)}`);
  const [, problem = '', label, points] = match;
  return { problem, ...(label !== undefined && { label }), ...(points !== undefined && { points }) };
}

/** With a zone, or in the zone of this machine. */
function timeOf(typed: string, option: string): string {
  const time = new Date(typed);
  if (Number.isNaN(time.getTime())) throw bad(option, `is a time as in 2026-11-21T14:00Z, not ${printable(typed)}`);
  return time.toISOString();
}

const bad = (option: string, problem: string) => new CupelError('option_bad', { option, problem }, { field: option });

export async function listContestsCommand({ cursor, ...options }: ServiceOptions & { readonly cursor?: string }): Promise<void> {
  const page = await asking(options, (client) => contestsOf(client).list(cursor === undefined ? {} : { cursor }));
  const rows = page.items.map((contest) => [
    contest.slug,
    printable(contest.title),
    contest.scoring,
    ...timesOf(contest),
    contest.visibility,
  ]);
  const columns = ['contest', 'title', 'scoring', 'phase', 'begins', 'ends', 'visibility'].map((title) => ({ title }));
  const paint = paintFor(process.stdout);
  const text = rows.length === 0 ? 'There are no contests.' : table(columns, rows, (head) => paint('dim', head));
  print(options.json, page, page.next === null ? text : `${text}\n\nMore: --cursor ${page.next}`);
}

export async function showContestCommand(id: string, options: ServiceOptions): Promise<void> {
  const contest = await asking(options, (client) => contestsOf(client).get(id));
  const [phase, begins, ends] = timesOf(contest);
  const paint = paintFor(process.stdout);
  const freeze =
    contest.freezes_at === null ? [] : [`${contest.frozen ? 'frozen since' : 'freezes'} ${short(contest.freezes_at)}`];
  const facts = [
    contest.scoring,
    phase,
    ...(begins === '' ? ['without times'] : [`${begins} to ${ends}`]),
    ...freeze,
    contest.visibility,
  ];
  const rows = contest.problems.map(({ label, slug, title, points }) => [label, slug, printable(title), points ?? '']);
  const columns = [{ title: '' }, { title: 'problem' }, { title: 'title' }, { title: 'points', right: true }];
  const secret = contest.phase === 'before' ? 'Its problems are secret until it begins.' : 'It has no problems.';
  const problems = rows.length === 0 ? secret : table(columns, rows, (head) => paint('dim', head));
  print(options.json, contest, `${paint('bold', printable(contest.title))}  ${paint('dim', facts.join(', '))}\n\n${problems}`);
}

function timesOf({ phase, starts_at, ends_at }: Contest): readonly [phase: string, begins: string, ends: string] {
  return [starts_at === null ? 'course' : phase, short(starts_at), short(ends_at)];
}

const short = (iso: string | null): string => (iso === null ? '' : `${iso.slice(0, 16).replace('T', ' ')} UTC`);

export async function joinContestCommand(
  id: string,
  { user, name, ...options }: ServiceOptions & { readonly user?: string; readonly name?: string },
): Promise<void> {
  const who = { ...(user !== undefined && { user }), ...(name !== undefined && { name }) };
  const joined = await asking(options, (client) => contestsOf(client).join(id, who));
  print(options.json, joined, `${printable(joined.name)} takes part.`);
}

export async function unfreezeContestCommand(id: string, options: ServiceOptions): Promise<void> {
  const contest = await asking(options, (client) => contestsOf(client).unfreeze(id));
  print(options.json, contest, `Everybody is shown the board of ${contest.slug} as it is.`);
}

export async function deleteContestCommand(id: string, options: ServiceOptions): Promise<void> {
  await asking(options, (client) => contestsOf(client).delete(id));
  print(options.json, { id }, `${printable(id)} is deleted; what was submitted stays.`);
}
