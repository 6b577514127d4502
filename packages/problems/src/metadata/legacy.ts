import { splitFlags } from '../data/flags.js';
import type { YamlMap } from '../yaml/map.js';
import { readLicence } from './licence.js';
import { legacyLimits } from './limits.js';
import type { Metadata } from './metadata.js';

const KEYS = [
  'problem_format_version',
  'type',
  'name',
  'uuid',
  'author',
  'source',
  'source_url',
  'license',
  'rights_owner',
  'limits',
  'validation',
  'validator_flags',
  'grading',
  'keywords',
  // Not of the format, but in packages of the field.
  'short_name',
  'languages',
];

/** problem.yaml of the format's first version, and of packages that name none. */
export function readLegacyMetadata(map: YamlMap): Metadata {
  map.refuseOthers(KEYS);
  const scoring = map.choice('type', ['pass-fail', 'scoring']) === 'scoring';
  const validation = readValidation(map, scoring);
  const authors = (map.string('author') ?? '')
    .split(/,|\band\b/)
    .map((name) => name.trim())
    .filter((name) => name !== '');
  const source = map.string('source');
  const url = map.string('source_url');
  if (url !== undefined && source === undefined) map.error('source_url', 'is given without a source');
  const uuid = map.string('uuid');
  const name = map.isMap('name') ? undefined : map.string('name');
  const languages = map.string('languages')?.split(/\s+/);
  return {
    format: 'legacy',
    names: name === undefined ? legacyNames(map) : { en: name },
    scoring,
    interactive: validation.includes('interactive'),
    multiPass: validation.includes('multi-pass'),
    submitAnswer: false,
    ...(uuid === undefined ? {} : { uuid }),
    credits: authors.length > 0 ? { authors } : {},
    sources: source === undefined ? [] : [{ name: source, ...(url === undefined ? {} : { url }) }],
    ...readLicence(map, authors, source === undefined ? [] : [source]),
    keywords: readKeywords(map),
    ...(languages === undefined || languages.includes('all') ? {} : { languages }),
    allowFileWriting: true,
    constants: {},
    limits: legacyLimits(map.map('limits')),
    customValidator: validation[0] === 'custom',
    validatorScores: validation.includes('score'),
    validatorFlags: splitFlags(map.string('validator_flags') ?? ''),
    ...readGrading(map, scoring),
  };
}

function legacyNames(map: YamlMap): Readonly<Record<string, string>> {
  const names = map.map('name');
  return Object.fromEntries(names?.keys.map((code) => [code, names.string(code) ?? '']) ?? []);
}

function readKeywords(map: YamlMap): readonly string[] {
  const keywords = map.isList('keywords') ? (map.strings('keywords') ?? []) : (map.string('keywords') ?? '').split(/\s+/);
  return keywords.filter((word) => word !== '');
}

function readValidation(map: YamlMap, scoring: boolean): readonly string[] {
  const words = (map.string('validation') ?? 'default').trim().split(/\s+/);
  const [kind, ...options] = words;
  if (kind !== 'default' && kind !== 'custom') map.error('validation', 'should begin with "default" or "custom"');
  if (kind === 'default' && options.length > 0) map.error('validation', 'only "custom" takes further words');
  for (const option of options) {
    if (!['score', 'interactive', 'multi-pass'].includes(option)) map.error('validation', `"${option}" is no kind of validation`);
  }
  if (options.includes('score') && !scoring) map.error('validation', '"score" is for scoring problems');
  return words;
}

function readGrading(map: YamlMap, scoring: boolean): Pick<Metadata, 'objective' | 'showGroups'> {
  const grading = map.map('grading');
  grading?.refuseOthers(['objective', 'show_test_data_groups']);
  if (grading !== undefined && !scoring) map.error('grading', 'is for scoring problems');
  return {
    objective: grading?.choice('objective', ['max', 'min']) ?? 'max',
    showGroups: grading?.boolean('show_test_data_groups') ?? false,
  };
}
