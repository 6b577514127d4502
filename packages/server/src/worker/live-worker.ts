import type { Leases } from './leases.js';
import type { LiveWorker } from './live-connection.js';

/** What a worker answers over the live channel, from what it holds. */
export function liveWorker(worker: string, leases: Leases): LiveWorker {
  return {
    worker,
    find: (submission) => {
      const held = leases.find(submission);
      return held && { epoch: held.lease.epoch, events: held.recorder.events };
    },
    typedInto: () => leases.all().flatMap(({ input, lease }) => (input === undefined ? [] : [lease.submissionId])),
    type: async (submission, typed) => {
      const held = leases.find(submission);
      if (held?.input === undefined || held.signal.aborted) return { outcome: 'elsewhere' };
      return held.input.take(typed);
    },
  };
}
