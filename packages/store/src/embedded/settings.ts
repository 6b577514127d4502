/**
 * How the embedded PostgreSQL runs: nothing acknowledged is ever lost (fsync, synchronous commits, full pages), nothing
 * listens but one socket, and memory stays modest beside the boxes.
 */
const SETTINGS: Readonly<Record<string, string>> = {
  listen_addresses: '',
  unix_socket_permissions: '0777',
  max_connections: '100',
  shared_buffers: '64MB',
  work_mem: '4MB',
  maintenance_work_mem: '64MB',
  effective_cache_size: '256MB',
  max_wal_size: '1GB',
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',
  wal_compression: 'on',
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_line_prefix: '%m [%p] %a ',
  // Statements carry other people's source code.
  log_statement: 'none',
  log_min_error_statement: 'panic',
  log_parameter_max_length_on_error: '0',
  autovacuum_naptime: '15s',
};

export function serverArguments(dataDir: string, socketDir: string): string[] {
  const settings = { ...SETTINGS, unix_socket_directories: socketDir };
  return ['-D', dataDir, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])];
}

/** For initdb. The locale is C with UTF-8: the same order and the same case rules on every machine. */
export function clusterArguments(dataDir: string, passwordFile: string): string[] {
  return [
    ...['-D', dataDir, '-U', USER, '-E', 'UTF8', '--locale=C', '--no-instructions'],
    ...['--auth=scram-sha-256', `--pwfile=${passwordFile}`],
  ];
}

export const USER = 'cupel';
export const DATABASE = 'cupel';
