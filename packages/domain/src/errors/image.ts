import { define } from './definition.js';

/** What keeps an image from being made or used. */
export const IMAGE_ERRORS = {
  image_name_bad: define(
    'caller',
    400,
    'an image cannot be called "{name}"',
    'The name becomes a language and a line of a file.',
    'Use 1 to 31 lower-case letters, digits and "-", beginning with a letter, and no name of a language.',
  ),
  image_packages_unknown: define(
    'caller',
    400,
    '{suite} has no such package, or none that goes with the others: {packages}',
    'Images are made of Debian packages and nothing else.',
    'Look for the name with `apt-cache search`; a library for Python is python3-<name>.',
  ),
  image_incomplete: define(
    'caller',
    400,
    '{language} would not run in this image: {missing} is missing',
    'These packages, in this suite, do not hold all that the language needs.',
    'Name the packages that bring it, with --packages.',
  ),
  image_tool_missing: define(
    'ours',
    503,
    'mmdebstrap is not installed',
    'It makes a root file system of Debian packages.',
    'Type `apt-get install mmdebstrap`.',
  ),
  image_disk_full: define(
    'ours',
    503,
    'the disk was full before the image was made',
    'What had been unpacked is removed again.',
    'Make room below {folder}.',
  ),
  image_build_failed: define(
    'ours',
    503,
    'the image could not be made: {problem}',
    'The tool mmdebstrap ended with an error; nothing is left of what it made.',
    'Cure what it names, then try again.',
  ),
  image_unknown: define(
    'caller',
    404,
    'there is no image "{name}"',
    'It was never made, or was removed.',
    'See `cupel image list`.',
  ),
} as const;
