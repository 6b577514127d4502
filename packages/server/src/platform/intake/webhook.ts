import { CupelError } from '@cupel/domain';
import type { Config } from '../settings/schema.js';
import { checkWebhookUrl } from '../webhooks/guard.js';
import type { SubmissionRequest } from './schema.js';

const MOST_SECRET = 256;

/** Throws `webhook_…` in the words that clients of Rustbox know. */
export async function webhookOf(
  request: SubmissionRequest,
  config: Config,
): Promise<{ readonly url: string; readonly secret: string } | undefined> {
  const { webhook_url: url, webhook_secret: secret } = request;
  if (url === undefined) {
    if (secret === undefined) return undefined;
    throw new CupelError(
      'field_bad',
      { field: 'webhook_url', problem: 'is missing, but there is a webhook_secret' },
      { field: 'webhook_url' },
    );
  }
  if (secret === undefined || secret === '') throw new CupelError('webhook_secret_missing', {}, { field: 'webhook_secret' });
  if (Buffer.byteLength(secret) > MOST_SECRET) throw new CupelError('webhook_secret_too_long', {}, { field: 'webhook_secret' });
  return { url: await checkWebhookUrl(url, config.allowLocalhostWebhooks), secret };
}
