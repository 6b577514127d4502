import { randomFillSync } from 'node:crypto';

const random = Buffer.alloc(10);
let lastTime = 0;
let counter = 0;

/**
 * A UUIDv7 (RFC 9562): sorts by the millisecond in which it was made, and within one process by the order of the calls.
 * The clock only serves for sorting: where it runs backwards, ids go on from the latest time seen.
 */
export function newId(now: number = Date.now()): string {
  randomFillSync(random);
  if (now > lastTime) {
    lastTime = now;
    // The first bit stays free, so that there is room to count up within the millisecond.
    counter = random.readUInt16BE(0) & 0x7ff;
  } else if (counter < 0xfff) counter += 1;
  else {
    lastTime += 1;
    counter = 0;
  }
  const time = lastTime.toString(16).padStart(12, '0');
  const tail = random.subarray(2, 10);
  tail[0] = ((tail[0] ?? 0) & 0x3f) | 0x80;
  const end = tail.toString('hex');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${counter.toString(16).padStart(3, '0')}-${end.slice(0, 4)}-${end.slice(4)}`;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Whether a string can be an id at all. What cannot be is simply not found; PostgreSQL would call it an error. */
export function isId(text: string): boolean {
  return UUID.test(text);
}
