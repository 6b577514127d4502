import { createHmac } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { expect, it } from 'vitest';
import { signedHeaders } from './signature.js';

const body = Buffer.from('{"verdict":"AC","stdout":"ä"}');

it('is understood by the package of the specification', () => {
  const secret = `whsec_${Buffer.from('a secret of twenty-four b').toString('base64')}`;
  const headers = signedHeaders('0190-1', body, secret, new Date());
  expect(new Webhook(secret).verify(body.toString(), { ...headers })).toEqual({ verdict: 'AC', stdout: 'ä' });
  expect(() => new Webhook(secret).verify(`${body} `, { ...headers })).toThrow();
});

it('takes any other secret as it is, as Rustbox does', () => {
  const headers = signedHeaders('an-id', body, 'plain secret', new Date(1_700_000_000_999));
  const expected = createHmac('sha256', 'plain secret').update(`an-id.1700000000.${body}`).digest('base64');
  expect(headers).toEqual({
    'webhook-id': 'an-id',
    'webhook-timestamp': '1700000000',
    'webhook-signature': `v1,${expected}`,
  });
  expect(new Webhook('plain secret', { format: 'raw' }).sign('an-id', new Date(1_700_000_000_000), body.toString())).toBe(
    headers['webhook-signature'],
  );
});

it('does not take what only looks like base64 for it', () => {
  const headers = signedHeaders('i', body, 'whsec_not base64!', new Date(0));
  const expected = createHmac('sha256', 'whsec_not base64!').update(`i.0.${body}`).digest('base64');
  expect(headers['webhook-signature']).toBe(`v1,${expected}`);
});
