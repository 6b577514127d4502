import { CupelError, printable } from '@cupel/domain';
import { type Cupel, peopleOf, type Schemas } from '@cupel/sdk';
import { asking, print, type ServiceOptions } from '../client.js';
import { serviceFromEnvironment } from '../config.js';
import { table } from '../table.js';

type Role = Schemas['Role'];
const ROLES: readonly Role[] = ['submitter', 'setter', 'teacher', 'admin'];

export interface ListOptions extends ServiceOptions {
  readonly search?: string;
  readonly role?: string;
  readonly cursor?: string;
}

/** `cupel people list`: by login; the rest by --cursor. */
export async function listPeopleCommand({ search, role, cursor, ...options }: ListOptions): Promise<void> {
  const query = { search, cursor, ...(role !== undefined && { role: roleOf(role) }) };
  const page = await asking(options, (client) => peopleOf(client).list(query));
  const rows = page.items.map((person) => [
    printable(person.login),
    person.role,
    person.disabled_at === null ? 'open' : 'closed',
    person.seen_at?.slice(0, 16).replace('T', ' ') ?? 'never',
    printable(person.name),
  ]);
  const columns = ['LOGIN', 'ROLE', 'ACCOUNT', 'LAST SEEN', 'NAME'].map((title) => ({ title }));
  const more = page.next === null ? '' : `\nMore: --cursor ${page.next}`;
  print(options.json, page, rows.length === 0 ? 'There is nobody.' : table(columns, rows) + more);
}

export async function inviteCommand({ role, ...options }: ServiceOptions & { readonly role: string }): Promise<void> {
  const made = await asking(options, (client) => peopleOf(client).invite(roleOf(role)));
  print(options.json, made, linkLines(`Makes one account (${made.role}), until ${made.expires_at}`, made.path, options));
}

export async function roleOfCommand(login: string, role: string, options: ServiceOptions): Promise<void> {
  const person = await changed(login, options, { role: roleOf(role) });
  print(options.json, person, `${printable(person.login)} is ${person.role} now.`);
}

export async function closeCommand(login: string, options: ServiceOptions): Promise<void> {
  const person = await changed(login, options, { disabled: true });
  print(options.json, person, `The account of ${printable(person.login)} is closed, and every session ended.`);
}

export async function openCommand(login: string, options: ServiceOptions): Promise<void> {
  const person = await changed(login, options, { disabled: false });
  print(options.json, person, `The account of ${printable(person.login)} is open.`);
}

export async function passwordLinkCommand(login: string, options: ServiceOptions): Promise<void> {
  const made = await asking(options, async (client) => peopleOf(client).passwordLink(await idOf(client, login)));
  print(
    options.json,
    made,
    linkLines(`Sets a new password for ${printable(login)}, until ${made.expires_at}`, made.path, options),
  );
}

export async function signOutCommand(login: string, options: ServiceOptions): Promise<void> {
  await asking(options, async (client) => peopleOf(client).signOutEverywhere(await idOf(client, login)));
  print(options.json, { login }, `${printable(login)} is signed out everywhere.`);
}

function changed(login: string, options: ServiceOptions, changes: Schemas['PersonChanges']): Promise<Schemas['Person']> {
  return asking(options, async (client) => peopleOf(client).change(await idOf(client, login), changes));
}

/** People are named by their logins; the search finds parts of them, too. */
async function idOf(client: Cupel, login: string): Promise<string> {
  const wanted = login.toLowerCase();
  let cursor: string | undefined;
  do {
    const page = await peopleOf(client).list({ search: wanted, limit: 200, cursor });
    const found = page.items.find((person) => person.login === wanted);
    if (found !== undefined) return found.id;
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
  throw new CupelError('record_not_found', { what: `person with the login ${login}` });
}

function roleOf(text: string): Role {
  const role = ROLES.find((one) => one === text);
  if (role === undefined) throw new CupelError('option_bad', { option: 'role', problem: `is one of ${ROLES.join(', ')}` });
  return role;
}

function linkLines(what: string, path: string, { url }: ServiceOptions): string {
  return `${what}; shown this once:\n\n    ${new URL(path, url ?? serviceFromEnvironment().url)}`;
}
