import type { Issues } from '../issues.js';
import type { Metadata } from '../metadata/metadata.js';
import type { PackageTree } from '../source/tree.js';

export interface Statement {
  /** `en`, `pt-BR`. */
  readonly language: string;
  readonly kind: 'markdown' | 'latex' | 'pdf';
  readonly path: string;
}

const KINDS = { md: 'markdown', tex: 'latex', pdf: 'pdf' } as const;
const NAME = /^problem(?:\.([a-z]{2,3}(?:-[A-Z]{2})?))?\.(md|tex|pdf)$/;

/** The statements of a package, and whether they are there in the languages in which it has a name. */
export function findStatements(tree: PackageTree, metadata: Metadata, issues: Issues): readonly Statement[] {
  const folder = metadata.format === 'legacy' ? 'problem_statement' : 'statement';
  const found = tree.names(folder).flatMap((name): Statement[] => {
    const match = NAME.exec(name);
    const kind = KINDS[(match?.[2] ?? '') as keyof typeof KINDS];
    return match === null ? [] : [{ language: match[1] ?? 'en', kind, path: `${folder}/${name}` }];
  });
  if (found.length === 0) issues.error(folder, 'holds no statement; it should be called problem.en.md');
  if (metadata.format !== 'legacy') checkLanguages(found, metadata, issues);
  const seen = new Set<string>();
  for (const { language, path } of found) {
    if (seen.has(language)) issues.error(path, `is the second statement in "${language}"`);
    seen.add(language);
  }
  return found;
}

function checkLanguages(found: readonly Statement[], { names }: Metadata, issues: Issues): void {
  const codes = new Set(found.map(({ language }) => language));
  for (const { language, path } of found) {
    if (!(language in names)) issues.error(path, `problem.yaml gives no name in "${language}"`);
  }
  for (const code of Object.keys(names)) {
    if (!codes.has(code)) issues.error('problem.yaml', `has a name in "${code}", but there is no statement/problem.${code}.md`);
  }
}

/** The name that a LaTeX statement gives the problem, for legacy packages whose problem.yaml gives none. */
export function latexName(text: string): string | undefined {
  const plain = /%%\s*plainproblemname:\s*(.+)/.exec(text)?.[1];
  return (plain ?? /\\problemname\{([^{}]*)\}/.exec(text)?.[1])?.trim();
}
