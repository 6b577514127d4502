import { CupelError } from '@cupel/domain';
import { loadConfig, openAdministration } from '../service.js';
import { typedCommand } from '../typed-command.js';

const SCOPES = ['submit', 'read', 'setter', 'admin'] as const;

export interface CreateKeyOptions {
  readonly name: string;
  readonly scopes: string;
  readonly days?: string;
  readonly json?: boolean;
}

/** Keys are made on the service's own machine, by whoever may read its database. */
export async function createKeyCommand({ name, scopes, days, json }: CreateKeyOptions): Promise<void> {
  const wanted = scopes.split(',').map((scope) => scope.trim());
  const known = SCOPES.filter((scope) => wanted.includes(scope));
  if (known.length !== wanted.length) throw bad('--scopes', `is a list out of ${SCOPES.join(', ')}`);
  if (days !== undefined && !(Number(days) > 0)) throw bad('--days', 'is a number of days, more than 0');
  const expiresAt = days === undefined ? undefined : new Date(Date.now() + Number(days) * 86_400_000);
  await using administration = await opened();
  const { key, token } = await administration.createKey({ name, scopes: known, ...(expiresAt && { expiresAt }) });
  print(json, { ...shown(key), token }, `${key.id} ${key.name} (${key.scopes.join(', ')}), shown this once:\n\n    ${token}`);
}

export async function listKeysCommand({ json }: { readonly json?: boolean }): Promise<void> {
  await using administration = await opened();
  const keys = (await administration.listKeys()).map(shown);
  const lines = keys.map((key) => [key.id, key.prefix, key.scopes.join(','), key.state, key.name].join('  '));
  print(json, keys, lines.join('\n') || 'There are no keys.');
}

export async function revokeKeyCommand(id: string, { json }: { readonly json?: boolean }): Promise<void> {
  await using administration = await opened();
  const key = shown(await administration.revokeKey(id));
  print(json, key, `${key.id} ${key.name} is revoked.`);
}

async function opened() {
  const administration = await openAdministration(loadConfig(), typedCommand());
  return { ...administration, [Symbol.asyncDispose]: () => administration.close() };
}

type Key = Awaited<ReturnType<Awaited<ReturnType<typeof openAdministration>>['listKeys']>>[number];

function shown({ id, name, prefix, scopes, createdAt, expiresAt, revokedAt, lastUsedAt }: Key) {
  const expired = expiresAt !== null && expiresAt.getTime() < Date.now();
  const state = revokedAt === null ? (expired ? 'expired' : 'good') : 'revoked';
  return { id, name, prefix, scopes, state, createdAt, expiresAt, lastUsedAt };
}

function print(json: boolean | undefined, value: unknown, text: string): void {
  process.stdout.write(json === true ? `${JSON.stringify(value, null, 2)}\n` : `${text}\n`);
}

function bad(option: string, problem: string): CupelError {
  return new CupelError('option_bad', { option, problem }, { field: option });
}
