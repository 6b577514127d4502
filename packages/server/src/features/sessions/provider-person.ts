import { createHash } from 'node:crypto';
import { CupelError } from '@cupel/domain';
import { changePerson, createPerson, findPersonBySubject, type Person, type Role } from '@cupel/store';
import { ensureOwner, firstPrincipal } from '../../platform/auth/first-tenant.js';
import { RoleSchema } from '../../platform/people/schema.js';
import type { Services } from '../../platform/services.js';
import type { Claims } from './provider-client.js';

/**
 * The account of whom the provider vouches for, made when there is none. It is found by issuer and subject alone: name and
 * address of mail may be anything, also those of somebody who has an account here. Throws `provider_refused`, `sign_in_refused`.
 */
export async function personOfClaims(services: Services, claims: Claims): Promise<Person> {
  const { database } = services;
  const known = await findPersonBySubject(database, claims.iss, claims.sub);
  if (known?.disabledAt) throw new CupelError('sign_in_refused', {});
  if (known) return followRole(services, known, claims);
  if (!mayJoin(services, claims)) throw new CupelError('provider_refused', {});
  return makePerson(services, claims).catch(async (error: unknown) => {
    // Two windows may have come back at the same moment.
    const made = await findPersonBySubject(database, claims.iss, claims.sub);
    if (made === undefined) throw error;
    return made;
  });
}

/** Whom the rule lets in unasked. An address that was never verified is what somebody typed. */
function mayJoin({ config: { oidcDomains } }: Services, { email, email_verified: verified }: Claims): boolean {
  if (oidcDomains.length === 0) return true;
  if (typeof email !== 'string' || verified !== true) return false;
  const domain = email.slice(email.lastIndexOf('@') + 1).toLowerCase();
  return oidcDomains.some((allowed) => allowed.toLowerCase() === domain);
}

async function makePerson(services: Services, claims: Claims): Promise<Person> {
  const { database } = services;
  const { tenantId } = await firstPrincipal(database);
  const login = wordOf(claims.preferred_username) ?? wordOf(claims.email) ?? claims.sub.slice(0, 100);
  const person = {
    tenantId,
    role: roleOf(services, claims) ?? 'submitter',
    issuer: claims.iss,
    subject: claims.sub,
    name: wordOf(claims.name) ?? login,
  };
  const make = (as: string) => database.transaction((connection) => createPerson(connection, { ...person, login: as }));
  return make(login).catch((error: unknown) => {
    // Somebody else has the name; he keeps it, whatever the provider says.
    if (error instanceof CupelError && error.code === 'login_taken') return make(`${login}-${digest(claims)}`);
    throw error;
  });
}

/** Where roles are mapped the provider decides them anew at each sign-in: who left a group there has left it here. */
async function followRole(services: Services, person: Person, claims: Claims): Promise<Person> {
  const role = roleOf(services, claims);
  if (role === undefined || role === person.role) return person;
  const { tenantId, principalId: personId } = person;
  const byId = (await ensureOwner(services.database, tenantId)).id;
  return changePerson(services.database, { tenantId, byId, personId }, { role }).catch((error: unknown) => {
    if (!(error instanceof CupelError) || error.code !== 'last_admin') throw error;
    services.log.warn({ person: personId }, 'the provider takes the last administrator from the service; he stays');
    return person;
  });
}

/** The first of the mapped values that the claim holds; undefined where nothing is mapped. */
function roleOf({ config: { oidcRoleClaim, oidcRoles } }: Services, claims: Claims): Role | undefined {
  if (oidcRoleClaim === undefined) return undefined;
  // A path as in `realm_access.roles`, which is where Keycloak keeps them.
  const claim = Object.hasOwn(claims, oidcRoleClaim)
    ? claims[oidcRoleClaim]
    : oidcRoleClaim.split('.').reduce<unknown>((at, name) => inside(at, name), claims);
  const held = new Set(Array.isArray(claim) ? claim : [claim]);
  // The settings saw to it that each is as in staff=teacher.
  const rule = oidcRoles.find((one) => held.has(one.slice(0, one.lastIndexOf('='))));
  return rule === undefined ? 'submitter' : RoleSchema.parse(rule.slice(rule.lastIndexOf('=') + 1));
}

function inside(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Readonly<Record<string, unknown>>)[name]
    : undefined;
}

/** Text that may stand in a name: without controls and marks of direction, by which it would read as another. */
function wordOf(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const word = value
    .replace(/[\p{Cc}\p{Cf}\p{Surrogate}]/gu, '')
    .trim()
    .slice(0, 100);
  return word === '' ? undefined : word;
}

function digest({ iss, sub }: Claims): string {
  return createHash('sha256').update(`${iss}\n${sub}`).digest('hex').slice(0, 6);
}
