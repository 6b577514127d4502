import { terminalSanitizer } from '@cupel/domain';
import { type Cupel, type Result, type SubmissionRequest, type Typing, typingOf } from '@cupel/sdk';
import { openScreen, type Screen } from './run-terminal.js';

export interface InteractiveOptions {
  readonly tty?: boolean;
  /** Nothing is shown as it comes: it stands in the result. */
  readonly json?: boolean;
}

/** Submits a program and sits before it: what comes on stdin is typed into it, and what it writes is shown as it comes. */
export async function runInteractively(
  client: Cupel,
  request: SubmissionRequest,
  { tty = false, json = false }: InteractiveOptions,
): Promise<Result> {
  const screen = tty ? openScreen(process.stdin, process.stdout) : undefined;
  const kind = screen === undefined ? { interactive: true } : { terminal: { ...screen.size } };
  const { id } = await client.submit({ ...request, ...kind });
  const over = new AbortController();
  const typing = typingOf(client, id, { signal: over.signal });
  screen?.onStarted({ resize: ({ columns, rows }) => typing.resize({ columns, rows }) });
  const cancel = () => void client.cancel(id).catch(() => undefined);
  process.once('SIGINT', cancel);
  try {
    void typeAll(typing, over.signal);
    await follow(client, id, typing, json ? () => undefined : writerTo(screen));
    return await client.result(id);
  } finally {
    over.abort();
    process.off('SIGINT', cancel);
    process.stdin.destroy();
    screen?.restore();
  }
}

/** No faster than it is taken: what is piped in may be large. */
async function typeAll(typing: Typing, signal: AbortSignal): Promise<void> {
  try {
    for await (const chunk of process.stdin as AsyncIterable<Uint8Array>) {
      typing.type(chunk);
      await typing.sent();
      if (signal.aborted) return;
    }
    typing.end();
  } catch {
    // It was closed because the program has ended.
  }
}

async function follow(
  client: Cupel,
  id: string,
  typing: Typing,
  write: (stream: 'stdout' | 'stderr', chunk: Uint8Array) => void,
): Promise<void> {
  for await (const event of client.stream(id)) {
    // It begins anew on another worker, and knows nothing of what was typed.
    if (event.kind === 'requeued') typing.restart();
    if (event.kind === 'output') write(event.data.stream, Buffer.from(event.data.base64, 'base64'));
  }
}

/** Into a terminal goes only what cannot command it, and into a file or pipe everything. */
function writerTo(screen: Screen | undefined): (stream: 'stdout' | 'stderr', chunk: Uint8Array) => void {
  const display = screen === undefined ? 'lines' : 'screen';
  const sanitizers = { stdout: terminalSanitizer(display), stderr: terminalSanitizer(display) };
  return (stream, chunk) => {
    if (stream === 'stdout' && screen !== undefined) process.stdout.write(screen.shown(chunk));
    else process[stream].write(process[stream].isTTY ? sanitizers[stream].push(chunk) : chunk);
  };
}
