import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { repositoryFiles } from './files.mjs';

/** Relative links and images of every page lead to a file, and to a heading where they name one. @param {string} root */
export function linkProblems(root) {
  return repositoryFiles(root, /\.md$/).flatMap((page) => {
    const text = withoutCode(readFileSync(join(root, page), 'utf8'));
    const targets = [...text.matchAll(/!?\[[^\]]*\]\(([^)\s]+)[^)]*\)/g)].map((match) => match[1] ?? '');
    return targets.filter((target) => !/^[a-z]+:/i.test(target)).flatMap((target) => linkProblem(root, page, target));
  });
}

/** @param {string} root @param {string} page @param {string} target @returns {string[]} */
function linkProblem(root, page, target) {
  const [path = '', anchor] = target.split('#');
  const file = path === '' ? page : normalize(join(dirname(page), decodeURIComponent(path)));
  if (!existsSync(join(root, file))) return [`${page}: ${target} leads nowhere`];
  if (anchor === undefined || !file.endsWith('.md')) return [];
  return headings(readFileSync(join(root, file), 'utf8')).includes(anchor) ? [] : [`${page}: ${target} names no heading`];
}

/** The anchors that a page's headings get. @param {string} text */
function headings(text) {
  return [...withoutFences(text).matchAll(/^#{1,6} +(.+)$/gm)].map((match) =>
    (match[1] ?? '')
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .trim()
      .replace(/\s/g, '-'),
  );
}

/** @param {string} text */
function withoutCode(text) {
  return withoutFences(text).replace(/`[^`\n]*`/g, '');
}

/** @param {string} text */
function withoutFences(text) {
  return text.replace(/^```[\s\S]*?^```/gm, '');
}
