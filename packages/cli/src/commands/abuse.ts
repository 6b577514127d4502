import { printable } from '@cupel/domain';
import { abuseOf } from '@cupel/sdk';
import { asking, print, type ServiceOptions } from '../client.js';

interface PageOptions extends ServiceOptions {
  readonly cursor?: string;
}

/** `cupel abuse list`: the newest first; the rest by --cursor. */
export async function listAbuseCommand({ cursor, flow, ...options }: PageOptions & { readonly flow?: string }): Promise<void> {
  const page = await asking(options, (client) => abuseOf(client).list({ cursor, flow }));
  const lines = page.items.map((one) =>
    [one.at, one.flow_id, one.kind, one.weight, one.submission_id ?? ''].join('  ').trimEnd(),
  );
  print(options.json, page, lines.join('\n') || 'Nothing was noticed.');
}

export async function coolDownsCommand({ cursor, ...options }: PageOptions): Promise<void> {
  const page = await asking(options, (client) => abuseOf(client).coolDowns({ cursor }));
  const lines = page.items.map((one) => `${one.flow_id}  until ${one.until}  ${printable(one.reason)}`);
  print(options.json, page, lines.join('\n') || 'Nobody is in a cool-down.');
}

export async function liftCommand(id: string, options: ServiceOptions): Promise<void> {
  await asking(options, (client) => abuseOf(client).lift(id));
  print(options.json, { id }, `${id} may submit again.`);
}
