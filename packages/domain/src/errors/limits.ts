import { define } from './definition.js';

/** Limits that cannot be granted. */
export const LIMIT_ERRORS = {
  limit_unknown: define(
    'caller',
    400,
    'there is no limit named "{name}"{suggestion}',
    'The limits given name one that does not exist.',
    'Use one of: {available}.',
  ),
  limit_not_a_number: define(
    'caller',
    422,
    '{field} is {value}, which is not a finite number',
    'A limit must be a finite number.',
    'Give {field} as {form}.',
  ),
  limit_not_a_size: define(
    'caller',
    422,
    '{field} is {value}, which is not a size',
    'A size is a number of bytes, or a number with K, M or G.',
    'Give {field} in bytes, or as in "256M" or "1G".',
  ),
  limit_not_positive: define(
    'caller',
    422,
    '{field} is {value}, but a limit must be above 0',
    'A limit of 0 or less would let nothing run; it does not mean "no limit".',
    'Give {field} as {form}, or leave it out for the default of {standard}.',
  ),
  limit_not_whole: define(
    'caller',
    422,
    '{field} is {value}, but must be a whole number',
    'Counts and sizes have no fractions.',
    'Round {field} to a whole number.',
  ),
  limit_too_small: define(
    'caller',
    422,
    '{field} is {value}, the least possible is {least}',
    'Nothing can run within so little.',
    'Raise {field} to {least} or more, or leave it out for the default of {standard}.',
  ),
  limit_too_large: define(
    'caller',
    422,
    '{field} is {value}, the most allowed is {most}',
    'The limit asked for is above what this host allows.',
    'Lower {field} to {most} or less.',
  ),
} as const;
