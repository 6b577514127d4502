/** What comes of keys where the program has no terminal that would see to it. */
export interface DraftActions {
  send(text: string): void;
  end(): void;
  interrupt(): void;
}

const MOST = 8_000;
/** Around what is pasted, where a program has asked for it. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken away
const BRACKETS = /\u001b\[20[01]~/g;
/** Keys that move, which a line at the end of all output has no use for. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: as above
const SEQUENCES = /\u001b(?:\[[\d;]*[~A-Za-z]|O[A-Z]|.)?/g;

/**
 * A line that is typed into a pipe: it can be mended until Enter sends it, as at a terminal. Ctrl-U and Ctrl-W erase, Ctrl-C
 * interrupts, Ctrl-D sends what there is or ends the input.
 */
export class LineDraft {
  readonly #actions: DraftActions;
  #text = '';

  constructor(actions: DraftActions) {
    this.#actions = actions;
  }

  get text(): string {
    return this.#text;
  }

  clear(): void {
    this.#text = '';
  }

  /** Keys as a terminal sends them, or a text that was pasted. */
  take(data: string): void {
    for (const key of data.replace(BRACKETS, '').replace(SEQUENCES, '').replace(/\r\n/g, '\r')) this.#key(key);
  }

  #key(key: string): void {
    if (key === '\r' || key === '\n') this.#send('\n');
    else if (key === '\u007f' || key === '\b') this.#text = [...this.#text].slice(0, -1).join('');
    else if (key === '\u0015') this.#text = '';
    else if (key === '\u0017') this.#text = this.#text.replace(/\S*\s*$/, '');
    else if (key === '\u0003') this.#interrupt();
    else if (key === '\u0004') this.#end();
    else if (key === '\t' || key >= ' ') this.#append(key);
  }

  #append(key: string): void {
    if (this.#text.length < MOST) this.#text += key;
  }

  #send(ending: string): void {
    const text = this.#text + ending;
    this.#text = '';
    this.#actions.send(text);
  }

  #interrupt(): void {
    this.#text = '';
    this.#actions.interrupt();
  }

  #end(): void {
    if (this.#text === '') this.#actions.end();
    else this.#send('');
  }
}
