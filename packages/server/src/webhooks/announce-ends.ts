import { type Connection, createDelivery, getSubmission, type OutboxMessage, receiversOf } from '@cupel/store';
import { serializeResult } from '../platform/results/serialize.js';

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
    const body = Buffer.from(JSON.stringify(serializeResult(submission, { base64: false })));
    for (const { endpointId, url, secret } of receivers) {
      const id = deliveryId(submissionId, topic, endpointId);
      const endpoint = endpointId === null ? {} : { endpointId };
      await createDelivery(connection, { id, tenantId, submissionId, ...endpoint, url, secret, event: topic, body });
    }
  }
}

/** Of the submission's own receiver it is the submission's id, as with Rustbox; the same for every attempt. */
function deliveryId(submissionId: string, topic: string, endpointId: string | null): string {
  const end = topic === 'submission.completed' ? submissionId : `${submissionId}.${topic.replace('submission.', '')}`;
  return endpointId === null ? end : `${end}.${endpointId}`;
}
