let last = Promise.resolve();

/**
 * Resolves in a turn of the event loop in which it resolves for nobody else. Whoever has much to do does it in pieces with one of these
 * between: then neither one large request nor many at once keep everybody else waiting for longer than a piece takes.
 */
export function ownTurn(): Promise<void> {
  last = last.then(() => new Promise((resolve) => setImmediate(resolve)));
  return last;
}
