import { CupelError } from '@cupel/domain';
import type { Connection, Statement } from '../database.js';
import { brokenConstraint } from '../failures.js';
import { isId, newId } from '../ids.js';
import { storableText } from '../json.js';
import type { Role } from '../schema.js';

/** Somebody who can sign in. */
export interface Person {
  readonly principalId: string;
  readonly tenantId: string;
  readonly login: string;
  /** As others see it. */
  readonly name: string;
  readonly role: Role;
  /** False where another provider vouches. */
  readonly hasPassword: boolean;
  readonly createdAt: Date;
  readonly disabledAt: Date | null;
}

export interface NewPerson {
  readonly tenantId: string;
  readonly login: string;
  readonly name: string;
  readonly role: Role;
  /** As `hashPassword` made it; absent where `issuer` vouches. */
  readonly password?: string;
  readonly issuer?: string;
  readonly subject?: string;
}

export const PERSON_COLUMNS = `people.principal_id AS "principalId", people.tenant_id AS "tenantId", people.login, principals.name,
  people.role, people.password IS NOT NULL AS "hasPassword", people.created_at AS "createdAt", people.disabled_at AS "disabledAt"`;

const MAKE_PRINCIPAL: Statement = {
  text: "INSERT INTO principals (id, tenant_id, kind, name, external_id) VALUES ($1, $2, 'person', $3, NULL)",
};
const MAKE: Statement = {
  text: `INSERT INTO people (principal_id, tenant_id, login, password, role, issuer, subject) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
};

/** Throws `login_taken`. */
export async function createPerson(connection: Connection, person: NewPerson): Promise<Person> {
  const id = newId();
  const login = storableText(person.login.toLowerCase());
  await connection.query(MAKE_PRINCIPAL, [id, person.tenantId, storableText(person.name)]);
  const values = [
    id,
    person.tenantId,
    login,
    person.password ?? null,
    person.role,
    person.issuer ?? null,
    person.subject ?? null,
  ];
  await connection.query(MAKE, values).catch((error: unknown) => {
    if (brokenConstraint(error) === 'people_tenant_id_login_key')
      throw new CupelError('login_taken', { login }, { field: 'login' });
    throw error;
  });
  return getPerson(connection, person.tenantId, id);
}

const GET: Statement = {
  text: `SELECT ${PERSON_COLUMNS} FROM people JOIN principals ON principals.id = people.principal_id
WHERE people.tenant_id = $1 AND people.principal_id = $2`,
};

/** Throws `record_not_found`. */
export async function getPerson(connection: Connection, tenantId: string, id: string): Promise<Person> {
  const [person] = isId(id) ? await connection.query<Person>(GET, [tenantId, id]) : [];
  if (person === undefined) throw new CupelError('record_not_found', { what: 'person' });
  return person;
}

const FIND_LOGIN: Statement = {
  text: `SELECT ${PERSON_COLUMNS}, people.password FROM people JOIN principals ON principals.id = people.principal_id
WHERE people.tenant_id = $1 AND people.login = $2 AND people.disabled_at IS NULL`,
};

/** With what is kept of the password; nothing for an account that was closed. */
export async function findPersonByLogin(
  connection: Connection,
  tenantId: string,
  login: string,
): Promise<(Person & { readonly password: string | null }) | undefined> {
  const values = [tenantId, storableText(login.toLowerCase())];
  return (await connection.query<Person & { readonly password: string | null }>(FIND_LOGIN, values))[0];
}

const FIND_SUBJECT: Statement = {
  text: `SELECT ${PERSON_COLUMNS} FROM people JOIN principals ON principals.id = people.principal_id
WHERE people.issuer = $1 AND people.subject = $2`,
};

/** Whom another provider knows by `subject`. */
export async function findPersonBySubject(connection: Connection, issuer: string, subject: string): Promise<Person | undefined> {
  return (await connection.query<Person>(FIND_SUBJECT, [issuer, storableText(subject)]))[0];
}

const ANY_ADMIN: Statement = { text: "SELECT FROM people WHERE role = 'admin' AND disabled_at IS NULL LIMIT 1" };

export async function hasAdmin(connection: Connection): Promise<boolean> {
  return (await connection.query(ANY_ADMIN)).length > 0;
}
