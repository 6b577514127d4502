import type { Service } from './service.ts';

export interface ServerEvent {
  readonly id: string | undefined;
  readonly event: string;
  // biome-ignore lint/suspicious/noExplicitAny: what came is what the tests look at
  readonly data: any;
}

/** Reads a stream of events to its end, or until `enough` says so. */
export async function readEvents(
  { api }: Pick<Service, 'api'>,
  path: string,
  headers: Record<string, string> = {},
  enough: (event: ServerEvent) => boolean = () => false,
): Promise<ServerEvent[]> {
  const stop = new AbortController();
  const response = await fetch(api.url + path, { headers, signal: stop.signal });
  if (response.status !== 200 || !response.body) throw new Error(`answered ${response.status}`);
  const events: ServerEvent[] = [];
  let text = '';
  for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    const blocks = text.split('\n\n');
    text = blocks.pop() ?? '';
    for (const event of blocks.flatMap(parse)) {
      events.push(event);
      if (enough(event)) {
        stop.abort();
        return events;
      }
    }
  }
  return events;
}

function parse(block: string): ServerEvent[] {
  const fields = new Map(block.split('\n').map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]));
  const event = fields.get('event');
  return event === undefined ? [] : [{ id: fields.get('id'), event, data: JSON.parse(fields.get('data') ?? 'null') }];
}
