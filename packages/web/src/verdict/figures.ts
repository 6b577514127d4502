/** Numbers as people read them. */

const KB = 1024;

export function amount(bytes: number): string {
  if (bytes < KB) return `${bytes} B`;
  if (bytes < KB * KB) return `${trim(bytes / KB)} KB`;
  return bytes < KB * KB * KB ? `${trim(bytes / KB / KB)} MB` : `${trim(bytes / KB / KB / KB)} GB`;
}

export function duration(seconds: number): string {
  if (seconds >= 60) return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
  return seconds >= 1 ? `${seconds.toFixed(2)} s` : `${Math.round(seconds * 1000)} ms`;
}

function trim(value: number): string {
  return value >= 100 || Number.isInteger(value) ? String(Math.round(value)) : value.toFixed(1);
}
