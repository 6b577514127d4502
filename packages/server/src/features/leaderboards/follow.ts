import type { BoardView, Contest } from '@cupel/store';
import { Bell } from '../../platform/background/bell.js';
import type { Services } from '../../platform/services.js';
import { boardOf, type WrittenBoard } from './board.js';

/** Milliseconds between looks where nobody wakes us: a contest begins, freezes and ends by the clock alone. */
const LOOK_EVERY = 2_000;

/**
 * First the whole board, then what changes of it. `reload` is asked for the contest before each look: who may see it may have
 * changed, and so may its times.
 */
export async function* followBoard(
  services: Services,
  contestId: string,
  view: BoardView,
  reload: () => Promise<Contest>,
  signal: AbortSignal,
): AsyncGenerator<string> {
  const { listener } = services;
  const bell = new Bell(signal);
  const ring = (changed: string) => {
    if (changed === contestId) bell.ring();
  };
  const ringAnyway = () => bell.ring();
  listener.on('cupel_board', ring);
  listener.on('resync', ringAnyway);
  try {
    let last: WrittenBoard | undefined;
    while (!signal.aborted) {
      const board = await boardOf(services, await reload(), view);
      if (last === undefined) yield event('board', board, board.text);
      else if (last.etag !== board.etag) yield event('change', board, changeOf(last, board));
      last = board;
      await bell.wait(LOOK_EVERY);
    }
  } finally {
    listener.off('cupel_board', ring);
    listener.off('resync', ringAnyway);
  }
}

const event = (kind: 'board' | 'change', { etag }: WrittenBoard, data: string): string =>
  `id: ${etag.replaceAll('"', '')}\nevent: ${kind}\ndata: ${data}\n\n`;

/** The head, and of the rows those that are new or others; the order of all is that of their ranks and names. */
function changeOf(before: WrittenBoard, after: WrittenBoard): string {
  const rows = [...after.rows].filter(([participant, row]) => before.rows.get(participant) !== row).map(([, row]) => row);
  const gone = [...before.rows.keys()].filter((participant) => !after.rows.has(participant));
  return `${JSON.stringify({ ...after.head, gone }).slice(0, -1)},"rows":[${rows.join(',')}]}`;
}
