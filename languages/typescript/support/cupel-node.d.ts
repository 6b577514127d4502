// What programs from strangers use of Node, for the checker of types: Debian's Node brings no declarations of its own
// that every host has. What is not spelt out here is `any`, never an error.

interface Console {
  log(...values: unknown[]): void;
  error(...values: unknown[]): void;
  warn(...values: unknown[]): void;
  info(...values: unknown[]): void;
  debug(...values: unknown[]): void;
  table(values: unknown, columns?: readonly string[]): void;
  dir(value: unknown, options?: object): void;
  assert(condition?: unknown, ...values: unknown[]): void;
  time(label?: string): void;
  timeEnd(label?: string): void;
  trace(...values: unknown[]): void;
  group(...values: unknown[]): void;
  groupEnd(): void;
  count(label?: string): void;
}
declare var console: Console;

type BufferEncoding = 'utf8' | 'utf-8' | 'utf16le' | 'ucs2' | 'latin1' | 'binary' | 'ascii' | 'base64' | 'base64url' | 'hex';

interface Buffer extends Uint8Array {
  toString(encoding?: BufferEncoding, start?: number, end?: number): string;
  [method: string]: any;
}
interface BufferConstructor {
  from(value: string, encoding?: BufferEncoding): Buffer;
  from(value: ArrayLike<number> | ArrayBufferLike): Buffer;
  alloc(size: number, fill?: string | number): Buffer;
  concat(parts: readonly Uint8Array[], length?: number): Buffer;
  byteLength(text: string, encoding?: BufferEncoding): number;
  isBuffer(value: unknown): value is Buffer;
}
declare var Buffer: BufferConstructor;

interface NodeEvents {
  on(event: string, listener: (...values: any[]) => void): this;
  once(event: string, listener: (...values: any[]) => void): this;
  off(event: string, listener: (...values: any[]) => void): this;
  emit(event: string, ...values: any[]): boolean;
  removeListener(event: string, listener: (...values: any[]) => void): this;
  removeAllListeners(event?: string): this;
}
interface NodeReadable extends NodeEvents, AsyncIterable<any> {
  setEncoding(encoding: BufferEncoding): this;
  read(size?: number): any;
  pipe<Target>(target: Target): Target;
  pause(): this;
  resume(): this;
  fd: number;
  isTTY?: boolean;
}
interface NodeWritable extends NodeEvents {
  write(chunk: string | Uint8Array, done?: (error?: Error) => void): boolean;
  write(chunk: string | Uint8Array, encoding: BufferEncoding, done?: (error?: Error) => void): boolean;
  end(chunk?: string | Uint8Array, done?: () => void): this;
  fd: number;
  isTTY?: boolean;
  columns?: number;
}
interface Process extends NodeEvents {
  argv: string[];
  env: { [name: string]: string | undefined };
  exitCode?: number | string | undefined;
  exit(code?: number): never;
  abort(): never;
  cwd(): string;
  uptime(): number;
  hrtime: { (since?: [number, number]): [number, number]; bigint(): bigint };
  memoryUsage(): { rss: number; heapTotal: number; heapUsed: number; external: number; arrayBuffers: number };
  nextTick(callback: (...values: any[]) => void, ...values: any[]): void;
  stdin: NodeReadable;
  stdout: NodeWritable;
  stderr: NodeWritable;
  platform: string;
  version: string;
  versions: { [name: string]: string | undefined };
  pid: number;
}
declare var process: Process;

interface NodeTimer {
  ref(): this;
  unref(): this;
  hasRef(): boolean;
  [Symbol.toPrimitive](): number;
}
declare function setTimeout<Values extends any[]>(callback: (...values: Values) => void, ms?: number, ...values: Values): NodeTimer;
declare function setInterval<Values extends any[]>(callback: (...values: Values) => void, ms?: number, ...values: Values): NodeTimer;
declare function setImmediate<Values extends any[]>(callback: (...values: Values) => void, ...values: Values): object;
declare function clearTimeout(timer?: NodeTimer | number | null): void;
declare function clearInterval(timer?: NodeTimer | number | null): void;
declare function clearImmediate(immediate?: object | null): void;
declare function queueMicrotask(callback: () => void): void;
declare function structuredClone<Value>(value: Value, options?: object): Value;
declare function fetch(input: any, options?: any): Promise<any>;

declare namespace NodeJS {
  type Timeout = NodeTimer;
  type Timer = NodeTimer;
  type Immediate = object;
  type ErrnoException = Error & { code?: string; errno?: number; path?: string; syscall?: string };
  type ReadableStream = NodeReadable;
  type WritableStream = NodeWritable;
  type ProcessEnv = { [name: string]: string | undefined };
}

interface NodeRequire {
  (name: string): any;
  main?: any;
  resolve(name: string): string;
}
declare var require: NodeRequire;
declare var module: any;
declare var exports: any;
declare var __dirname: string;
declare var __filename: string;
declare var global: any;
declare var performance: { now(): number; [name: string]: any };
declare var crypto: any;
declare var URL: any;
declare var URLSearchParams: any;
declare var TextEncoder: any;
declare var TextDecoder: any;
declare var AbortController: any;
declare var AbortSignal: any;
declare var Event: any;
declare var EventTarget: any;

declare module 'fs' {
  type Path = string | number;
  export function readFileSync(path: Path, options: BufferEncoding | { encoding: BufferEncoding; flag?: string }): string;
  export function readFileSync(path: Path, options?: { encoding?: null; flag?: string } | null): Buffer;
  export function writeFileSync(path: Path, data: string | Uint8Array, options?: any): void;
  export function appendFileSync(path: Path, data: string | Uint8Array, options?: any): void;
  export function existsSync(path: string): boolean;
  export function readSync(fd: number, buffer: Uint8Array, offset?: number, length?: number, position?: number | null): number;
  export function writeSync(fd: number, data: string | Uint8Array, ...rest: any[]): number;
  export function openSync(path: string, flags?: string, mode?: number): number;
  export function closeSync(fd: number): void;
  export function readdirSync(path: string): string[];
  export function mkdirSync(path: string, options?: any): string | undefined;
  export function unlinkSync(path: string): void;
  export function statSync(path: string): any;
  export function createReadStream(path: string, options?: any): NodeReadable;
  export function createWriteStream(path: string, options?: any): NodeWritable;
  export function readFile(path: Path, ...rest: any[]): void;
  export function writeFile(path: Path, ...rest: any[]): void;
  export const promises: any;
  export const constants: any;
}

declare module 'readline' {
  export interface Interface extends NodeEvents, AsyncIterable<string> {
    question(query: string, callback: (answer: string) => void): void;
    on(event: 'line', listener: (line: string) => void): this;
    on(event: string, listener: (...values: any[]) => void): this;
    once(event: 'line', listener: (line: string) => void): this;
    once(event: string, listener: (...values: any[]) => void): this;
    prompt(preserveCursor?: boolean): void;
    setPrompt(prompt: string): void;
    write(data: string): void;
    pause(): this;
    resume(): this;
    close(): void;
  }
  export interface ReadLineOptions {
    input: NodeReadable;
    output?: NodeWritable;
    terminal?: boolean;
    crlfDelay?: number;
    prompt?: string;
  }
  export function createInterface(options: ReadLineOptions): Interface;
  export function createInterface(input: NodeReadable, output?: NodeWritable): Interface;
  export const promises: any;
}

declare module 'path' {
  export function join(...parts: string[]): string;
  export function resolve(...parts: string[]): string;
  export function dirname(path: string): string;
  export function basename(path: string, ending?: string): string;
  export function extname(path: string): string;
  export function relative(from: string, to: string): string;
  export function isAbsolute(path: string): boolean;
  export const sep: string;
}

declare module 'events' {
  export class EventEmitter implements NodeEvents {
    on(event: string | symbol, listener: (...values: any[]) => void): this;
    once(event: string | symbol, listener: (...values: any[]) => void): this;
    off(event: string | symbol, listener: (...values: any[]) => void): this;
    emit(event: string | symbol, ...values: any[]): boolean;
    removeListener(event: string | symbol, listener: (...values: any[]) => void): this;
    removeAllListeners(event?: string | symbol): this;
    listenerCount(event: string | symbol): number;
  }
  export default EventEmitter;
  export function once(emitter: NodeEvents, event: string): Promise<any[]>;
}

declare module 'node:fs' { export * from 'fs'; }
declare module 'node:readline' { export * from 'readline'; }
declare module 'node:path' { export * from 'path'; }
declare module 'node:events' { export * from 'events'; export { default } from 'events'; }
declare module 'node:*';
declare module 'fs/promises';
declare module 'readline/promises';
declare module 'timers/promises';
declare module 'stream/promises';
declare module 'assert';
declare module 'assert/strict';
declare module 'async_hooks';
declare module 'buffer';
declare module 'child_process';
declare module 'cluster';
declare module 'crypto';
declare module 'dns';
declare module 'http';
declare module 'https';
declare module 'module';
declare module 'net';
declare module 'os';
declare module 'perf_hooks';
declare module 'process';
declare module 'querystring';
declare module 'stream';
declare module 'string_decoder';
declare module 'timers';
declare module 'tty';
declare module 'url';
declare module 'util';
declare module 'v8';
declare module 'vm';
declare module 'worker_threads';
declare module 'zlib';
