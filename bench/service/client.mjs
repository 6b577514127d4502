import { Agent, request } from 'node:http';

/**
 * A client that costs little beside what it measures: node:http with connections kept open.
 * @param {{ url: string, key: string }} service
 */
export function createClient({ url, key }) {
  const agent = new Agent({ keepAlive: true, maxSockets: 2_048 });
  /** @param {'GET' | 'POST'} method @param {string} path @param {unknown} [body] @returns {Promise<{ status: number, body: any }>} */
  const call = (method, path, body) =>
    new Promise((resolve, reject) => {
      const payload = body === undefined ? undefined : JSON.stringify(body);
      const headers = {
        'x-api-key': key,
        ...(payload && { 'content-type': 'application/json', 'content-length': Buffer.byteLength(payload) }),
      };
      const sent = request(new URL(path, url), { method, agent, headers }, (answer) => {
        const chunks = [];
        answer.on('data', (chunk) => chunks.push(chunk));
        answer.on('end', () => resolve({ status: answer.statusCode ?? 0, body: JSON.parse(Buffer.concat(chunks).toString()) }));
        answer.on('error', reject);
      });
      sent.on('error', reject);
      sent.end(payload);
    });
  return { call, close: () => agent.destroy() };
}
