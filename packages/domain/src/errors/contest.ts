import { define } from './definition.js';

/** What is asked of contests and of judging again, and cannot be. */
export const CONTEST_ERRORS = {
  contest_not_begun: define(
    'caller',
    409,
    '{contest} has not begun; it begins at {at}',
    'Submissions are taken between the beginning and the end, by the clock of the database.',
    'Submit once it has begun.',
  ),
  contest_over: define(
    'caller',
    409,
    '{contest} is over; it ended at {at}',
    'Submissions are taken between the beginning and the end, by the clock of the database.',
    'Submit to the problem itself, outside the contest.',
  ),
  not_participant: define(
    'caller',
    403,
    'only participants may submit to {contest}',
    'Whoever submits has not joined, or was not let in.',
    'Join first; a private contest is joined by being put on its list by whoever set it.',
  ),
  contest_private: define(
    'caller',
    403,
    '{contest} is private: it is joined by being put on its list',
    'Its setter decides who takes part.',
    'Ask whoever set the contest.',
  ),
  problem_in_contest: define(
    'caller',
    409,
    '{problem} is part of {contest} until {at}',
    'While a contest runs, its problems take submissions in the contest alone: any other would tell a verdict without a penalty.',
    'Submit it in the contest, or wait until it is over.',
  ),
  rejudge_nothing: define(
    'caller',
    422,
    'there is nothing to judge again: no judged submission is {selection}',
    'Only submissions to problems that have been judged are judged again.',
    'Pick others, or leave conditions out.',
  ),
  rejudge_not_ready: define(
    'caller',
    409,
    '{left} of {total} submissions are still to be judged again',
    'What is applied in part would be fair to nobody.',
    'Wait until all are judged, or drop it.',
  ),
  rejudge_final: define(
    'caller',
    409,
    'it was {state} already',
    'What was judged again is applied or dropped once.',
    'Start another.',
  ),
} as const;
