import { LEADERBOARDS, type Subscriptions } from '@cupel/store';

/** Who is told of the end of a submission: a row of the outbox for each, written with the end itself. */
export const CONSUMERS = { webhooks: 'webhooks', accounts: 'accounts', leaderboards: LEADERBOARDS } as const;

export const SUBSCRIPTIONS: Subscriptions = {
  'submission.completed': [CONSUMERS.webhooks, CONSUMERS.accounts],
  'submission.failed': [CONSUMERS.webhooks, CONSUMERS.accounts],
  'submission.cancelled': [CONSUMERS.webhooks, CONSUMERS.leaderboards],
};
