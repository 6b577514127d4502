import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { addressBucket } from '../auth/addresses.js';

const HEADERS_CUT = 10_000;
const LOOK_EVERY = 1_000;

export interface ConnectionRules {
  readonly requestSeconds: number;
  readonly perAddress: number;
  /** Behind a proxy of ours all clients have its address. */
  readonly isProxy: (address: string) => boolean;
}

/** For `http.createServer`: how often it looks for requests that dawdle. */
export const serverOptions = { connectionsCheckingInterval: LOOK_EVERY, maxHeaderSize: 16 * 1024 };

/**
 * Milliseconds after which a connection is cut on which nothing moved: neither a slow reader nor a silent client is kept. A
 * request that is held open is no silence, however long it may be held.
 */
export function idleCut({ idleSeconds, waitSeconds }: { readonly idleSeconds: number; readonly waitSeconds: number }): number {
  return Math.max(idleSeconds, waitSeconds + 1) * 1000;
}

/** Cuts who sends too slowly, and who opens more connections than one address may. */
export function limitConnections(server: Server, { requestSeconds, perAddress, isProxy }: ConnectionRules): void {
  server.requestTimeout = requestSeconds * 1000;
  server.headersTimeout = Math.min(HEADERS_CUT, server.requestTimeout);
  const open = new Map<string, number>();
  server.on('connection', (socket: Socket) => {
    const address = addressBucket(socket.remoteAddress ?? '');
    const count = (open.get(address) ?? 0) + 1;
    open.set(address, count);
    socket.once('close', () => {
      const left = (open.get(address) ?? 1) - 1;
      if (left > 0) open.set(address, left);
      else open.delete(address);
    });
    if (count > perAddress && !isProxy(socket.remoteAddress ?? '')) socket.destroy();
  });
}
