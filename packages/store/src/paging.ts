export interface PageOptions {
  /** The cursor that the page before ended with. */
  readonly after?: string;
  /** 1 to 200; 50 unless given. */
  readonly limit?: number;
}

export interface Page<T> {
  readonly items: readonly T[];
  /** Absent on the last page. */
  readonly next?: string;
}

export function pageSize({ limit = 50 }: PageOptions): number {
  return Math.max(1, Math.min(200, Math.trunc(limit)));
}

/** A page out of rows of which one more was asked for than fits. */
export function pageOf<T>(rows: readonly T[], limit: number, cursor: (item: T) => string): Page<T> {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return rows.length > limit && last !== undefined ? { items, next: cursor(last) } : { items };
}
