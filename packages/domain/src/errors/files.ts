import { define } from './definition.js';

/** Names that cannot stand in a box. */
export const FILE_ERRORS = {
  file_name_bad: define(
    'caller',
    422,
    'file name "{name}" {problem}',
    'File names are paths below the box, made of letters, digits, dot, underscore and hyphen.',
    'Rename the file, for example to "main.txt" or "data/input.txt".',
  ),
  file_name_twice: define(
    'caller',
    422,
    'file name "{name}" is given twice',
    'Two files cannot have one name.',
    'Rename or drop one of them.',
  ),
  file_names_collide: define(
    'caller',
    422,
    'file names "{name}" and "{other}" differ only in upper and lower case',
    'Such files overwrite each other on many systems.',
    'Rename one of them.',
  ),
  file_is_folder: define(
    'caller',
    422,
    '"{name}" is a file, but "{other}" needs it to be a folder',
    'A name cannot be both.',
    'Rename one of them.',
  ),
  files_too_many: define(
    'caller',
    413,
    '{count} files, the most allowed is {most}',
    'One run takes a limited number of files.',
    'Send fewer files.',
  ),
  argument_bad: define(
    'caller',
    422,
    'argument {index} holds a NUL byte',
    'The kernel ends an argument at the first NUL byte.',
    'Remove the NUL byte; binary data goes in through stdin or a file.',
  ),
} as const;
