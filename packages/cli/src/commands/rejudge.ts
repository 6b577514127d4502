import { printable } from '@cupel/domain';
import { type Rejudge, type RejudgeRequest, type RejudgeSummary, rejudgesOf } from '@cupel/sdk';
import { asking, print, type ServiceOptions } from '../client.js';
import { type Paint, paintFor } from '../paint.js';
import { table } from '../table.js';

export interface StartRejudgeOptions extends ServiceOptions {
  readonly problem?: string;
  readonly contest?: string;
  readonly submission?: string;
  readonly language?: readonly string[];
  readonly verdict?: readonly string[];
  readonly method?: string;
  readonly reason?: string;
}

/** `cupel rejudge start --problem aplusb --verdict WA`. */
export async function startRejudgeCommand(options: StartRejudgeOptions): Promise<void> {
  const { problem, contest, submission, language, verdict, method, reason } = options;
  const request = {
    ...(problem !== undefined && { problem }),
    ...(contest !== undefined && { contest }),
    ...(submission !== undefined && { submission }),
    ...(language && { languages: language }),
    ...(verdict && { verdicts: verdict.map((letters) => letters.toUpperCase()) }),
    ...(method !== undefined && { method }),
    ...(reason !== undefined && { reason }),
    // What is no value of the API's is refused by the API, in its own words.
  } as RejudgeRequest;
  const started = await asking(options, (client) => rejudgesOf(client).start(request));
  const how = started.rechecked === 0 ? '' : `, of ${started.rechecked} the checkers alone`;
  const next = `Who gains and loses: cupel rejudge show ${started.id}`;
  print(options.json, started, `${count(started.total, 'submission')} judged again${how}.\n${next}`);
}

export async function listRejudgesCommand({ cursor, ...options }: ServiceOptions & { readonly cursor?: string }): Promise<void> {
  const page = await asking(options, (client) => rejudgesOf(client).list(cursor === undefined ? {} : { cursor }));
  const columns = ['rejudge', 'state', 'done', 'begun', 'picked', 'reason'].map((title) => ({ title }));
  const rows = page.items.map((item) => [
    item.id,
    item.state,
    progress(item),
    item.created_at.slice(0, 16).replace('T', ' '),
    picked(item),
    printable(item.reason),
  ]);
  const paint = paintFor(process.stdout);
  const text = rows.length === 0 ? 'Nothing was judged again.' : table(columns, rows, (head) => paint('dim', head));
  print(options.json, page, page.next === null ? text : `${text}\n\nMore: --cursor ${page.next}`);
}

/** `cupel rejudge show ID`: how far it is, who gains, who loses, who moves on which board. */
export async function showRejudgeCommand(id: string, options: ServiceOptions): Promise<void> {
  const rejudge = await asking(options, (client) => rejudgesOf(client).get(id));
  print(options.json, rejudge, rejudgeText(rejudge, paintFor(process.stdout)));
}

function rejudgeText(rejudge: Rejudge, paint: Paint): string {
  const { state, changes, boards, gains, loses, failed } = rejudge;
  const dim = (text: string) => paint('dim', text);
  const kept = failed === 0 ? [] : [`${count(failed, 'submission')} could not be judged again and keep their results`];
  const head = [`${paint('bold', state)}, ${progress(rejudge)}`, `${gains} gain, ${loses} lose`, ...kept].join('; ');
  const columns = [
    { title: '' },
    { title: 'submission' },
    { title: 'who' },
    { title: 'problem' },
    { title: 'was' },
    { title: 'is' },
  ];
  const rows = changes.map((change) => [
    { text: SHAPES[change.effect][0], paint: (text: string) => paint(SHAPES[change.effect][1], text) },
    change.submission,
    printable(change.user ?? change.participant),
    change.problem,
    side(change.before),
    change.after.status === 'judging_failed' ? 'judging failed' : side(change.after),
  ]);
  const moved = boards.filter(({ changes: all }) => all.length > 0).map((board) => movesText(board, dim));
  const next =
    state === 'ready'
      ? [`To let it count: cupel rejudge apply ${rejudge.id}; to leave all as it was: cupel rejudge drop ${rejudge.id}`]
      : [];
  const told = rows.length === 0 ? 'Nothing came out otherwise.' : table(columns, rows, dim);
  return [head, told, ...moved, ...next].join('\n\n');
}

const SHAPES = { gains: ['▲', 'green'], loses: ['▼', 'red'], changes: ['•', 'yellow'] } as const;

function movesText({ contest, changes }: Rejudge['boards'][number], dim: (text: string) => string): string {
  const stand = (one: (typeof changes)[number]['before']) =>
    one === null ? ['-', '-', '-'] : [String(one.rank), `${one.solved} (${one.penalty})`, one.points];
  const columns = ['name', 'rank', 'solved', 'points', 'rank then', 'solved then', 'points then'].map((title, index) => ({
    title,
    right: index > 0,
  }));
  const rows = changes.map(({ name, before, after }) => [printable(name), ...stand(before), ...stand(after)]);
  return `${dim(`on the board of ${contest}`)}\n${table(columns, rows, dim)}`;
}

const side = ({ verdict, points }: Rejudge['changes'][number]['before']): string =>
  [verdict ?? '-', points ?? ''].join(' ').trim();
const progress = ({ done, failed, total }: RejudgeSummary): string => `${done + failed} of ${total}`;
const picked = ({ selection }: RejudgeSummary): string =>
  printable(
    Object.entries(selection)
      .map(([field, value]) => `${field} ${String(value)}`)
      .join(', '),
  );
const count = (number: number, thing: string): string => `${number} ${thing}${number === 1 ? '' : 's'}`;

export async function applyRejudgeCommand(id: string, options: ServiceOptions): Promise<void> {
  const applied = await asking(options, (client) => rejudgesOf(client).apply(id));
  const kept = applied.failed === 0 ? '' : `; ${count(applied.failed, 'submission')} kept their results`;
  if (applied.state === 'applying')
    return print(
      options.json,
      applied,
      `They are let count, bit by bit; the boards show it at the end: cupel rejudge show ${id}`,
    );
  print(options.json, applied, `${count(applied.done, 'judging')} now count${applied.done === 1 ? 's' : ''}${kept}.`);
}

export async function dropRejudgeCommand(id: string, options: ServiceOptions): Promise<void> {
  const dropped = await asking(options, (client) => rejudgesOf(client).drop(id));
  print(options.json, dropped, 'Everything stays as it was.');
}
