import { hostname } from 'node:os';
import { performance } from 'node:perf_hooks';
import type { Language } from '@cupel/domain';
import { examine, type Finding, type Launcher } from '@cupel/sandbox';
import { type Database, keepExamination, type Listener } from '@cupel/store';
import type { Report } from '../platform/jobs/examination.js';
import type { Log } from '../platform/log/log.js';

/** Whoever starts a service wants to run something first; the examination raises walls and asks every compiler its version. */
const AFTER_MS = 60_000;

export interface DoctorOptions {
  readonly database: Database;
  readonly listener: Listener;
  readonly launcher: Launcher;
  readonly languages: readonly Language[];
  readonly log: Log;
}

/**
 * Examines this machine as `cupel doctor` does, a minute after the worker has started and whenever it is asked to, and keeps the
 * report where the operators' page finds it. Once at a time, however often it is asked.
 */
export function startDoctor(options: DoctorOptions): { stop(): void } {
  let running = false;
  const begin = () => {
    if (running) return;
    running = true;
    void report(options).finally(() => {
      running = false;
    });
  };
  const timer = setTimeout(begin, AFTER_MS);
  options.listener.on('cupel_doctor', begin);
  return {
    stop: () => {
      clearTimeout(timer);
      options.listener.off('cupel_doctor', begin);
    },
  };
}

async function report({ database, launcher, languages, log }: DoctorOptions): Promise<void> {
  const began = performance.now();
  const findings: Finding[] = [];
  try {
    for await (const finding of examine({ openSandbox: async () => launcher, languages })) findings.push(finding);
    const seconds = Math.round((performance.now() - began) / 100) / 10;
    await keepExamination(database, hostname(), { worker: String(process.pid), seconds, findings } satisfies Report);
  } catch (error) {
    // The launcher or the database has gone in the meantime: the next who asks is told.
    log.warn({ problem: error instanceof Error ? error.message : String(error) }, 'not examined');
  }
}
