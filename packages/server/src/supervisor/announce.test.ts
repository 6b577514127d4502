import { expect, test } from 'vitest';
import { loadConfig } from '../platform/config.js';
import { announcement } from './announce.js';

const ready = { stateDir: '/var/lib/cupel', slots: 2, missing: [], firstKey: undefined, adminPath: undefined };
const config = (host: string) => loadConfig({ environment: { CUPEL_HOST: host } });

test('on this machine it shows a command that needs no key', () => {
  const text = announcement({ ...ready, url: 'http://127.0.0.1:4096' }, config('127.0.0.1'));
  expect(text).toMatch(/^Cupel is ready at http:\/\/127\.0\.0\.1:4096 \(2 runs at once, every wall up; /);
  expect(text).toContain("    curl -s 'http://127.0.0.1:4096/api/submit?wait=true'");
});

test.each(['0.0.0.0', '::'])('listening on %s it shows an address to go to, and no command that would be refused', (host) => {
  const url = host === '::' ? 'http://[::]:4096' : `http://${host}:4096`;
  const text = announcement({ ...ready, url }, config(host));
  expect(text).toMatch(/^Cupel is ready at http:\/\/\d+\.\d+\.\d+\.\d+:4096 /);
  expect(text).not.toContain('//0.0.0.0');
  expect(text).not.toContain('curl');
});

test('the first key stands in the command that is shown with it', () => {
  const text = announcement({ ...ready, url: 'http://10.0.0.1:4096', firstKey: 'cupel_x' }, config('10.0.0.1'));
  expect(text).toContain(
    "curl -s 'http://10.0.0.1:4096/api/submit?wait=true' -H 'content-type: application/json' -H 'x-api-key: cupel_x'",
  );
});

test('an API alone says nothing of walls that stand on other machines', () => {
  const text = announcement({ ...ready, slots: 0, url: 'http://127.0.0.1:4096' }, config('127.0.0.1'));
  expect(text).toMatch(/^Cupel is ready at http:\/\/127\.0\.0\.1:4096 \(no worker of its own; data in /);
});
