import { jsonText } from '../json.js';
import type { NewEvent } from '../queue/types.js';

/** seq, kind, data and bytes, each as a list for `unnest`. */
export function eventColumns(events: readonly NewEvent[]): unknown[] {
  return [
    events.map(({ seq }) => seq),
    events.map(({ kind }) => kind),
    events.map(({ data }) => jsonText(data)),
    events.map(({ bytes }) => (bytes === undefined ? null : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))),
  ];
}
