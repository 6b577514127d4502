import { createSocket } from 'node:dgram';
import { createServer, type ListenOptions, type Server } from 'node:net';

/** Services on the host that a program must not reach. */
export class Listener {
  /** What reached them. */
  readonly reached: string[] = [];
  readonly #servers: Server[] = [];
  readonly #datagrams = createSocket('udp4');

  /** On loopback, and by an abstract name; the ports are the system's choice. */
  async open(name: string): Promise<{ readonly tcp: number; readonly udp: number }> {
    const tcp = this.#serve('tcp');
    await new Promise<void>((resolve) => tcp.listen(0, resolve));
    await this.#listen({ path: `\0${name}` });
    this.#datagrams.on('message', (message) => this.reached.push(`udp ${message.toString('latin1')}`));
    await new Promise<void>((resolve) => this.#datagrams.bind(0, '127.0.0.1', resolve));
    const address = tcp.address();
    return { tcp: address !== null && typeof address === 'object' ? address.port : 0, udp: this.#datagrams.address().port };
  }

  async openUnix(path: string): Promise<void> {
    await this.#listen({ path, writableAll: true });
  }

  close(): void {
    for (const server of this.#servers) server.close();
    try {
      this.#datagrams.close();
    } catch {
      // It was never bound.
    }
  }

  async #listen(options: ListenOptions): Promise<void> {
    const server = this.#serve('unix');
    await new Promise<void>((resolve) => server.listen(options, resolve));
  }

  #serve(kind: string): Server {
    const server = createServer((connection) => {
      this.reached.push(kind);
      connection.on('error', () => undefined).destroy();
    });
    this.#servers.push(server);
    return server;
  }
}
