import { CupelError } from '@cupel/domain';
import { createInvitation, createKey, hasAdmin, hasKeys, openDatabase, type System, startEmbedded } from '@cupel/store';
import { firstPrincipal } from '../platform/auth/first-tenant.js';
import type { Running } from './keep-alive.js';
import type { ChildRecords } from './records.js';

const LOUD = /\b(ERROR|FATAL|PANIC):/;
/** Said on every stop and start in order. */
const EXPECTED = /terminating connection due to administrator command|the database system is (starting up|shutting down)/;

/** Starts the embedded PostgreSQL; one that a killed supervisor left behind is stopped first. */
export async function startPostgres(
  stateDir: string,
  system: System,
  records: ChildRecords,
  say: (line: string) => void,
): Promise<Running & { readonly connectionString: string }> {
  const onLog = (line: string) => {
    if (LOUD.test(line) && !EXPECTED.test(line)) say(`PostgreSQL: ${line}`);
  };
  const server = await startEmbedded({ stateDir, system, onLog, orphan: 'stop', endsWithStarter: true });
  await records.add(server.pid);
  const exited = server.exited.then(({ code, signal }) => (signal === null ? `code ${code}` : signal));
  return { pid: server.pid, exited, stop: () => server.stop(), connectionString: server.connectionString };
}

/** The first key, with every right, where there is none yet: shown once, kept as a hash. */
export async function makeFirstKey(connectionString: string): Promise<string | undefined> {
  const database = openDatabase({ connectionString, applicationName: 'cupel serve', minConnections: 0, maxConnections: 1 });
  try {
    if (await hasKeys(database)) return undefined;
    const { tenantId, principalId } = await firstPrincipal(database);
    const { token } = await createKey(database, {
      tenantId,
      principalId,
      name: 'first key',
      scopes: ['submit', 'read', 'setter', 'admin'],
    });
    return token;
  } catch (error) {
    if (error instanceof CupelError) throw error;
    throw new CupelError('internal_error', { detail: error instanceof Error ? error.message : String(error) }, { cause: error });
  } finally {
    await database.close();
  }
}

/** Seconds that the link for the first administrator lasts; the next start prints another. */
const FIRST_LINK_LASTS = 86_400;

/** The path by which the first administrator makes an account, where there is none yet. */
export async function inviteFirstAdmin(connectionString: string): Promise<string | undefined> {
  const database = openDatabase({ connectionString, applicationName: 'cupel serve', minConnections: 0, maxConnections: 1 });
  try {
    if (await hasAdmin(database)) return undefined;
    const { tenantId } = await firstPrincipal(database);
    return `/join/${await createInvitation(database, { tenantId, role: 'admin', lasts: FIRST_LINK_LASTS })}`;
  } finally {
    await database.close();
  }
}
