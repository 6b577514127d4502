import {
  CupelError,
  checkFileNames,
  chosenValues,
  decodeText,
  fileNameProblem,
  type InputFile,
  isBlank,
  javaFileName,
  javaMainClass,
  type Language,
  normaliseSource,
  type StepValues,
  type Toolchain,
} from '@cupel/domain';
import type { SourceFile } from './request.js';

/** A submission, checked and brought into the form that its language wants. Plain data. */
export interface Program {
  readonly toolchain: Toolchain;
  readonly sources: readonly InputFile[];
  /** What is no source: reaches compiler and program as it is. */
  readonly data: readonly InputFile[];
  readonly values: StepValues;
  readonly normalised: readonly string[];
}

interface NamedFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Throws `program_missing`, `program_empty` or `file_…`; each is the caller's, and nothing has run. */
export function prepareProgram(toolchain: Toolchain, files: readonly SourceFile[]): Program {
  const { language } = toolchain;
  const [main, ...others] = files;
  if (main === undefined) throw new CupelError('program_missing', {}, { field: 'files' });
  if (isBlank(main.bytes)) throw new CupelError('program_empty', {}, { field: 'files[0]' });

  const named = [{ name: mainName(language, main.name), bytes: main.bytes }, ...others.map(withName)];
  checkFileNames(named.map(({ name }) => name));
  const sources = named.filter(({ name }) => isSource(language, name)).map(normalised);
  const placed = language.entry === 'java-class' ? sources.map(withJavaName) : sources;
  const data = named.filter(({ name }) => !isSource(language, name));
  checkFileNames([...placed, ...data].map(({ name }) => name));
  return {
    toolchain,
    sources: placed.map(inputFile),
    data: data.map(inputFile),
    values: stepValues(toolchain, placed),
    normalised: sources.filter(({ lineEnds }) => lineEnds > 0).map(({ name }) => name),
  };
}

/** A main file whose name does not end as the language's sources do gets the language's own name: compilers go by endings. */
function mainName(language: Language, given: string | undefined): string {
  if (given === undefined) return language.source;
  return fileNameProblem(given) === undefined && !isSource(language, given) ? language.source : given;
}

function withName({ name, bytes }: SourceFile, index: number): NamedFile {
  if (name === undefined)
    throw new CupelError('file_name_bad', { name: '', problem: 'is missing' }, { field: `files[${index + 1}].name` });
  return { name, bytes };
}

function isSource(language: Language, name: string): boolean {
  return language.sources.some((ending) => name.toLowerCase().endsWith(`.${ending}`));
}

function normalised({ name, bytes }: NamedFile): NamedFile & { readonly lineEnds: number } {
  return { name, ...normaliseSource(bytes) };
}

/** javac wants a public class in a file of its name; a stranger's main.java is renamed instead of refused. */
function withJavaName<File extends NamedFile>(file: File): File {
  const wanted = javaFileName(decodeText(file.bytes).text);
  if (wanted === undefined || fileNameProblem(wanted) !== undefined) return file;
  return { ...file, name: file.name.replace(/[^/]+$/, wanted) };
}

function inputFile({ name, bytes }: NamedFile): InputFile {
  return { name, content: { kind: 'bytes', bytes } };
}

function stepValues(toolchain: Toolchain, sources: readonly NamedFile[]): StepValues {
  const { language } = toolchain;
  const texts = sources.map(({ bytes }) => decodeText(bytes).text);
  return {
    main: sources[0]?.name ?? language.source,
    class: language.entry === 'java-class' ? (javaMainClass(texts) ?? 'Main') : '',
    sources: sources.map(({ name }) => name),
    support: language.support.map(({ name }) => name),
    chosen: chosenValues(toolchain, texts),
  };
}
