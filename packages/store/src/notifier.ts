import type { Wakeups } from './listener.js';

export type Channel = Exclude<keyof Wakeups, 'resync'>;

export interface Notifier {
  notify(channel: Channel, payload: string): void;
  /** Resolves when everything is sent. */
  idle(): Promise<void>;
}

/**
 * Sends wake-ups one statement after the other, each with all that has gathered meanwhile, and the same one only once.
 *
 * NOTIFY inside a transaction would be one round trip less, but PostgreSQL commits transactions that notify one by one:
 * with sixteen clients that cost two thirds of the throughput (docs/decisions). Sent apart, there is nothing to
 * flush in its transaction. Should it be lost between the two, whoever listens looks by himself a little later.
 */
export function createNotifier(send: (channels: readonly string[], payloads: readonly string[]) => Promise<unknown>): Notifier {
  let waiting = new Map<string, readonly [Channel, string]>();
  let sending: Promise<void> | undefined;
  const sendAll = async () => {
    while (waiting.size > 0) {
      const batch = [...waiting.values()];
      waiting = new Map();
      const channels = batch.map(([channel]) => channel);
      const payloads = batch.map(([, payload]) => payload);
      await send(channels, payloads).catch(() => undefined);
    }
    sending = undefined;
  };
  return {
    notify: (channel, payload) => {
      waiting.set(`${channel} ${payload}`, [channel, payload]);
      // What one call tells on several channels is one statement.
      sending ??= new Promise((resolve) => setImmediate(resolve)).then(sendAll);
    },
    idle: async () => sending,
  };
}
