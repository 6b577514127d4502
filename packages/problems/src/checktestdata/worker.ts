/** The thread in which a grammar is read and asked: see thread.ts. */
import { parentPort, workerData } from 'node:worker_threads';
import { readChecktestdata } from './read.js';

const check = readChecktestdata(String(workerData));
const answer = (problem: string | undefined): void => parentPort?.postMessage(problem);

answer(typeof check === 'string' ? check : undefined);
parentPort?.on('message', (input: Uint8Array) => answer(typeof check === 'string' ? check : check(input)));
