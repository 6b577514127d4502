import { CupelError, findLanguage, type Language, languageOfFile, recordEvidence, type Toolchain } from '@cupel/domain';
import type { ExecuteRequest, ExecuteResult } from '@cupel/judge';
import { requireToolchain } from '@cupel/sandbox';
import { languages } from './languages.js';
import { type BoxOptions, isolationMode, limitsFrom, namedFiles } from './options.js';
import { writeText } from './write-text.js';

const MOST_CODE_BYTES = 64 * 1024;

export interface SubmissionOptions extends BoxOptions {
  readonly language?: string;
  readonly version?: string;
  readonly typecheck?: boolean;
  readonly saveEvidence?: string;
}

export interface Source {
  /** That of the language unless given. */
  readonly name?: string;
  readonly bytes: Uint8Array;
  /** Where it was given, for messages. */
  readonly field: string;
}

export interface Submission {
  readonly toolchain: Toolchain;
  readonly request: ExecuteRequest;
}

/** All that can be wrong with what was typed is found here, before anything is started. */
export async function prepareSubmission(
  source: Source,
  args: readonly string[],
  options: SubmissionOptions,
): Promise<Submission> {
  const { language, version } = chosenLanguage(source.name, options.language);
  checkLength(source);
  const mode = isolationMode(options);
  const files = [{ ...(source.name === undefined ? {} : { name: source.name }), bytes: source.bytes }, ...namedFiles(options)];
  const limits = limitsFrom(options, language.run.limits);
  const toolchain = await requireToolchain(language, options.version ?? version);
  return { toolchain, request: { files, mode, args, limits, typecheck: options.typecheck ?? false } };
}

function chosenLanguage(
  name: string | undefined,
  asked: string | undefined,
): { readonly language: Language; readonly version?: string } {
  const all = languages();
  if (asked !== undefined) return findLanguage(all, asked);
  const language = name === undefined ? undefined : languageOfFile(all, name);
  if (language === undefined)
    throw new CupelError('language_needed', { name: name ?? 'a program from stdin' }, { field: '--language' });
  return { language };
}

function checkLength({ bytes, field }: Source): void {
  if (bytes.length <= MOST_CODE_BYTES) return;
  throw new CupelError('code_too_long', { bytes: bytes.length, limit: MOST_CODE_BYTES }, { field });
}

/** Writes the record from which `cupel verdict replay` finds the verdict again: of the run, or of the compiler where that had the last word. */
export function saveEvidence(path: string, { compile, evidence, limits, language }: ExecuteResult): void {
  const note = `${language.id} ${language.version}`;
  const record =
    evidence !== undefined
      ? recordEvidence('run', evidence, limits, note)
      : compile?.evidence !== undefined
        ? recordEvidence('compile', compile.evidence, compile.limits, note)
        : undefined;
  if (record !== undefined) writeText(path, `${JSON.stringify(record, null, 2)}\n`, '--save-evidence');
}
