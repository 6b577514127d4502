import type { Command } from 'commander';
import { withService } from './service-options.js';

const load = () => import('./commands/people.js');

/** Accounts of people: what the page Operations, People does, for scripts and for who cannot sign in. */
export function addPeopleCommands(program: Command): void {
  const people = program.command('people').description('accounts of people; needs a key with the scope admin');
  const list = people
    .command('list')
    .description('who has an account')
    .option('--search <text>', 'part of the login or of the name')
    .option('--role <role>', 'of submitter, setter, teacher, admin')
    .option('--cursor <cursor>', 'the page after');
  withService(list).action(async (options) => (await load()).listPeopleCommand(options));
  const invite = people
    .command('invite')
    .description('make a link by which one person makes an account')
    .option('--role <role>', 'of submitter, setter, teacher, admin', 'submitter');
  withService(invite).action(async (options) => (await load()).inviteCommand(options));
  const role = people.command('role').description('change what somebody may do').argument('<login>').argument('<role>');
  withService(role).action(async (login, wanted, options) => (await load()).roleOfCommand(login, wanted, options));
  withService(ofOne(people, 'close', 'close an account and end its sessions')).action(async (login, options) =>
    (await load()).closeCommand(login, options),
  );
  withService(ofOne(people, 'open', 'open an account again')).action(async (login, options) =>
    (await load()).openCommand(login, options),
  );
  withService(ofOne(people, 'password-link', 'make a link for a new password')).action(async (login, options) =>
    (await load()).passwordLinkCommand(login, options),
  );
  withService(ofOne(people, 'sign-out', 'sign somebody out everywhere')).action(async (login, options) =>
    (await load()).signOutCommand(login, options),
  );
}

function ofOne(people: Command, name: string, description: string): Command {
  return people.command(name).description(description).argument('<login>');
}
