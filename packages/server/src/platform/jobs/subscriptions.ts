import { LEADERBOARDS, type Subscriptions } from '@cupel/store';
import { isSecretKind } from './submission-options.js';

/** Who is told of the end of a submission: a row of the outbox for each, written with the end itself. */
export const CONSUMERS = { webhooks: 'webhooks', accounts: 'accounts', leaderboards: LEADERBOARDS } as const;

/** What is judged again in secret is told to nobody outside. */
const SECRET: Subscriptions = {
  'submission.completed': [CONSUMERS.accounts],
  'submission.failed': [CONSUMERS.accounts],
};

export const subscriptionsOf = (kind: string): Subscriptions => (isSecretKind(kind) ? SECRET : SUBSCRIPTIONS);

export const SUBSCRIPTIONS: Subscriptions = {
  'submission.completed': [CONSUMERS.webhooks, CONSUMERS.accounts],
  'submission.failed': [CONSUMERS.webhooks, CONSUMERS.accounts],
  'submission.cancelled': [CONSUMERS.webhooks, CONSUMERS.leaderboards],
};
