import { type Typing, typingOf } from '@cupel/sdk';
import { client } from '../../api/client.ts';

/** What is typed before the service has said what the run is called waits here: so many keys at most. */
const MOST_EARLY = 1_000;

/** Types into the run of this tab. */
export class RunInput {
  /** The run was begun before this page was loaded. */
  readonly resumed: boolean;
  readonly #signal: AbortSignal;
  readonly #onProblem: (text: string) => void;
  #typing: Typing | undefined;
  #early: ((typing: Typing) => void)[] = [];

  constructor(signal: AbortSignal, onProblem: (text: string) => void, resumed: boolean) {
    this.resumed = resumed;
    this.#signal = signal;
    this.#onProblem = onProblem;
  }

  accepted(id: string): void {
    const typing = typingOf(client, id, {
      signal: this.#signal,
      // That it has ended the page says elsewhere, and better.
      onProblem: ({ code, message }) => code !== 'input_over' && this.#onProblem(message),
    });
    this.#typing = typing;
    for (const act of this.#early.splice(0)) act(typing);
  }

  /** The program begins anew: what was typed into the one before is gone with it. */
  restart(): void {
    this.#typing?.restart();
  }

  do(act: (typing: Typing) => void): void {
    if (this.#typing !== undefined) act(this.#typing);
    else if (this.#early.length < MOST_EARLY) this.#early.push(act);
  }
}
