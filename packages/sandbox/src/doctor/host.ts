import { readdirSync, readFileSync } from 'node:fs';

/** What the doctor reads of a host; a test hands in another host's files. */
export interface Host {
  /** The trimmed text of a file; undefined where it cannot be read. */
  read(path: string): string | undefined;
  /** Names in a folder; none where it cannot be read. */
  list(path: string): readonly string[];
}

export const thisHost: Host = {
  read(path) {
    try {
      return readFileSync(path, 'utf8').trim();
    } catch {
      return undefined;
    }
  },
  list(path) {
    try {
      return readdirSync(path);
    } catch {
      return [];
    }
  },
};
