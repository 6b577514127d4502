import { basename } from 'node:path';
import { CupelError, type IsolationMode, type LimitContext, type Limits, parseLimits } from '@cupel/domain';
import { type Command, Option } from 'commander';
import { readBytes } from './read-bytes.js';

/** Limits as they were typed, in every spelling that is known. */
export interface LimitOptions {
  readonly cpuTime?: string;
  readonly cpu?: string;
  readonly time?: string;
  readonly wallTime?: string;
  readonly memory?: string;
  readonly mem?: string;
  readonly processes?: string;
  readonly scratch?: string;
  readonly output?: string;
  readonly fileSize?: string;
  readonly openFiles?: string;
  readonly stack?: string;
  readonly cores?: string;
}

export interface BoxOptions extends LimitOptions {
  readonly strict?: boolean;
  readonly permissive?: boolean;
  readonly cold?: boolean;
  readonly file?: readonly string[];
}

export interface NamedFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** What every command that starts a box understands. */
export function withBoxOptions(command: Command): Command {
  return command
    .option('--cpu-time <seconds>', 'CPU time of all its processes together')
    .option('--wall-time <seconds>', 'time on the clock')
    .option('--memory <MB>', 'memory, as a number of MB or as in 256M, 1G')
    .option('--processes <n>', 'processes and threads alive at once')
    .option('--scratch <MB>', 'space for files')
    .option('--output <MB>', 'bytes that stdout and stderr may each carry')
    .option('--file-size <MB>', 'size of one file')
    .option('--open-files <n>', 'files open at once')
    .option('--stack <MB>', 'size of the stack')
    .option('--cores <n>', 'cores that it may use at once; 0.5 is half a core')
    .option('--file <name=path>', 'a file to put beside it; may be given again', collect)
    .option('--strict', 'refuse to run where a wall cannot be raised (the default)')
    .option('--permissive', 'run all the same, and say which walls are missing')
    .option('--cold', 'start every program in a fresh interpreter')
    .addOption(new Option('--mem <MB>').hideHelp())
    .addOption(new Option('--cpu <seconds>').hideHelp())
    .addOption(new Option('--time <seconds>').hideHelp());
}

function collect(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}

/** Limits as they were typed over `defaults`. Throws `limit_…` naming the option at fault. */
export function limitsFrom(options: LimitOptions, defaults?: Limits): Limits {
  const context: LimitContext = { fieldOf: optionOf, ...(defaults === undefined ? {} : { defaults }) };
  return parseLimits(given(options), context);
}

function optionOf(limit: string): string {
  return limit === 'stdout' || limit === 'stderr' ? '--output' : `--${limit.replaceAll('_', '-')}`;
}

function given(options: LimitOptions): Readonly<Record<string, string>> {
  const output = inMegabytes(options.output);
  const request = {
    cpu_time: options.cpuTime ?? options.cpu ?? options.time,
    wall_time: options.wallTime,
    memory: inMegabytes(options.memory ?? options.mem),
    processes: options.processes,
    scratch: inMegabytes(options.scratch),
    stdout: output,
    stderr: output,
    file_size: inMegabytes(options.fileSize),
    open_files: options.openFiles,
    stack: inMegabytes(options.stack),
    cores: options.cores,
  };
  const entries = Object.entries(request).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return Object.fromEntries(entries);
}

/** A bare number means MB where a person types it. */
function inMegabytes(size: string | undefined): string | undefined {
  return size !== undefined && /^[+-]?\d+(\.\d+)?$/.test(size) ? `${size}M` : size;
}

export function isolationMode({ strict, permissive }: BoxOptions): IsolationMode {
  if (strict && permissive)
    throw new CupelError('option_conflict', { option: '--strict', other: '--permissive' }, { field: '--permissive' });
  return permissive ? 'permissive' : 'strict';
}

/** `name=path`, or `path` alone for a file that keeps its name. Whether the name may stand in a box is checked later. */
export function namedFiles({ file = [] }: BoxOptions): readonly NamedFile[] {
  return file.map((given) => {
    const split = given.indexOf('=');
    const path = given.slice(split + 1);
    const name = split < 0 ? basename(path) : given.slice(0, split);
    return { name, bytes: readBytes(path, '--file') };
  });
}
