import { type Connection, createDelivery, getSubmission, type OutboxMessage, receiversOf, type Submission } from '@cupel/store';
import { isSecretKind } from '../platform/jobs/submission-options.js';
import { presentResult } from '../platform/results/present.js';

/**
 * Makes a delivery for everyone who is to hear of an end, in the transaction that forgets the message: so each end is told
 * once. The body is the result as the API answers it at that moment, and stays so however often it is sent.
 */
export async function announceEnds(messages: readonly OutboxMessage[], connection: Connection): Promise<void> {
  for (const { tenantId, submissionId, topic } of messages) {
    if (submissionId === null) continue;
    const receivers = await receiversOf(connection, tenantId, submissionId);
    if (receivers.length === 0) continue;
    const submission = await getSubmission(connection, tenantId, submissionId);
    // What is judged again beside the results that stand is nobody's end yet.
    if (isSecretKind(submission.kind)) continue;
    // Whoever set the receiver up is the submitter's system, whatever scopes its key has: the setter's words stay in the service.
    const result = await presentResult(connection, submission, 'submitter', { base64: false });
    const body = Buffer.from(JSON.stringify(result));
    for (const { endpointId, url, secret } of receivers) {
      const id = deliveryId(submission, topic, endpointId);
      const endpoint = endpointId === null ? {} : { endpointId };
      await createDelivery(connection, { id, tenantId, submissionId, ...endpoint, url, secret, event: topic, body });
    }
  }
}

/**
 * Of the submission's own receiver it is the submission's id, as with Rustbox; the same for every attempt. What could not be judged
 * is told once under another id, so that the end that comes when the problem is repaired is none that was told before.
 */
function deliveryId({ id, cause }: Submission, topic: string, endpointId: string | null): string {
  const broken = cause === 'judging_failed' ? `${id}.${cause}` : id;
  const end = topic === 'submission.completed' ? broken : `${id}.${topic.replace('submission.', '')}`;
  return endpointId === null ? end : `${end}.${endpointId}`;
}
