import { createServer } from 'node:http';
import { CupelError } from '@cupel/domain';
import type { Services } from '../services.js';
import { renderMetrics } from './scrape.js';

/** /metrics on a port of its own, for a network in which only the monitoring lives. Returns what closes it. */
export async function serveMetrics(services: Services, host: string, port: number): Promise<() => Promise<void>> {
  const server = createServer((request, response) => {
    if (request.method !== 'GET' || request.url?.split('?')[0] !== '/metrics') {
      response.writeHead(404).end();
      return;
    }
    renderMetrics(services).then(
      ({ text, type }) => response.writeHead(200, { 'content-type': type, 'x-content-type-options': 'nosniff' }).end(text),
      () => response.writeHead(500).end(),
    );
  });
  server.requestTimeout = 10_000;
  await new Promise<void>((resolve, reject) => {
    const fail = (error: Error) =>
      reject(new CupelError('port_refused', { host, port, problem: error.message }, { cause: error }));
    server.once('error', fail);
    server.listen({ host, port }, resolve);
  });
  return () =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
}
