import { basename } from 'node:path';
import { CupelError, findLanguage, languageOfFile } from '@cupel/domain';
import { ANSWERS_TOOLCHAIN, type Submission } from '@cupel/judge';
import { readAnswers } from '@cupel/problems';
import { requireToolchain } from '@cupel/sandbox';
import { languages } from '../languages.js';
import { readBytes } from '../read-bytes.js';
import { limitsOf, type PackageOptions } from './open.js';

export interface LanguageOptions {
  readonly language?: string;
  readonly version?: string;
}

/** A solution from its files, in the language that is named or that the first file's ending tells. */
export async function readSubmission(files: readonly string[], options: LanguageOptions): Promise<Submission> {
  const all = languages();
  const [main = ''] = files;
  const chosen = options.language === undefined ? undefined : findLanguage(all, options.language);
  const language = chosen?.language ?? languageOfFile(all, main);
  if (language === undefined) throw new CupelError('language_needed', { name: main }, { field: '--language' });
  const sources = files.map((file) => ({ name: basename(file), bytes: readBytes(file, 'file') }));
  const toolchain = await requireToolchain(language, options.version ?? chosen?.version);
  return { toolchain, files: sources };
}

/** Answers in the place of a program: files called as the tests are, a folder of them, or its zip. */
export async function readAnswerSubmission(paths: readonly string[], options: PackageOptions): Promise<Submission> {
  const files = await Promise.all(paths.map((path) => readAnswers(path, limitsOf(options))));
  return { toolchain: ANSWERS_TOOLCHAIN, files: files.flat() };
}
