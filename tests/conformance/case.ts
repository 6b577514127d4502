import type { Launcher } from '@cupel/sandbox';

/** What a case may ask for and a place may lack. */
export type Need = 'python' | 'steady_memory';

/** A launcher that listens on a socket of its own, for cases that break things. */
export interface Listening {
  readonly path: string;
  readonly pid: number;
  /** Ends it, and waits until it is gone. */
  stop(): Promise<void>;
}

/** What is put to the test, and what a case needs around it. */
export interface Subject {
  readonly sandbox: Launcher;
  readonly profile: string;
  /** The bytes of a program of tests/conformance/programs. */
  program(name: string): Uint8Array;
  /** Puts bytes where the launcher looks for blobs; resolves to their sha256. */
  putBlob(bytes: Uint8Array): Promise<string>;
  /** @param environment What the launcher is started with; empty unless given. */
  listen(environment?: Readonly<Record<string, string>>): Promise<Listening>;
}

export interface Case {
  readonly name: string;
  readonly needs?: readonly Need[];
  /** Rejects where a promise is broken. */
  run(subject: Subject): Promise<void>;
}
