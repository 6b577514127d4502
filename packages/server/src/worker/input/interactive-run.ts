import type { ExecuteHooks, ExecuteRequest } from '@cupel/judge';
import type { ClaimedJob } from '@cupel/store';
import { INTERACTIVE } from '../../platform/jobs/capabilities.js';
import { InteractiveOptionsSchema } from '../../platform/jobs/submission-options.js';
import type { HeldJob } from '../held-job.js';
import type { Recorder, RecorderOptions } from '../recorder.js';
import { PromptOrder } from './prompt-order.js';
import { TypedInput } from './typed-input.js';

/** Colours and cursor, as the terminal in the pages and those of most people know them. */
const TERM = 'xterm-256color';

/** All that a program writes is told to whoever sits before it; its limits say how much that is. */
export function recorderOptions({ kind, limits }: ClaimedJob): RecorderOptions {
  return kind === INTERACTIVE ? { prompt: true, most: Math.max(limits.stdoutBytes, limits.stderrBytes) } : {};
}

/** What can be typed into a job; undefined where nobody may. */
export function inputOf(job: ClaimedJob, recorder: Recorder): TypedInput | undefined {
  if (job.kind !== INTERACTIVE) return undefined;
  const { terminal } = InteractiveOptionsSchema.parse(job.options);
  return new TypedInput({
    terminal,
    first: job.stdin ?? undefined,
    // A terminal echoes what is typed; into a pipe nobody would see it, also not those who come later.
    ...(terminal === undefined && { onTaken: (bytes, end) => recorder.add('input', end ? { end } : {}, bytes) }),
  });
}

/** How a program is run that somebody types into. Stderr stays apart, at a terminal too. */
export function interactiveRequest({ job, input }: HeldJob): Partial<ExecuteRequest> {
  if (input === undefined) return {};
  const { idleTime } = InteractiveOptionsSchema.parse(job.options);
  const { terminal } = input;
  return {
    idleTime,
    stdin: { kind: 'stream', chunks: input.chunks() },
    ...(terminal !== undefined && { terminal, env: { TERM } }),
  };
}

export function interactiveHooks({ input, recorder }: HeldJob): ExecuteHooks {
  if (input === undefined) return {};
  const onStarted: ExecuteHooks['onStarted'] = (control) => input.started(control);
  if (input.terminal === undefined) return { onStarted };
  const order = new PromptOrder((stream, chunk) => recorder.output(stream, chunk));
  input.onClose = () => order.flush();
  return { onStarted, onOutput: (stream, chunk) => order.output(stream, chunk) };
}
