import { basename } from 'node:path';
import { CupelError, findLanguage, languageOfFile } from '@cupel/domain';
import type { Submission } from '@cupel/judge';
import { requireToolchain } from '@cupel/sandbox';
import { languages } from '../languages.js';
import { readBytes } from '../read-bytes.js';

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
