import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Paths below `root`, relative to it, of what belongs to the repository: tracked, or new and not ignored.
 * @param {string} root
 * @param {RegExp} [pattern]
 */
export function repositoryFiles(root, pattern = /./) {
  const listing = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '-z'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 << 20,
  });
  const paths = [...new Set(listing.split('\0'))].filter((path) => path !== '' && pattern.test(path));
  return paths.filter((path) => existsSync(join(root, path))).sort();
}
