import { define } from './definition.js';

/** Typing into a program that runs. */
export const INPUT_ERRORS = {
  input_not_interactive: define(
    'caller',
    409,
    'nothing can be typed into this program: it was not submitted as interactive',
    'Its input was given with the submission and ended there.',
    'Submit it with "interactive": true, or with a "terminal".',
  ),
  input_over: define(
    'caller',
    409,
    'the program has ended, nobody reads what is typed',
    'It ended, was stopped, or did not compile.',
    'Ask for its result.',
  ),
  input_closed: define(
    'caller',
    409,
    'the end of the input was sent already',
    'After its end an input cannot go on.',
    'Send "end" with the last piece, or submit the program again.',
  ),
  input_no_terminal: define(
    'caller',
    409,
    'this program has no terminal whose size could change',
    'Its streams are pipes.',
    'Submit it with a "terminal".',
  ),
  input_out_of_order: define(
    'caller',
    409,
    'number {next} of this writer has not come, so number {seq} waits for it in vain',
    'A piece before this one was not sent or was refused, or the program was started again on another worker.',
    'Send the pieces in their order. After the event "requeued" begin anew with another writer.',
  ),
  input_piece_too_large: define(
    'caller',
    413,
    'a piece of input holds at most {limit}',
    'What is typed goes through memory.',
    'Send it in several pieces.',
  ),
  input_too_much: define(
    'caller',
    413,
    'more was typed into this program than it may be given',
    'All that is typed into one run has a limit.',
    'Give large inputs with the submission, as stdin or as a file.',
  ),
  input_unread: define(
    'caller',
    429,
    'the program has not read what was typed before',
    'It computes, waits for something else, or reads no input.',
    'Send it again later.',
  ),
  input_not_taken: define(
    'ours',
    503,
    'the program does not run yet, or its worker cannot be reached',
    'It waits in the queue, or the live channel of its worker is down.',
    'Send it again: the same number is never done twice.',
  ),
  interactive_too_many: define(
    'caller',
    429,
    'this key has {most} programs under way that somebody types into',
    'Each holds its box for minutes.',
    'Stop one, or ask the operator to raise CUPEL_INTERACTIVE_PER_KEY.',
  ),
  interactive_not_offered: define(
    'caller',
    422,
    'no worker runs programs that somebody types into',
    'The operator has switched it off (CUPEL_INTERACTIVE_SLOTS is 0).',
    'Give the input with the submission.',
  ),
} as const;
