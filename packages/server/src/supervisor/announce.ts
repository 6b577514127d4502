import { isLoopback } from '../platform/auth/addresses.js';
import { shownUrl } from '../platform/live/announcement.js';
import type { Config } from '../platform/settings/schema.js';

export interface Readiness {
  readonly url: string;
  readonly stateDir: string;
  readonly slots: number;
  readonly missing: readonly string[];
  /** Shown this once. */
  readonly firstKey: string | undefined;
  /** Where the first administrator makes an account; absent once there is one. */
  readonly adminPath: string | undefined;
}

/** What stands in the terminal when all is up: one line, and on the first start the key and a command to paste. */
export function announcement(
  { url: listened, stateDir, slots, missing, firstKey, adminPath }: Readiness,
  { host, databaseUrl, keyless, publicUrl }: Config,
): string {
  const url = shownUrl(listened);
  const walls = missing.length === 0 ? 'every wall up' : `WITHOUT ${missing.join(', ')}`;
  const worker = slots === 0 ? 'no worker of its own' : `${slots} ${slots === 1 ? 'run' : 'runs'} at once, ${walls}`;
  const data = databaseUrl === undefined ? `data in ${stateDir}` : 'data in DATABASE_URL';
  const lines = [`Cupel is ready at ${url} (${worker}; ${data}).`];
  if (firstKey !== undefined) lines.push('', 'The first API key, shown this once:', '', `    ${firstKey}`);
  if (adminPath !== undefined)
    lines.push(
      '',
      'No administrator has an account yet. This link makes one, for a day:',
      '',
      `    ${new URL(adminPath, publicUrl ?? url)}`,
    );
  if (firstKey !== undefined || (keyless && isLoopback(host))) lines.push('', 'Try it:', '', firstCommand(url, firstKey));
  return lines.join('\n');
}

function firstCommand(url: string, key: string | undefined): string {
  const header = key === undefined ? '' : ` -H 'x-api-key: ${key}'`;
  const body = JSON.stringify({ language: 'python', code: 'print(6 * 7)' });
  return `    curl -s '${url}/api/submit?wait=true' -H 'content-type: application/json'${header} -d '${body}'`;
}
