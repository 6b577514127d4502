/** The one place in the server that reads the environment. */
import { readFileSync } from 'node:fs';
import { CupelError, suggestion } from '@cupel/domain';
import { type Config, SETTINGS, type Setting, SettingsSchema } from './settings/schema.js';

export interface ConfigSources {
  /** By the name of the flag without its hyphens: `{ port: '8080', 'data-dir': '/var/lib/cupel' }`. */
  readonly flags?: Readonly<Record<string, unknown>>;
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** A JSON file of settings by their names; CUPEL_CONFIG names it unless given. */
  readonly file?: string;
}

/** Variables with our prefix that are no settings of the service, but of its clients and of tests. */
const OTHERS = /^CUPEL_(CONFIG$|URL$|API_KEY$|TEST_)/;

/**
 * The effective settings: a flag counts more than the environment, that more than the file, that more than the default.
 * Throws `config_unknown` and `config_bad`: a misspelt limit that is silently not in force is worse than no start.
 */
export function loadConfig(sources: ConfigSources = {}): Config {
  const environment = sources.environment ?? process.env;
  const file = sources.file ?? environment.CUPEL_CONFIG;
  const given = new Map<string, { readonly value: unknown; readonly source: string }>();
  const take = (values: Readonly<Record<string, unknown>>, source: string) => {
    for (const [name, value] of Object.entries(values)) given.set(name, { value, source });
  };
  if (file !== undefined) take(fromFile(file), file);
  take(fromEnvironment(environment), 'environment');
  take(fromFlags(sources.flags ?? {}), 'command line');
  const parsed = SettingsSchema.safeParse(Object.fromEntries([...given].map(([name, { value }]) => [name, value])));
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const name = String(issue?.path[0] ?? '');
  const source = given.get(name)?.source ?? 'settings';
  throw new CupelError('config_bad', { source, name, problem: `is not valid: ${issue?.message ?? 'unknown'}` }, { field: name });
}

function fromFile(path: string): Record<string, unknown> {
  const values = parseFile(path);
  const names = SETTINGS.map(({ name }) => name as string);
  for (const name of Object.keys(values)) if (!names.includes(name)) throw unknown(path, name, names);
  return values;
}

function parseFile(path: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(readFileSync(path, 'utf8'));
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
    throw new Error('holds no object');
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    throw new CupelError('config_bad', { source: path, name: 'the file', problem }, { cause: error });
  }
}

function fromEnvironment(environment: NonNullable<ConfigSources['environment']>): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  const variables = SETTINGS.flatMap(({ variable }) => variable);
  for (const setting of SETTINGS) {
    const value = environment[setting.variable] ?? (setting.otherVariable && environment[setting.otherVariable]);
    if (value !== undefined && value !== '') values[setting.name] = value;
  }
  const stray = Object.keys(environment).find(
    (name) => name.startsWith('CUPEL_') && !OTHERS.test(name) && !variables.includes(name),
  );
  if (stray !== undefined) throw unknown('environment', stray, variables);
  return values;
}

function fromFlags(flags: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const known = new Map(SETTINGS.map((setting) => [setting.flag.slice(2), setting]));
  const entries = Object.entries(flags).filter(([, value]) => value !== undefined);
  return Object.fromEntries(
    entries.map(([flag, value]) => {
      const setting = known.get(flag);
      if (setting === undefined) throw unknown('command line', flag, known.keys());
      return [setting.name, value];
    }),
  );
}

function unknown(source: string, name: string, names: Iterable<string>): CupelError {
  return new CupelError('config_unknown', { source, name, suggestion: suggestion(name, names) }, { field: name });
}

/** A setting as it may be shown to anybody. */
function shownSetting(config: Config, { name, secret }: Setting): string {
  const value = config[name];
  if (value === undefined) return '';
  if (secret) return '••••••••';
  return Array.isArray(value) ? value.join(',') : String(value);
}

/** `cupel config`: one line for each setting, secrets masked. */
export function describeConfig(config: Config): readonly string[] {
  return SETTINGS.map((setting) => `${setting.variable}=${shownSetting(config, setting)}`);
}
