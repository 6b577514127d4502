/**
 * Which way imports run. The arrows and the rights are those of CONTRIBUTING.md ("Which way imports run"); an arrow that
 * is not here does not exist.
 */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { repositoryFiles } from './files.mjs';

/** @type {Record<string, readonly string[]>} */
const arrows = {
  domain: [],
  sandbox: ['domain'],
  judge: ['domain'],
  // A boundary of its own: it reads archives and files from strangers, and starts nothing.
  problems: ['domain'],
  // What judging makes of a package as a whole, for the command line and for workers.
  verify: ['domain', 'judge', 'problems'],
  store: ['domain'],
  analysis: ['domain'],
  server: ['domain', 'sandbox', 'judge', 'problems', 'verify', 'store', 'analysis'],
  sdk: [],
  // The server by one door alone, which is below: to bring it up and to administer it on its own machine.
  cli: ['domain', 'sandbox', 'judge', 'problems', 'verify', 'sdk', 'server'],
  web: ['domain', 'sdk'],
};

/**
 * What only some places may do: a privilege that is spread out is one that nobody watches.
 * @type {readonly { what: string, pattern: RegExp, where: RegExp }[]}
 */
const rights = [
  {
    what: 'starts processes',
    pattern: /['"](node:)?child_process['"]/,
    // The supervisor starts PostgreSQL by the store's hand, because tests and benchmarks start it, too.
    where: /^packages\/(sandbox\/src\/|server\/src\/supervisor\/|store\/src\/embedded\/spawn\.ts$)/,
  },
  {
    what: 'imports the server',
    pattern: /['"]@cupel\/server['"]/,
    // Everything else of the command line knows the service as everybody does, over HTTP.
    where: /^packages\/cli\/src\/service\.ts$/,
  },
  { what: 'speaks SQL', pattern: /['"](pg|kysely)['"]/, where: /^packages\/store\/src\// },
  { what: 'reads the environment', pattern: /\bprocess\.env\b/, where: /^packages\/(cli|server)\/src\/(platform\/)?config\.ts$/ },
  { what: 'listens or calls out over HTTP', pattern: /['"](node:)?https?['"]/, where: /^packages\/server\/src\// },
];

/** What would make the same record give another verdict tomorrow. */
const impure = /['"]node:|\bprocess\.|\bDate\.now\b|\bnew Date\(\)|\bMath\.random\b|\bperformance\.now\b/;

/** @typedef {{ path: string, package: string, imports: string[], text: string }} Module */

/** @param {string} root */
export function layerProblems(root) {
  const modules = repositoryFiles(root, /^packages\/[a-z]+\/(src|bin)\/.*\.(ts|tsx|js)$/)
    .filter((path) => !/\.test\.tsx?$/.test(path))
    .map((path) => readModule(root, path));
  return [...modules.flatMap(moduleProblems), ...cycles(modules)];
}

/** @param {string} root @param {string} path @returns {Module} */
function readModule(root, path) {
  const text = withoutComments(readFileSync(join(root, path), 'utf8'));
  return { path, package: path.split('/')[1] ?? '', imports: importsOf(text), text };
}

/** @param {string} text */
function withoutComments(text) {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '$1');
}

/** Every specifier of an import, a re-export or an import() with a literal. @param {string} text */
function importsOf(text) {
  const patterns = [
    /^\s*(?:import|export)\b[^'";]*?\bfrom\s*['"]([^'"]+)['"]/gm,
    /^\s*import\s*['"]([^'"]+)['"]/gm,
    /\bimport\(\s*['"]([^'"]+)['"]/g,
  ];
  return patterns.flatMap((pattern) => [...text.matchAll(pattern)].map((match) => match[1] ?? ''));
}

/** @param {Module} module */
function moduleProblems(module) {
  const problems = module.imports.map((specifier) => arrowProblem(module, specifier) ?? featureProblem(module, specifier));
  for (const { what, pattern, where } of rights) {
    if (pattern.test(module.text) && !where.test(module.path)) problems.push(`${what}, which only ${where.source} may`);
  }
  if (module.package === 'domain' && impure.test(module.text)) problems.push('the domain is pure: no node:, no clock, no chance');
  return problems.filter((problem) => problem !== undefined).map((problem) => `${module.path}: ${problem}`);
}

/** @param {Module} module @param {string} specifier */
function arrowProblem(module, specifier) {
  const allowed = arrows[module.package];
  if (!allowed) return `the package ${module.package} has no place among the layers`;
  const [, target, deep] = /^@cupel\/([a-z]+)(\/.*)?$/.exec(specifier) ?? [];
  if (target !== undefined) {
    if (!allowed.includes(target)) return `${module.package} may not import ${target}`;
    return deep === undefined ? undefined : `${specifier} reaches past what ${target} exports`;
  }
  if (!specifier.startsWith('.')) return undefined;
  const reached = join(dirname(module.path), specifier);
  return reached.startsWith(`packages/${module.package}/`) ? undefined : `${specifier} leaves the package`;
}

/**
 * Features of the server meet in domain events, never in each other's code. A file directly in features/ is none: it lists
 * them for the composition root.
 * @param {Module} module @param {string} specifier
 */
function featureProblem(module, specifier) {
  if (module.package !== 'server' || !specifier.startsWith('.')) return undefined;
  const target = join(dirname(module.path), specifier);
  if (!target.startsWith(features)) return undefined;
  if (module.path.startsWith('packages/server/src/platform/')) return `the platform may not import ${target}`;
  const [own, other] = [featureOf(module.path), featureOf(target)];
  return own !== undefined && own !== other ? `the feature ${own} may not import ${target}` : undefined;
}

const features = 'packages/server/src/features/';

/** @param {string} path */
function featureOf(path) {
  return path.startsWith(features) ? /^([^/]+)\//.exec(path.slice(features.length))?.[1] : undefined;
}

/** @param {readonly Module[]} modules */
function cycles(modules) {
  const byPath = new Map(modules.map((module) => [module.path, module]));
  /** @type {Set<string>} */
  const done = new Set();
  /** @type {string[]} */
  const found = [];
  /** @param {Module} module @param {readonly string[]} trail */
  const visit = (module, trail) => {
    const start = trail.indexOf(module.path);
    if (start >= 0) found.push(`${module.path}: a cycle: ${[...trail.slice(start), module.path].join(' → ')}`);
    if (start >= 0 || done.has(module.path)) return;
    for (const target of neighbours(module, byPath)) visit(target, [...trail, module.path]);
    done.add(module.path);
  };
  for (const module of modules) visit(module, []);
  return found;
}

/** @param {Module} module @param {ReadonlyMap<string, Module>} byPath */
function neighbours(module, byPath) {
  return module.imports
    .filter((specifier) => specifier.startsWith('.'))
    .map((specifier) => byPath.get(join(dirname(module.path), specifier).replace(/\.js$/, '.ts')))
    .filter((target) => target !== undefined);
}
