import { define } from './definition.js';

/** Problem packages, archives and what other judges call a problem. */
export const PACKAGE_ERRORS = {
  archive_refused: define(
    'caller',
    422,
    'archive "{name}" is refused: {problem}',
    'Archives come from strangers: names that lead elsewhere, links, devices, and names that collide are never unpacked.',
    'Pack the folder anew, for example with `cupel problem pack`.',
  ),
  archive_too_large: define(
    'caller',
    413,
    'archive "{name}" is refused: {problem}',
    'What is in an archive is counted while it is unpacked; the sizes that it claims for itself are not believed.',
    'Make it smaller, or raise --max-bytes and --max-entries for packages that you trust.',
  ),
  package_bad: define(
    'caller',
    422,
    'package "{name}" cannot be used (errors: {count}): {first}',
    'A package with errors would judge people by mistake.',
    'Type `cupel problem verify {name}` and mend what it names.',
  ),
  conversion_failed: define(
    'caller',
    422,
    '"{name}" cannot be converted: {problem}',
    'It is not what the converter for its format reads.',
    'Check the folder, or name its format with --from (folder, dmoj, polygon, cms).',
  ),
  tests_bad: define(
    'caller',
    422,
    'the tests in "{name}" cannot be read: {problems}',
    'Each test is a map with input and expected_output, and may have name, points and hidden.',
    'Mend the lines that are named.',
  ),
  folder_not_empty: define(
    'caller',
    422,
    '"{name}" is there already',
    'Nothing is written over what somebody else has made.',
    'Name another place, or remove this one.',
  ),
} as const;
