import { define } from './definition.js';

/** What is asked of the queue and of what is stored, and cannot be. */
export const STORE_ERRORS = {
  submission_not_found: define(
    'caller',
    404,
    'submission not found',
    'No submission of this tenant has this id; it may have been deleted, or have passed its retention.',
    'Check the id, and that the key belongs to the tenant that submitted.',
  ),
  record_not_found: define(
    'caller',
    404,
    '{what} not found',
    'Nothing of this kind has this id within the tenant.',
    'Check the id, and that the key belongs to the right tenant.',
  ),
  blob_not_found: define(
    'caller',
    422,
    'there is no blob {sha256}',
    'A file is given by its SHA-256, but its bytes were never sent, or went unused for so long that they were swept.',
    'Send the bytes first.',
  ),
  blob_mismatch: define(
    'caller',
    422,
    'the bytes sent have the SHA-256 {actual}, not {sha256}',
    'The bytes were damaged on their way, or named by the wrong hash.',
    'Send the bytes again.',
  ),
  queue_full: define(
    'caller',
    503,
    'queue full, try again later',
    'As many submissions are waiting as this service takes.',
    'Ask again after {retryAfter} seconds.',
  ),
  idempotency_conflict: define(
    'caller',
    409,
    'this Idempotency-Key was used with another request',
    'A key names one request for 24 hours; the body sent now differs from the first.',
    'Use a new key, or send the first body again.',
  ),
  already_final: define(
    'caller',
    409,
    'the submission is {state} already',
    'What was asked for is possible only before the end.',
    'Read its result.',
  ),
  not_final: define(
    'caller',
    409,
    'the submission is {state}, not yet at its end',
    'What was asked for is possible only after the end.',
    'Wait for its result, or cancel it.',
  ),
  lease_lost: define(
    'ours',
    409,
    'the lease {epoch} of {submission} is no longer held by {worker}',
    'The worker fell silent and its job was given to another, or the submission was cancelled or deleted meanwhile.',
    'Nothing is to be done: the result of the lease that holds counts.',
  ),
  cursor_bad: define(
    'caller',
    400,
    'this cursor is none of ours',
    'The cursor was cut or changed.',
    'Use the cursor as it was answered, or leave it out to start from the beginning.',
  ),
  name_taken: define(
    'caller',
    409,
    'there is a {what} named "{name}" already',
    'Such names are given once.',
    'Choose another name.',
  ),
} as const;
