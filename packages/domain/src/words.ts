import { printable } from './printable.js';

/** Amounts and signals in words for people. Sizes count in 1024s, as limits are written. */

const SIGNALS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    SIGHUP: 'hang-up',
    SIGINT: 'interrupt',
    SIGQUIT: 'quit',
    SIGILL: 'illegal instruction',
    SIGTRAP: 'trap',
    SIGABRT: 'abort',
    SIGBUS: 'bus error',
    SIGFPE: 'arithmetic error, such as a division by zero',
    SIGKILL: 'kill',
    SIGUSR1: 'user signal 1',
    SIGSEGV: 'segmentation fault',
    SIGUSR2: 'user signal 2',
    SIGPIPE: 'wrote to a pipe that nobody reads',
    SIGALRM: 'alarm',
    SIGTERM: 'termination',
    SIGXCPU: 'CPU time limit',
    SIGXFSZ: 'file size limit',
    SIGSYS: 'bad system call',
  }),
);

export const signalWords = (signal: string): string => explained(signal, SIGNALS);

const trimmed = (value: number, digits: number): string => String(Number(value.toFixed(digits)));

/** Microseconds as seconds. */
export function seconds(microseconds: number): string {
  return `${trimmed(microseconds / 1e6, 3)} s`;
}

/** As `seconds`, with as many digits as it takes to be seen to lie above the limit. */
export function secondsAbove(microseconds: number, limit: number): string {
  const short = seconds(microseconds);
  return short === seconds(limit) ? `${trimmed(microseconds / 1e6, 6)} s` : short;
}

const UNITS = ['bytes', 'KB', 'MB', 'GB', 'TB'] as const;

export function size(bytes: number): string {
  const step = bytes < 1024 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log2(bytes) / 10));
  return `${trimmed(bytes / 1024 ** step, 1)} ${UNITS[step] ?? 'bytes'}`;
}

const ERRNOS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    ENOENT: 'no such file, or its interpreter does not exist',
    EACCES: 'permission denied, or not marked as executable',
    ENOEXEC: 'not a program that this machine can run',
    E2BIG: 'arguments and environment are too long',
    ENOMEM: 'not enough memory',
    ENOSPC: 'no room left in the scratch space',
    EFBIG: 'larger than the file size limit',
    EISDIR: 'it is a folder',
    ENOTDIR: 'part of its path is not a folder',
    EEXIST: 'it exists already',
    ENAMETOOLONG: 'the name is too long',
    ELOOP: 'reached through a link',
    EPERM: 'not permitted',
  }),
);

export const errnoWords = (errno: string): string => explained(errno, ERRNOS);

/** Names come from saved records too, which anybody may have written. */
function explained(name: string, meanings: ReadonlyMap<string, string>): string {
  const meaning = meanings.get(name);
  return meaning === undefined ? printable(name) : `${name} (${meaning})`;
}
