import { connect, type Socket } from 'node:net';
import { Fields } from '../../packages/sandbox/src/launcher/fields.js';
import { type Frame, FrameReader } from '../../packages/sandbox/src/launcher/frames.js';
import { LAUNCHER_FRAMES, REFUSALS, REFUSED_FIELDS } from '../../packages/sandbox/src/launcher/protocol.gen.js';
import { encodeHello } from '../../packages/sandbox/src/launcher/welcome.js';

/** A client without manners: writes any bytes and keeps what it hears. */
export class RawClient {
  readonly heard: Frame[] = [];
  readonly socket: Socket;
  #wake: (() => void) | undefined;

  constructor(path: string) {
    this.socket = connect(path);
    const reader = new FrameReader();
    this.socket.on('data', (chunk: Buffer) => {
      this.heard.push(...reader.push(chunk));
      this.#wake?.();
    });
    // What is reset instead of closed is closed, too.
    this.socket.on('error', () => undefined);
  }

  static async greeted(path: string): Promise<RawClient> {
    const client = new RawClient(path);
    client.socket.write(encodeHello());
    await client.hear(LAUNCHER_FRAMES.WELCOME);
    return client;
  }

  /** The first frame of a type. */
  async hear(type: number): Promise<Frame> {
    for (;;) {
      const frame = this.heard.find((each) => each.type === type);
      if (frame !== undefined) return frame;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  /** Resolves when the other side has hung up. */
  async hungUp(): Promise<void> {
    if (this.socket.closed) return;
    await new Promise<void>((resolve) => this.socket.once('close', () => resolve()));
  }

  /** Why it was refused, as far as it was told. */
  refusals(): readonly string[] {
    return this.heard
      .filter((frame) => frame.type === LAUNCHER_FRAMES.REFUSED)
      .map((frame) => new Fields(frame.payload).getNumber(REFUSED_FIELDS.REFUSED_CODE))
      .map((code) => Object.keys(REFUSALS).find((name) => REFUSALS[name as keyof typeof REFUSALS] === code) ?? String(code));
  }
}

export const refusalIn = ({ payload }: Frame): number => new Fields(payload).getNumber(REFUSED_FIELDS.REFUSED_CODE);
