/**
 * Grammars come with packages, and so from strangers: a pattern that can match in many ways takes for ever, a loop takes its
 * steps, and either would hold up whoever judges in this process. So a grammar is read and asked in a thread, with a deadline
 * and a bound on memory; a thread that meets one of them is ended, and the next input is asked in a new one.
 */
import { Worker } from 'node:worker_threads';

export interface Grammar {
  /** What is wrong with an input and where, or undefined. */
  check(input: Uint8Array): Promise<string | undefined>;
  close(): void;
}

/** Milliseconds for one input: what is right takes a tenth of a second for a million numbers. */
const DEADLINE = 20_000;
const HEAP_MB = 1024;
// Tests run from the sources, threads run what was built of them.
const WORKER = new URL('./worker.js', import.meta.url.replace('/src/', '/dist/'));

/** A grammar that can be asked, or in text what is wrong with it. Whoever gets one closes it. */
export async function openGrammar(text: string, deadline = DEADLINE): Promise<Grammar | string> {
  const thread = new Thread(text, deadline);
  const problem = await thread.started;
  if (problem === undefined) return thread;
  thread.close();
  return problem;
}

class Thread implements Grammar {
  readonly started: Promise<string | undefined>;
  readonly #text: string;
  readonly #deadline: number;
  #worker: Worker | undefined;

  constructor(text: string, deadline: number) {
    this.#text = text;
    this.#deadline = deadline;
    this.started = this.#answer(this.#start());
  }

  async check(input: Uint8Array): Promise<string | undefined> {
    const isNew = this.#worker === undefined;
    const worker = this.#worker ?? this.#start();
    const problem = isNew ? await this.#answer(worker) : undefined;
    if (problem !== undefined) return problem;
    worker.postMessage(input);
    return this.#answer(worker);
  }

  close(): void {
    void this.#worker?.terminate();
    this.#worker = undefined;
  }

  #start(): Worker {
    const options = { workerData: this.#text, resourceLimits: { maxOldGenerationSizeMb: HEAP_MB }, env: {}, execArgv: [] };
    const worker = new Worker(WORKER, options);
    this.#worker = worker;
    return worker;
  }

  /** The next message, or what became of the thread instead. */
  async #answer(worker: Worker): Promise<string | undefined> {
    const heard = await next(worker, this.#deadline);
    if ('said' in heard) return heard.said;
    this.close();
    return heard.problem;
  }
}

type Heard = { readonly said: string | undefined } | { readonly problem: string };

function next(worker: Worker, deadline: number): Promise<Heard> {
  const late = `the grammar was stopped after ${deadline / 1000} s; a pattern that can match in many ways, as (a*)*, takes for ever: make it simpler`;
  return new Promise((resolve) => {
    const listeners = {
      message: (said: string | undefined) => done({ said }),
      error: (error: Error) => done({ problem: `the grammar cannot be asked: ${wordsOf(error)}` }),
      exit: () => done({ problem: 'the grammar cannot be asked: its thread ended' }),
    };
    const timer = setTimeout(() => done({ problem: late }), deadline);
    const done = (heard: Heard): void => {
      clearTimeout(timer);
      for (const [event, listener] of Object.entries(listeners)) worker.off(event, listener);
      resolve(heard);
    };
    for (const [event, listener] of Object.entries(listeners)) worker.on(event, listener);
  });
}

function wordsOf(error: Error): string {
  if ('code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY') return `it takes more than ${HEAP_MB} MB`;
  return error.message;
}
