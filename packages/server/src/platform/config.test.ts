import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { describeConfig, loadConfig } from './config.js';
import { SETTINGS } from './settings/schema.js';

function fileOf(text: string): string {
  const path = join(mkdtempSync(join(tmpdir(), 'cupel-config-')), 'cupel.json');
  writeFileSync(path, text);
  return path;
}

test('a flag counts more than the environment, that more than the file, that more than the default', () => {
  const file = fileOf('{"port": 1, "host": "::1", "logLevel": "warn"}');
  const environment = { CUPEL_CONFIG: file, CUPEL_PORT: '2', CUPEL_HOST: '127.0.0.2', PATH: '/bin' };
  expect(loadConfig({ environment, flags: { port: '3' } })).toMatchObject({
    port: 3,
    host: '127.0.0.2',
    logLevel: 'warn',
    codeBytes: 65_536,
  });
});

test('flags and lists as people write them', () => {
  const environment = { CUPEL_ALLOW_LOCALHOST_WEBHOOKS: 'true', CUPEL_KEYLESS: '0', CUPEL_TRUSTED_PROXIES: '10.0.0.0/8, ::1,' };
  const config = loadConfig({ environment, flags: { permissive: true } });
  expect(config).toMatchObject({
    allowLocalhostWebhooks: true,
    keyless: false,
    permissive: true,
    trustedProxies: ['10.0.0.0/8', '::1'],
  });
});

test.each([
  ['a misspelt variable', { environment: { CUPEL_PROT: '1' } }, 'config_unknown', /CUPEL_PROT.*CUPEL_PORT/],
  ['a misspelt flag', { environment: {}, flags: { prot: '1' } }, 'config_unknown', /prot.*port/],
  ['a misspelt key of the file', { environment: {}, file: fileOf('{"Port": 1}') }, 'config_unknown', /Port.*port/],
  ['a file that is no JSON', { environment: {}, file: fileOf('{') }, 'config_bad', /the file/],
  ['a file that is not there', { environment: {}, file: '/nonexistent.json' }, 'config_bad', /ENOENT/],
  ['a value that cannot be', { environment: { CUPEL_PORT: '70000' } }, 'config_bad', /environment: port/],
  ['a proxy that is no address', { environment: { CUPEL_TRUSTED_PROXIES: 'proxy.example' } }, 'config_bad', /trustedProxies/],
  ['no number', { environment: { CUPEL_RATE_LIMIT: 'many' } }, 'config_bad', /rateLimit/],
])('fatal: %s', (_what, sources, code, message) => {
  expect(() => loadConfig(sources)).toThrow(expect.objectContaining({ code, message: expect.stringMatching(message) }));
});

test('secrets never print', () => {
  const config = loadConfig({ environment: { DATABASE_URL: 'postgresql://u:hunter2@db/cupel' } });
  expect(config.databaseUrl).toContain('hunter2');
  const lines = describeConfig(config).join('\n');
  expect(lines).not.toContain('hunter2');
  expect(lines).toContain('CUPEL_DATABASE_URL=••••••••');
  expect(lines).toContain('CUPEL_PORT=4096');
});

test('every setting says what it is', () => {
  for (const { name, help } of SETTINGS) expect([name, help.length > 10]).toEqual([name, true]);
});
