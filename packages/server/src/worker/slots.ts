/** How many runs a worker has under way at once, and why that changes. */
export interface SlotRange {
  readonly least: number;
  readonly most: number;
}

export interface SlotSample {
  /** Seconds that the longest waiting job has waited. */
  readonly lag: number;
  /** Most slots that were in use at once since the last sample. */
  readonly used: number;
  /** Seconds since the last sample. */
  readonly elapsed: number;
}

export interface SlotState {
  readonly slots: number;
  /** Seconds for which one slot less would have done. */
  readonly quiet: number;
}

/** Seconds of waiting from which on more slots are wanted. */
const LAG = 0.1;
/** Seconds of quiet after which a slot is given up. */
const QUIET = 60;

/** The next state: one slot more while jobs wait although all are in use, one less after a minute in which it was not needed. */
export function nextSlots(
  { slots, quiet }: SlotState,
  { lag, used, elapsed }: SlotSample,
  { least, most }: SlotRange,
): SlotState {
  if (used >= slots) return { slots: Math.min(most, lag > LAG ? slots + 1 : slots), quiet: 0 };
  const quietFor = quiet + elapsed;
  if (quietFor < QUIET || slots <= least) return { slots: Math.max(least, slots), quiet: quietFor };
  return { slots: slots - 1, quiet: 0 };
}

/** The cores, within what was set. */
export function slotRange(
  cores: number,
  boxes: number,
  { minSlots, maxSlots }: { readonly minSlots?: number | undefined; readonly maxSlots?: number | undefined },
): SlotRange {
  const most = Math.max(1, Math.min(boxes, Math.max(maxSlots ?? cores, minSlots ?? 1)));
  return { least: Math.min(most, minSlots ?? 1), most };
}

const INTERACTIVE_PER_SLOT = 4;

/** Seats for programs that somebody types into: beside the slots, and as many as the launcher has boxes for. */
export function interactiveRange(slots: number, boxes: number, wanted = INTERACTIVE_PER_SLOT * slots): SlotRange {
  const most = Math.max(0, Math.min(wanted, boxes - slots));
  return { least: most, most };
}
