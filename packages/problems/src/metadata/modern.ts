import type { YamlMap } from '../yaml/map.js';
import { readLicence } from './licence.js';
import { modernLimits } from './limits.js';
import type { Metadata } from './metadata.js';
import { readCredits, readSources } from './people.js';

const KEYS = [
  'problem_format_version',
  'type',
  'name',
  'uuid',
  'version',
  'credits',
  'source',
  'license',
  'rights_owner',
  'embargo_until',
  'limits',
  'keywords',
  'languages',
  'allow_file_writing',
  'constants',
];
const TYPES = ['pass-fail', 'scoring', 'multi-pass', 'interactive', 'submit-answer'];
const APART: readonly (readonly [string, string])[] = [
  ['pass-fail', 'scoring'],
  ['submit-answer', 'multi-pass'],
  ['submit-answer', 'interactive'],
];
const DATE = /^\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\dZ)?$/;
const LANGUAGE_CODE = /^[a-z]{2,3}(-[A-Z]{2})?$/;

/** problem.yaml of 2025-09. */
export function readModernMetadata(map: YamlMap): Metadata {
  map.refuseOthers(KEYS);
  const types = readTypes(map);
  const languages = map.strings('languages');
  const credits = readCredits(map);
  const sources = readSources(map);
  const embargo = map.string('embargo_until');
  if (embargo !== undefined && !DATE.test(embargo))
    map.error('embargo_until', 'should be a date (2026-01-31), or a date and time in UTC (2026-01-31T12:00:00Z)');
  return {
    format: '2025-09',
    names: readNames(map),
    scoring: types.includes('scoring'),
    interactive: types.includes('interactive'),
    multiPass: types.includes('multi-pass'),
    submitAnswer: types.includes('submit-answer'),
    ...readIdentity(map),
    credits,
    sources,
    ...readLicence(
      map,
      credits.authors ?? [],
      sources.map(({ name }) => name),
    ),
    ...(embargo === undefined ? {} : { embargoUntil: embargo }),
    keywords: map.strings('keywords') ?? [],
    ...(languages === undefined || languages.includes('all') ? {} : { languages }),
    allowFileWriting: map.boolean('allow_file_writing') ?? false,
    constants: readConstants(map),
    limits: modernLimits(map.map('limits'), types.includes('multi-pass')),
    validatorFlags: [],
    objective: 'max',
    showGroups: false,
  };
}

function readTypes(map: YamlMap): readonly string[] {
  const types = map.strings('type') ?? ['pass-fail'];
  for (const type of types) if (!TYPES.includes(type)) map.error('type', `"${type}" is no type; there are ${TYPES.join(', ')}`);
  if (new Set(types).size < types.length) map.error('type', 'names a type twice');
  if (types.length === 0) map.error('type', 'names no type');
  for (const [one, other] of APART) {
    if (types.includes(one) && types.includes(other)) map.error('type', `a problem cannot be ${one} and ${other}`);
  }
  return types;
}

function readNames(map: YamlMap): Readonly<Record<string, string>> {
  if (!map.has('name')) map.error(undefined, '"name" is missing');
  if (!map.isMap('name')) return { en: map.string('name') ?? '' };
  const names = map.map('name');
  for (const code of names?.keys ?? []) {
    if (!LANGUAGE_CODE.test(code)) names?.error(code, `"${code}" is no code of a language, as "en" and "pt-BR" are`);
  }
  return Object.fromEntries(names?.keys.map((code) => [code, names.string(code) ?? '']) ?? []);
}

function readIdentity(map: YamlMap): Pick<Metadata, 'uuid' | 'release'> {
  const uuid = map.string('uuid');
  const release = map.string('version');
  if (uuid === undefined) map.error(undefined, '"uuid" is missing; it tells problems apart whose names change');
  else if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(uuid)) map.error('uuid', `"${uuid}" is no UUID`);
  return { ...(uuid === undefined ? {} : { uuid }), ...(release === undefined ? {} : { release }) };
}

function readConstants(map: YamlMap): Readonly<Record<string, string>> {
  const constants = map.map('constants');
  for (const name of constants?.keys ?? []) {
    if (!/^[a-zA-Z_][a-zA-Z0-9_]*$/.test(name)) constants?.error(name, `"${name}" cannot be the name of a constant`);
  }
  return Object.fromEntries(constants?.keys.map((name) => [name, constants.string(name) ?? '']) ?? []);
}
