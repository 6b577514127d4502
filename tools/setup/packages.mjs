import { languagePackages } from '../language-packages.mjs';

/** What the launcher is compiled with. */
const launcherPackages = ['gcc', 'make', 'libc6-dev', 'linux-libc-dev', 'libseccomp-dev'];

/** Makes pages of statements in LaTeX; without it problems have such statements as their source. */
const statementPackages = ['pandoc'];

/** What only the tests want: fuzzing, the other architecture, a guest with cgroup v2, and tools that a minimal Debian lacks. */
export const testPackages = [
  'chromium',
  'clang',
  'libclang-rt-14-dev',
  'gcc-aarch64-linux-gnu',
  'libc6-dev-arm64-cross',
  'qemu-user-static',
  'qemu-system-x86',
  'busybox-static',
  'e2fsprogs',
  'mount',
  'mmdebstrap',
  'procps',
  'bubblewrap',
];

/** The peers that are measured beside the launcher. */
export const benchPackages = ['bubblewrap', 'runc', 'runsc'];

/** @typedef {{ required: string[], optional: string[] }} Packages */

/**
 * The base, the languages' (read from the languages themselves) and the extras. A test or a figure whose package cannot be
 * had says so and is skipped; that is why extras are optional.
 * @param {readonly string[]} extras
 * @returns {Packages}
 */
export function packagesFor(extras) {
  const languages = languagePackages();
  return {
    required: [...new Set([...launcherPackages, ...languages.required])],
    optional: [...new Set([...languages.optional, ...statementPackages, ...extras])],
  };
}
