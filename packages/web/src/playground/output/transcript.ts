export type StreamName = 'stdout' | 'stderr';

/** A run of text of one stream. */
export interface Segment {
  readonly id: number;
  readonly stream: StreamName;
  readonly text: string;
}

/** What a run has written, in the order in which it came; of very much only the end is kept. */
export interface Transcript {
  readonly segments: readonly Segment[];
  /** Characters that were let go at the front. */
  readonly dropped: number;
  readonly size: number;
  readonly next: number;
}

export const EMPTY: Transcript = { segments: [], dropped: 0, size: 0, next: 0 };
/** Characters: what a browser lays out without a hitch, and more than anybody reads. */
const MOST = 200_000;
/** A segment that is longer is closed, so that what is appended redraws little. */
const FULL = 8_000;

/** Endless printers write megabytes a second: all pieces of a frame are appended at once. */
export function append(
  transcript: Transcript,
  pieces: readonly { readonly stream: StreamName; readonly text: string }[],
): Transcript {
  const segments = [...transcript.segments];
  let { size, dropped, next } = transcript;
  for (const { stream, text } of pieces) {
    if (text === '') continue;
    const last = segments.at(-1);
    if (last?.stream === stream && last.text.length < FULL) segments[segments.length - 1] = { ...last, text: last.text + text };
    else segments.push({ id: next++, stream, text });
    size += text.length;
  }
  while (size > MOST && segments.length > 1) {
    const gone = segments.shift()?.text.length ?? 0;
    size -= gone;
    dropped += gone;
  }
  const only = segments[0];
  if (size > MOST && only) {
    const cut = size - MOST;
    segments[0] = { ...only, text: only.text.slice(cut) };
    size -= cut;
    dropped += cut;
  }
  return { segments, size, dropped, next };
}
