import { ownTurn } from '@cupel/store';

/** Of programs as large as they may be, as many as take a few milliseconds to take in. */
const TOGETHER = 8;

/** Prepares what was handed in together a few at a time, so that others have their turn between. In the order of the items. */
export async function prepareInTurns<Item, Prepared>(
  items: readonly Item[],
  prepare: (item: Item, index: number) => Promise<Prepared>,
): Promise<Prepared[]> {
  const all: Prepared[] = [];
  for (let from = 0; from < items.length; from += TOGETHER) {
    if (from > 0) await ownTurn();
    all.push(...(await Promise.all(items.slice(from, from + TOGETHER).map((item, index) => prepare(item, from + index)))));
  }
  return all;
}
