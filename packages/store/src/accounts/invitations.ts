import { CupelError } from '@cupel/domain';
import type { Connection, Database, Statement } from '../database.js';
import { hashToken, newToken } from '../keys/token.js';
import type { Role } from '../schema.js';
import { recordAccountChange } from './changes.js';
import { createPerson, type NewPerson, type Person } from './people.js';

const INVITE: Statement = {
  text: `INSERT INTO invitations (token_hash, tenant_id, role, expires_at) VALUES ($1, $2, $3, now() + make_interval(secs => $4))`,
};

export interface NewInvitation {
  readonly tenantId: string;
  /** Who invites; absent for the link that a start prints. */
  readonly byId?: string;
  readonly role: Role;
  /** Seconds. */
  readonly lasts: number;
}

/** The token is returned here and never again. */
export async function createInvitation(database: Database, { tenantId, byId, role, lasts }: NewInvitation): Promise<string> {
  const { token, hash } = newToken();
  await database.transaction(async (connection) => {
    await connection.query(INVITE, [hash, tenantId, role, lasts]);
    if (byId !== undefined) await recordAccountChange(connection, { tenantId, byId, kind: 'invited', details: { role } });
  });
  return token;
}

interface Invitation {
  readonly tenantId: string;
  readonly role: Role;
}

const LOOK: Statement = {
  text: 'SELECT tenant_id AS "tenantId", role FROM invitations WHERE token_hash = $1 AND expires_at > now()',
};

/** Throws `invitation_gone`. */
export async function getInvitation(connection: Connection, token: string): Promise<Invitation> {
  const [invitation] = await connection.query<Invitation>(LOOK, [hashToken(token)]);
  if (invitation === undefined) throw new CupelError('invitation_gone', {});
  return invitation;
}

const TAKE: Statement = {
  text: 'DELETE FROM invitations WHERE token_hash = $1 AND expires_at > now() RETURNING tenant_id AS "tenantId", role',
};

/** Makes the account that a link is for; of two who use it at once, one gets it. Throws `invitation_gone`, `login_taken`. */
export async function acceptInvitation(
  database: Database,
  token: string,
  person: Omit<NewPerson, 'tenantId' | 'role'>,
): Promise<Person> {
  return database.transaction(async (connection) => {
    const [invitation] = await connection.query<Invitation>(TAKE, [hashToken(token)]);
    if (invitation === undefined) throw new CupelError('invitation_gone', {});
    const made = await createPerson(connection, { ...person, ...invitation });
    const { tenantId, principalId: id, role } = made;
    await recordAccountChange(connection, { tenantId, byId: id, personId: id, kind: 'joined', details: { role } });
    return made;
  });
}
