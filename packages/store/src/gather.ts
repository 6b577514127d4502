import { CupelError } from '@cupel/domain';

export interface GatherOptions<Item> {
  /** Items that go together at most. */
  readonly most: number;
  /** Calls under way at once at most; what comes meanwhile waits and goes together. */
  readonly abreast?: number;
  /** What an item weighs, and how heavy a call may become; one that is heavier alone goes alone. */
  readonly weight?: { of(item: Item): number; readonly most: number };
}

/** Hands over one item; it may be held back for `within` milliseconds, so that others can go with it. */
export type Gathered<Item, Answer> = (item: Item, within?: number) => Promise<Answer>;

interface Waiting<Item, Answer> {
  readonly item: Item;
  readonly due: number;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Makes one call of many: what comes within the same turn of the event loop, while enough calls are under way, or within the
 * time for which items may be held back. A statement with its commit costs the same for one row and for twenty, so a busy
 * service spends on each a fraction of what an idle one does, and an idle one waits for nobody.
 *
 * `work` answers in the order of its items. Where it rejects for a reason that is not the database's absence, each item is
 * tried by itself: one that cannot be written must not take others with it.
 */
export function gather<Item, Answer>(
  work: (items: readonly Item[]) => Promise<readonly Answer[]>,
  { most, abreast = 2, weight }: GatherOptions<Item>,
): Gathered<Item, Answer> {
  const waiting: Waiting<Item, Answer>[] = [];
  let underWay = 0;
  let timer: { readonly at: number; clear(): void } | undefined;

  const takeSome = () => {
    let sum = 0;
    let count = 0;
    for (const { item } of waiting) {
      sum += weight?.of(item) ?? 0;
      if (count === most || (count > 0 && weight !== undefined && sum > weight.most)) break;
      count += 1;
    }
    return waiting.splice(0, count);
  };
  const send = async (some: readonly Waiting<Item, Answer>[]) => {
    underWay += 1;
    await settle(work, some);
    underWay -= 1;
    schedule();
  };
  const go = () => {
    timer = undefined;
    while (waiting.length > 0 && underWay < abreast) void send(takeSome());
  };
  const schedule = () => {
    if (waiting.length === 0 || underWay >= abreast) return;
    const at =
      waiting.length >= most ? 0 : waiting.reduce((soonest, { due }) => Math.min(soonest, due), Number.POSITIVE_INFINITY);
    if (timer && timer.at <= at) return;
    timer?.clear();
    timer = startTimer(at, go);
  };
  return (item, within = 0) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, due: within > 0 ? performance.now() + within : 0, resolve, reject });
      schedule();
    });
}

/** `setImmediate` comes after all that the event loop has read in this turn. */
function startTimer(at: number, go: () => void): { readonly at: number; clear(): void } {
  const left = at - performance.now();
  if (left <= 0) {
    const immediate = setImmediate(go);
    return { at, clear: () => clearImmediate(immediate) };
  }
  const timeout = setTimeout(go, left);
  return { at, clear: () => clearTimeout(timeout) };
}

async function settle<Item, Answer>(
  work: (items: readonly Item[]) => Promise<readonly Answer[]>,
  some: readonly Waiting<Item, Answer>[],
): Promise<void> {
  try {
    const answers = await work(some.map(({ item }) => item));
    some.forEach(({ resolve }, index) => void resolve(answers[index] as Answer));
  } catch (error) {
    if (some.length === 1 || isOfAll(error)) for (const { reject } of some) reject(error);
    else for (const one of some) await settle(work, [one]);
  }
}

function isOfAll(error: unknown): boolean {
  return error instanceof CupelError && (error.code === 'database_unavailable' || error.code === 'database_full');
}
