export { abuseOf } from './abuse.js';
export { type CallOptions, Cupel, type WaitOptions } from './client.js';
export { CupelApiError } from './error.js';
export { gradingOf } from './grading.js';
export { problemsOf } from './problems.js';
export { queueOf } from './queue.js';
export type { Call, TransportOptions } from './transport.js';
export type * from './types.js';
export { type VerifyOptions, verifyWebhook } from './webhook.js';
