import { CompiledQuery, Kysely, PostgresDialect, type Transaction } from 'kysely';
import pg from 'pg';
import { asStoreError } from './failures.js';
import { type Channel, createNotifier } from './notifier.js';
import type { Schema } from './schema.js';

/** SQL with $1, $2, …; where it has a name, each connection prepares it once. */
export interface Statement {
  readonly name?: string;
  readonly text: string;
}

/** Something that answers statements: the database, or a transaction of it. */
export interface Connection {
  readonly kysely: Kysely<Schema>;
  /** Throws `database_unavailable` and `database_full` where PostgreSQL is at fault, else what pg throws. */
  query<Row>(statement: Statement, values?: readonly unknown[]): Promise<Row[]>;
  /** Wakes listeners: soon, and gathered with others; in a transaction, when it commits. */
  notify(channel: Channel, payload: string): Promise<void>;
}

export interface Database extends Connection {
  /** All or nothing; READ COMMITTED. */
  transaction<T>(work: (connection: Connection) => Promise<T>): Promise<T>;
  /** Connections open, idle, and callers waiting for one. */
  pool(): { readonly total: number; readonly idle: number; readonly waiting: number };
  close(): Promise<void>;
}

export interface DatabaseOptions {
  readonly connectionString: string;
  /** Shown in pg_stat_activity: `cupel api`, `cupel worker`. */
  readonly applicationName: string;
  readonly minConnections?: number;
  readonly maxConnections?: number;
  /** Milliseconds to wait for a free connection before `database_unavailable`. */
  readonly connectTimeout?: number;
  /** Milliseconds after which the server cancels a statement; a second later we stop waiting for a server that hangs. */
  readonly statementTimeout?: number;
}

export function openDatabase(options: DatabaseOptions): Database {
  const pool = new pg.Pool({
    connectionString: options.connectionString,
    application_name: options.applicationName,
    min: options.minConnections ?? 4,
    max: options.maxConnections ?? 20,
    connectionTimeoutMillis: options.connectTimeout ?? 5_000,
    idleTimeoutMillis: 30_000,
    statement_timeout: options.statementTimeout ?? 30_000,
    query_timeout: (options.statementTimeout ?? 30_000) + 1_000,
    idle_in_transaction_session_timeout: 60_000,
    keepAlive: true,
    // Statements are planned once for each connection: some take longer to plan than to run. And none runs long enough
    // to be worth compiling, whatever the planner makes of a recursive one.
    options: '-c plan_cache_mode=force_generic_plan -c jit=off',
    types: { getTypeParser },
  });
  // An idle connection that breaks is thrown away by the pool; the next query meets the fault itself.
  pool.on('error', () => undefined);
  const kysely = new Kysely<Schema>({ dialect: new PostgresDialect({ pool: guarded(pool) }) });
  const query: Connection['query'] = async <Row>(statement: Statement, values: readonly unknown[] = []) => {
    try {
      return (await pool.query({ ...statement, values: [...values] })).rows as Row[];
    } catch (error) {
      throw asStoreError(error);
    }
  };
  const notifier = createNotifier((channels, payloads) => query(NOTIFY, [channels, payloads]));
  return {
    kysely,
    query,
    notify: async (channel, payload) => notifier.notify(channel, payload),
    transaction: (work) => kysely.transaction().execute((transaction) => work(inside(transaction))),
    pool: () => ({ total: pool.totalCount, idle: pool.idleCount, waiting: pool.waitingCount }),
    close: async () => {
      await notifier.idle();
      await pool.end();
    },
  };
}

const NOTIFY: Statement = {
  name: 'notify',
  text: 'SELECT pg_notify(channel, payload) FROM unnest($1::text[], $2::text[]) AS wakeup (channel, payload)',
};

function inside(transaction: Transaction<Schema>): Connection {
  const query: Connection['query'] = async <Row>(statement: Statement, values: readonly unknown[] = []) =>
    (await transaction.executeQuery<Row>(CompiledQuery.raw(statement.text, [...values]))).rows;
  const notify: Connection['notify'] = async (channel, payload) => void (await query(NOTIFY, [[channel], [payload]]));
  return { kysely: transaction, query, notify };
}

/** The pool as kysely sees it, with pg's errors told in our words. */
function guarded(pool: pg.Pool) {
  return {
    connect: async () => {
      const client = await pool.connect().catch((error: unknown) => {
        throw asStoreError(error);
      });
      // A connection that breaks while it is held says so twice; the query's own rejection is the one that is heard.
      client.on('error', ignore);
      let broken: Error | undefined;
      return {
        query: async (text: string, values: readonly unknown[]) => {
          try {
            return await client.query(text, [...values]);
          } catch (error) {
            const told = asStoreError(error);
            // One that did not answer still has our statement to answer: nobody else may be given it.
            if (told !== error && told instanceof Error) broken = told;
            throw told;
          }
        },
        release: () => {
          client.off('error', ignore);
          client.release(broken);
        },
      } as unknown as pg.PoolClient;
    },
    end: () => pool.end(),
  };
}

function ignore(): void {}

const getTypeParser: typeof pg.types.getTypeParser = (id: number, format?: 'text' | 'binary') => {
  if (id === pg.types.builtins.INT8 && format !== 'binary') return safeInteger;
  return pg.types.getTypeParser(id, format);
};

function safeInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`${text} does not fit into a number`);
  return value;
}
