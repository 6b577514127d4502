import { randomUUID } from 'node:crypto';
import { stringify } from 'yaml';
import type { ConvertedFile } from './converted.js';

export interface ConvertedMetadata {
  readonly title: string;
  readonly language?: string;
  readonly types: readonly string[];
  /** Seconds and MiB. */
  readonly timeLimit?: number;
  readonly memory?: number;
  readonly authors?: readonly string[];
}

/** problem.yaml of 2025-09. */
export function problemYaml({ title, language = 'en', types, timeLimit, memory, authors }: ConvertedMetadata): ConvertedFile {
  const limits = { ...(timeLimit === undefined ? {} : { time_limit: timeLimit }), ...(memory === undefined ? {} : { memory }) };
  const text = stringify({
    problem_format_version: '2025-09',
    type: types,
    name: { [language]: title },
    uuid: randomUUID(),
    ...(authors === undefined || authors.length === 0 ? {} : { credits: { authors } }),
    ...(Object.keys(limits).length === 0 ? {} : { limits }),
  });
  return { path: 'problem.yaml', text };
}

/** What holds until the setter has written something better: every input is right. */
export const OPEN_VALIDATOR: ConvertedFile = {
  path: 'input_validators/accept.py',
  text: 'import sys\n\n# Accepts every input: the original said nothing of what is right. Replace it.\nsys.stdin.buffer.read()\nsys.exit(42)\n',
};

export function yamlFile(path: string, value: unknown): ConvertedFile {
  return { path, text: stringify(value) };
}
