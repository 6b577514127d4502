import { printable } from '@cupel/domain';

/** Something about a package that its setter should know. An error makes the package unusable, a warning does not. */
export interface Issue {
  readonly level: 'error' | 'warning';
  /** Path inside the package. */
  readonly file: string;
  /** From 1, where the file has lines. */
  readonly line?: number;
  readonly message: string;
}

/** Everything that is wrong, not only the first: a setter mends a package in one go. */
export class Issues {
  readonly #found: Issue[] = [];

  error(file: string, message: string, line?: number): void {
    this.#add('error', file, message, line);
  }

  warning(file: string, message: string, line?: number): void {
    this.#add('warning', file, message, line);
  }

  get all(): readonly Issue[] {
    return this.#found;
  }

  get hasErrors(): boolean {
    return this.#found.some(({ level }) => level === 'error');
  }

  #add(level: Issue['level'], file: string, message: string, line: number | undefined): void {
    // A package of 100,000 broken tests must not become a list that nobody can hold.
    if (this.#found.length >= MOST_ISSUES) return;
    this.#found.push({ level, file, message, ...(line === undefined ? {} : { line }) });
  }
}

const MOST_ISSUES = 1000;
const MOST_CHARACTERS = 500;

/** `data/secret/1.in:3: …`, as compilers write it. */
export function issueText({ level, file, line, message }: Issue): string {
  // Both name what strangers wrote, and this goes to terminals.
  return printable(`${level}: ${file}${line === undefined ? '' : `:${line}`}: ${message}`, MOST_CHARACTERS);
}
