import type { FoundLibrary, FoundToolchain } from '../toolchains/index.js';
import { type Finding, linesOf } from './finding.js';

const { ok, warn } = linesOf('toolchain');

/** Each language of this host, and the libraries that strangers expect of it. */
export function toolchainFindings(toolchains: readonly FoundToolchain[]): readonly Finding[] {
  return toolchains.flatMap((toolchain) => {
    // What is installed on request only is nobody's lack.
    if (toolchain.language.onRequest && toolchain.status === 'missing') return [];
    const finding = toolchainFinding(toolchain);
    return finding.level === 'ok' ? [finding, ...libraryFindings(toolchain)] : [finding];
  });
}

function toolchainFinding({ language, status, versions, problem = '' }: FoundToolchain): Finding {
  const params = { language: language.name, packages: language.packages.join(' '), problem };
  if (status === 'missing') return warn(language.id, 'toolchain_missing', params);
  if (status === 'broken') return warn(language.id, 'toolchain_broken', params);
  const installed = Object.entries(versions).map(([tool, version]) => `${tool} ${version}`);
  return ok(language.id, [language.name, ...installed].join(', '));
}

function libraryFindings({ language, libraries }: FoundToolchain): readonly Finding[] {
  return libraries.map(({ library, status }: FoundLibrary) => {
    const name = `${language.id}: ${library.name}`;
    if (status === 'present') return ok(name, 'installed');
    return warn(name, 'library_missing', { language: language.name, library: library.name, packages: library.package });
  });
}
