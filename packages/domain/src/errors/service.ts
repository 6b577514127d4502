import { define } from './definition.js';

/** What keeps the service from being brought up. */
export const SERVICE_ERRORS = {
  service_running: define(
    'ours',
    503,
    'Cupel runs already on {path} (process {pid})',
    'Two services on one data folder would take it from each other.',
    'Stop the other one, or choose another folder with CUPEL_DATA_DIR and another port with CUPEL_PORT.',
  ),
  user_not_made: define(
    'ours',
    503,
    'the system user {name} is not there and could not be made: {problem}',
    'Started by root, each part of the service runs as a user of its own.',
    'Type `useradd --system --no-create-home --shell /usr/sbin/nologin {name}`.',
  ),
  data_dir_unreachable: define(
    'ours',
    503,
    'the system users of the service cannot reach {path}',
    'A folder above it is closed to others, as home folders are.',
    'Choose a folder outside of home folders with CUPEL_DATA_DIR, such as /var/lib/cupel.',
  ),
  child_not_started: define(
    'ours',
    503,
    '{name} did not start: {problem}',
    'A part of the service ended before it was ready; what it said stands above.',
    'Cure what it names, and start again.',
  ),
  database_not_running: define(
    'ours',
    503,
    'there is no database in {path}',
    'The embedded database is there once the service has been started.',
    'Type `npm start` first, or name a server in DATABASE_URL.',
  ),
  service_unreachable: define(
    'ours',
    503,
    'there is no service at {url}',
    'Nothing answers there: it is stopped, or listens elsewhere.',
    'Type `npm start`, or name it with --url or CUPEL_URL.',
  ),
  service_refused: define(
    'caller',
    400,
    'the service refused: {problem} ({code})',
    'What was asked for cannot be had so; the code is told in docs/troubleshooting.md.',
    'Do as the message says.',
  ),
  service_failed: define(
    'ours',
    503,
    'the service failed: {problem} ({code})',
    'The service is there, but something that it needs is not.',
    'Ask again in some seconds, and look at its log.',
  ),
} as const;
