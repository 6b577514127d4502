import { expect, test } from 'vitest';
import { isBlockedAddress } from './address.js';
import { checkWebhookUrl } from './guard.js';

test.each([
  '127.0.0.1',
  '10.1.2.3',
  '100.64.0.1',
  '169.254.169.254',
  '172.16.0.1',
  '192.168.1.1',
  '0.0.0.0',
  '224.0.0.1',
  '255.255.255.255',
  '::',
  '::1',
  '::7f00:1',
  '::ffff:127.0.0.1',
  '64:ff9b::7f00:1',
  '64:ff9b:1::1',
  '2002:7f00:1::',
  '2001::1',
  'fc00::1',
  'fe80::1',
  'fec0::1',
  'ff02::1',
  'nonsense',
])('blocked: %s', (address) => {
  expect(isBlockedAddress(address)).toBe(true);
});

test.each(['1.1.1.1', '93.184.216.34', '2606:4700:4700::1111', '::ffff:1.1.1.1'])('public: %s', (address) => {
  expect(isBlockedAddress(address)).toBe(false);
});

test.each([
  ['https://0x7f.1/', 'webhook_private'],
  ['https://2130706433/', 'webhook_private'],
  ['https://017700000001/', 'webhook_private'],
  ['https://①②⑦.0.0.1/', 'webhook_private'],
  ['https://127。0。0。1/', 'webhook_private'],
  ['https://[::ffff:127.0.0.1]/', 'webhook_private'],
  ['https://[64:ff9b::7f00:1]/', 'webhook_private'],
  ['https://localhost./', 'webhook_localhost'],
  ['https://a.localhost/', 'webhook_localhost'],
  ['https://user:secret@1.1.1.1/', 'webhook_url_bad'],
  ['file:///etc/passwd', 'webhook_url_bad'],
  ['gopher://1.1.1.1/', 'webhook_url_bad'],
  ['http://1.1.1.1/', 'webhook_not_https'],
  ['https://nothing.invalid/', 'webhook_unresolved'],
])('refused: %s', async (url, code) => {
  await expect(checkWebhookUrl(url, false)).rejects.toMatchObject({ code });
});

test('for development this machine may be told, and nothing else of the network', async () => {
  expect(await checkWebhookUrl('http://localhost:9000/hook', true)).toBe('http://localhost:9000/hook');
  expect(await checkWebhookUrl('http://127.0.0.1:9000/', true)).toBe('http://127.0.0.1:9000/');
  await expect(checkWebhookUrl('http://10.0.0.1/', true)).rejects.toMatchObject({ code: 'webhook_not_https' });
  await expect(checkWebhookUrl('https://10.0.0.1/', true)).rejects.toMatchObject({ code: 'webhook_private' });
});
