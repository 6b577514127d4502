import { parseGrammar } from './parse.js';
import { checkInput } from './run.js';
import { CheckError } from './tokens.js';

/** Enough for inputs of millions of numbers; a loop without an end is stopped. */
const MOST_STEPS = 20_000_000;

export type InputCheck = (input: Uint8Array) => string | undefined;

/**
 * A grammar in the language of DOMjudge's checktestdata as a function that says what is wrong with an input, and where. Text
 * where the grammar cannot be read, with its line. A pattern may take for ever: whoever asks does it in a thread (thread.ts).
 */
export function readChecktestdata(grammar: string, mostSteps = MOST_STEPS): InputCheck | string {
  try {
    const commands = parseGrammar(grammar);
    return (input) => checkInput(commands, input, mostSteps);
  } catch (error) {
    if (!(error instanceof CheckError)) throw error;
    return error.message;
  }
}
