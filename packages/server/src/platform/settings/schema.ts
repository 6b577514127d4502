import ipaddr from 'ipaddr.js';
import { z } from 'zod';

/** Of a setting, beside its type and default: what it is, and whether it is kept out of sight. */
declare module 'zod' {
  interface GlobalMeta {
    secret?: boolean;
    /** Another variable of the environment that means it. */
    variable?: string;
  }
}

const KB = 1024;
const count = (least: number, most: number) => {
  const wanted = `it must be a whole number from ${least} to ${most}`;
  return z.coerce.number(wanted).int(wanted).min(least, wanted).max(most, wanted);
};
const amount = (least: number, most: number) => {
  const wanted = `it must be a number from ${least} to ${most}`;
  return z.coerce.number(wanted).min(least, wanted).max(most, wanted);
};
const flag = z.union([z.boolean(), z.stringbool()]);
const list = z.union([
  z.array(z.string()),
  z.string().transform((text) =>
    text
      .split(',')
      .map((item) => item.trim())
      .filter((item) => item !== ''),
  ),
]);

const ROLE_RULE = /^.+=(?:submitter|setter|teacher|admin)$/;

const isNetwork = (text: string) => ipaddr.isValid(text) || ipaddr.isValidCIDR(text);

const listening = {
  host: z
    .string()
    .min(1)
    .default('127.0.0.1')
    .meta({ description: 'Address to listen on. Elsewhere than on loopback a key must exist.' }),
  port: count(0, 65_535).default(4096).meta({ description: 'Port to listen on; 0 takes a free one.' }),
  metricsPort: count(0, 65_535).optional().meta({
    description: 'Port for /metrics without a key, on the same address; otherwise /metrics wants the scope admin.',
  }),
  keyless: flag.default(true).meta({ description: 'On loopback, answer requests without a key as the first tenant.' }),
  trustedProxies: list
    .refine((networks) => networks.every(isNetwork), 'each must be an address, or a network such as 10.0.0.0/8')
    .default([])
    .meta({ description: 'Addresses or networks (10.0.0.0/8) whose X-Forwarded-For is believed.' }),
  publicUrl: z
    .url({ protocol: /^https?$/ })
    .optional()
    .meta({
      description: 'Where people find the pages, as in https://cupel.example.org; by https cookies are sent over https alone.',
    }),
  corsOrigins: list.default([]).meta({ description: 'Origins whose pages may call the service from a browser, with a key.' }),
};

const signIn = {
  oidcIssuer: z.url().optional().meta({ description: 'OpenID Connect provider at which people may sign in as well.' }),
  oidcName: z.string().min(1).default('your organisation').meta({ description: 'Its name on the sign-in page.' }),
  oidcClientId: z.string().min(1).optional().meta({ description: 'What the provider knows this service as.' }),
  oidcClientSecret: z.string().min(1).optional().meta({ description: 'What the provider knows it by.', secret: true }),
  oidcDomains: list.default([]).meta({
    description: 'Domains of mail (example.org) whose verified addresses get an account; everybody of the provider unless given.',
  }),
  oidcRoleClaim: z.string().min(1).optional().meta({
    description: 'Claim that decides the role at each sign-in, as in groups or realm_access.roles.',
  }),
  oidcRoleScope: z.string().min(1).optional().meta({ description: 'Scope to ask the provider for, where that claim needs one.' }),
  oidcRoles: list
    .refine(
      (rules) => rules.every((rule) => ROLE_RULE.test(rule)),
      'each must be as in staff=teacher, with a role out of submitter, setter, teacher, admin',
    )
    .default([])
    .meta({ description: 'What of that claim is which role, the first that fits: staff=teacher,ops=admin. Else submitter.' }),
};

const storage = {
  dataDir: z
    .string()
    .min(1)
    .default('.cupel/data')
    .meta({ description: 'Folder of the embedded database and of what must outlive a restart.' }),
  databaseUrl: z.string().min(1).optional().meta({
    description: 'PostgreSQL to use instead of the embedded one.',
    secret: true,
    variable: 'DATABASE_URL',
  }),
  databaseConnections: count(2, 500).default(20).meta({ description: 'Connections to the database per process, at most.' }),
  retentionDays: amount(0, 36_500).default(30).meta({ description: 'Days after which submissions are deleted; 0 keeps them.' }),
};

const sizes = {
  codeBytes: count(1, 64 * KB * KB)
    .default(64 * KB)
    .meta({ description: 'Largest source, in bytes.' }),
  stdinBytes: count(1, 64 * KB * KB)
    .default(256 * KB)
    .meta({ description: 'Largest input, in bytes.' }),
  bodyBytes: count(KB, 256 * KB * KB)
    .default(KB * KB)
    .meta({ description: 'Largest body of a request, in bytes.' }),
  batchBytes: count(KB, 256 * KB * KB)
    .default(16 * KB * KB)
    .meta({ description: 'Largest body of a batch, in bytes.' }),
  packageBytes: count(KB, 4096 * KB * KB)
    .default(64 * KB * KB)
    .meta({ description: 'Largest problem package, in bytes: as it is sent, and once more unpacked.' }),
  packageEntries: count(1, 1_000_000).default(2_000).meta({ description: 'Most files of a problem package.' }),
  jsonDepth: count(2, 256).default(32).meta({ description: 'Deepest nesting of JSON.' }),
  files: count(1, 100).default(100).meta({ description: 'Most files of a submission.' }),
  batchSize: count(1, 10_000).default(500).meta({ description: 'Most submissions of a batch.' }),
  queueCapacity: count(1, 10_000_000).default(10_000).meta({ description: 'Submissions that may wait; more are answered 503.' }),
};

const traffic = {
  waitSeconds: amount(0.1, 300).default(30).meta({ description: 'How long ?wait=true is held open, in seconds.' }),
  requestSeconds: amount(1, 300).default(30).meta({ description: 'Time in which a request must have arrived, in seconds.' }),
  idleSeconds: amount(1, 3600)
    .default(75)
    .meta({ description: 'Time after which a connection is cut on which nothing moves, in seconds; at least that of a wait.' }),
  connectionsPerAddress: count(1, 1_000_000).default(2_000).meta({ description: 'Open connections per address.' }),
  rateLimit: count(0, 100_000_000)
    .default(60_000)
    .meta({ description: 'Requests per minute and key; 0 is no limit. A key may have its own.' }),
  addressRateLimit: count(0, 100_000_000)
    .default(60_000)
    .meta({ description: 'Requests per minute and address; 0 is no limit.' }),
  interactiveSeconds: amount(1, 600)
    .default(600)
    .meta({ description: 'Longest wall time of a program that somebody types into, in seconds.' }),
  interactiveIdleSeconds: amount(1, 600).default(120).meta({
    description: 'Time after which such a program is stopped in which nothing is typed and nothing written, in seconds.',
  }),
  interactivePerKey: count(1, 100_000)
    .default(16)
    .meta({ description: 'Programs that people type into, at once for one key or person, waiting ones included.' }),
  cpuPerHour: amount(0, 1e9)
    .default(0)
    .meta({ description: 'CPU seconds per key and hour; 0 is no limit. A key may have its own.' }),
  abuseThreshold: count(0, 1_000_000)
    .default(500)
    .meta({ description: 'Weight of abuse within an hour that starts a cool-down; 0 never does.' }),
  coolDownSeconds: count(1, 31_536_000).default(900).meta({ description: 'Length of a cool-down, in seconds.' }),
};

const webhooks = {
  allowLocalhostWebhooks: flag
    .default(false)
    .meta({ description: 'Allow webhooks to this machine and over http, for development.' }),
};

const workers = {
  apiUrl: z
    .url({ protocol: /^https?$/ })
    .optional()
    .meta({
      description: 'Where a worker finds an API for the live channel while it reaches none of those that announce themselves.',
    }),
  advertiseUrl: z
    .url({ protocol: /^https?$/ })
    .optional()
    .meta({
      description: 'Where workers reach this API process; made of the address that it listens on unless given.',
    }),
  launcherSocket: z.string().min(1).optional().meta({
    description: 'Socket of a launcher that somebody else has started; where it is absent, one is started.',
  }),
  languagesDir: z
    .string()
    .min(1)
    .optional()
    .meta({ description: 'Folder of the languages; that of the repository unless given.' }),
  minSlots: count(1, 4096).optional().meta({ description: 'Runs at once, at least; 1 unless given.' }),
  maxSlots: count(1, 4096).optional().meta({ description: 'Runs at once, at most; the number of cores unless given.' }),
  interactiveSlots: count(0, 4096).optional().meta({
    description: 'Programs at once that people type into, beside the other runs; 4 for each of those unless given, 0 takes none.',
  }),
  labels: list.default([]).meta({ description: 'What the worker says of itself besides; jobs may require it.' }),
  keptPrograms: count(0, 1 << 16)
    .default(512)
    .meta({
      description: 'Megabytes of compiled programs and headers that a worker keeps for whoever hands in the same; 0 keeps none.',
    }),
  warmStarts: flag
    .default(true)
    .meta({ description: 'Start programs in interpreters that have booted before they came, where there are such.' }),
  warmMegabytes: count(1, 1 << 20)
    .optional()
    .meta({
      description:
        "Memory that interpreters which wait booted may take together; a tenth of the host's, at most 2048, unless given.",
    }),
  permissive: flag.default(false).meta({ description: 'Run programs although a wall is missing; the results say which.' }),
};

const observation = {
  logLevel: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])
    .default('info')
    .meta({ description: 'Least severity that is logged.' }),
};

/** Every setting of the service: one schema for flags, environment and file. */
export const SettingsSchema = z.strictObject({
  ...listening,
  ...signIn,
  ...storage,
  ...sizes,
  ...traffic,
  ...webhooks,
  ...workers,
  ...observation,
});

export type Config = Readonly<z.output<typeof SettingsSchema>>;
type SettingName = keyof Config & string;

export interface Setting {
  readonly name: SettingName;
  readonly variable: string;
  /** A second variable that means the same. */
  readonly otherVariable?: string;
  readonly flag: string;
  readonly help: string;
  readonly secret: boolean;
  readonly standard: unknown;
}

const words = (name: string, by: string) => name.replace(/[A-Z]/g, (letter) => `${by}${letter}`);

/** The settings as people write them. */
export const SETTINGS: readonly Setting[] = Object.entries(SettingsSchema.shape).map(([name, schema]) => {
  const meta = schema.meta() ?? {};
  const parsed = schema.safeParse(undefined);
  return {
    name: name as SettingName,
    variable: `CUPEL_${words(name, '_').toUpperCase()}`,
    ...(meta.variable === undefined ? {} : { otherVariable: meta.variable }),
    flag: `--${words(name, '-').toLowerCase()}`,
    help: meta.description ?? '',
    secret: meta.secret ?? false,
    standard: parsed.success ? parsed.data : undefined,
  };
});
