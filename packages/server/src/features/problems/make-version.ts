import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { type Content, checkProblem, formatRational, judgingOrder, type Problem, testsOf } from '@cupel/domain';
import { type Issue, issueText, type ProblemPackage, packArchive, readPackage } from '@cupel/problems';
import {
  type BlobRole,
  createVersion,
  type JsonObject,
  type NewTest,
  type ProblemVersion,
  putBlob,
  putBlobs,
} from '@cupel/store';
import type { Principal } from '../../platform/auth/principal.js';
import { PackageRefused } from '../../platform/http/failure.js';
import { hashOf, testIdOf, writePlan } from '../../platform/judging/plan.js';
import { type Unpacked, unpackPackage } from '../../platform/judging/unpack.js';
import type { Services } from '../../platform/services.js';
import { isPicture, type Manifest, manifestOf } from './manifest.js';

export interface ReadUpload extends AsyncDisposable {
  readonly title: string;
  /** Puts the bytes away and makes the version; `problemId` may be made in between. */
  keep(problemId: string): Promise<{ readonly version: ProblemVersion; readonly isNew: boolean }>;
}

/**
 * Reads an uploaded package to its end before anything is stored. Throws what is wrong with the archive (`archive_…`), with the
 * package (`package_bad`, naming file, line and what to do), and with the problem as a whole (`problem_…`).
 */
export async function readUpload(services: Services, principal: Principal, upload: Readable, slug: string): Promise<ReadUpload> {
  return readUnpacked(services, principal, await unpackPackage(upload, slug, packageLimits(services)), slug);
}

/**
 * The same of what has been unpacked, which is gone when the answer is disposed of, or at once where this throws. What was edited
 * since then is packed anew: the archive that is kept holds what is judged by.
 */
export async function readUnpacked(
  services: Services,
  principal: Principal,
  unpacked: Unpacked,
  slug: string,
  state: 'as it came' | 'edited' = 'as it came',
): Promise<ReadUpload> {
  const { languages, database } = services;
  const limits = packageLimits(services);
  try {
    const result = await readPackage(unpacked.folder, { languages: languages.known, blobs: unpacked.blobs, limits });
    const issues = result.kind === 'package' ? result.package.issues : result.issues;
    const problem = result.kind === 'package' ? result.package.problem : undefined;
    if (result.kind !== 'package' || problem === undefined) throw packageBad(slug, issues);
    const own = { ...problem, name: slug };
    checkProblem(own);
    const { package: found } = result;
    const title = titleOf(own, slug);
    const keep = async (problemId: string) => {
      const { tenantId, principalId } = principal;
      if (state === 'edited') await packArchive(found.tree, slug, unpacked.archive);
      const attachments = await storeAttachments(services, tenantId, found);
      const shown = await storeStatementFiles(services, tenantId, found);
      const manifest = await manifestOf(found, own, attachments, shown);
      const stored = await storeBytes(services, tenantId, unpacked, own, [manifest, found.extension.keepOutputs]);
      return createVersion(database, {
        ...{ tenantId, principalId, problemId, title },
        hash: stored.plan,
        manifest: manifest as unknown as JsonObject,
        issues: issues.map((issue) => ({ ...issue })),
        limits: own.limits as unknown as JsonObject,
        languages: found.languages ?? null,
        disclosure: own.disclosure,
        outputRetention: found.extension.keepOutputs,
        tests: stored.tests,
        blobs: [...stored.blobs, ...[...attachments, ...shown.values()].map(({ sha256 }) => ({ sha256, role: 'file' as const }))],
      });
    };
    return { title, keep, [Symbol.asyncDispose]: () => unpacked[Symbol.asyncDispose]() };
  } catch (error) {
    await unpacked[Symbol.asyncDispose]();
    throw error;
  }
}

/** What the service takes of a package. */
export function packageLimits({ config }: Services): { readonly bytes: number; readonly entries: number } {
  return { bytes: config.packageBytes, entries: config.packageEntries };
}

const MOST_TOLD = 20;
const MOST_LISTED = 200;

function packageBad(name: string, issues: readonly Issue[]): PackageRefused {
  const errors = issues.filter(({ level }) => level === 'error');
  const first = errors.slice(0, MOST_TOLD).map(issueText).join('; ');
  return new PackageRefused({ name, count: errors.length, first }, issues.slice(0, MOST_LISTED));
}

function titleOf({ titles }: Problem, slug: string): string {
  return (titles.en ?? Object.values(titles)[0] ?? slug).slice(0, 500);
}

interface Stored {
  readonly plan: string;
  readonly tests: readonly NewTest[];
  readonly blobs: readonly { readonly sha256: string; readonly role: BlobRole }[];
}

async function storeAttachments(
  { database }: Services,
  tenantId: string,
  found: ProblemPackage,
): Promise<Manifest['attachments']> {
  const attachments: Manifest['attachments'] = [];
  for (const path of found.attachments) {
    const { sha256, size } = await putBlob(database, tenantId, await readFile(found.tree.locate(path)));
    attachments.push({ name: path.replace(/^attachments\//, ''), bytes: size, sha256 });
  }
  return attachments;
}

/** Statements that are shown as they are, and pictures that stand in the others, by their paths. */
async function storeStatementFiles({ database }: Services, tenantId: string, { statements, tree }: ProblemPackage) {
  const stored = new Map<string, { readonly bytes: number; readonly sha256: string }>();
  const pdfs = statements.filter(({ kind }) => kind === 'pdf').map(({ path }) => path);
  const folders = new Set(statements.map(({ path }) => path.slice(0, path.lastIndexOf('/'))));
  const pictures = [...folders].flatMap((folder) => tree.below(folder).map(({ path }) => path)).filter(isPicture);
  for (const path of [...pdfs, ...pictures]) {
    const { sha256, size } = await putBlob(database, tenantId, await readFile(tree.locate(path)));
    stored.set(path, { bytes: size, sha256 });
  }
  return stored;
}

/** All bytes of the version, put away before the version exists: what it names is there when it is. */
async function storeBytes(
  { database }: Services,
  tenantId: string,
  unpacked: Unpacked,
  problem: Problem,
  beside: unknown,
): Promise<Stored> {
  const archive = await putBlob(database, tenantId, await readFile(unpacked.archive));
  const kept = new Map<string, { bytes: Uint8Array; role: 'test' | 'program' }>();
  const plan = writePlan(problem, beside, (bytes, role) => {
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    kept.set(sha256, { bytes, role: kept.get(sha256)?.role ?? role });
    return sha256;
  });
  const planBytes = Buffer.from(plan);
  await putBlobs(database, tenantId, [planBytes, ...[...kept.values()].map(({ bytes }) => bytes)]);
  const sizes = new Map([...kept].map(([sha256, { bytes }]) => [sha256, bytes.length]));
  // The reader put what is large into a folder instead of memory; one of those at a time.
  for (const sha256 of largeBlobs(problem)) {
    const info = await putBlob(database, tenantId, await readFile(join(unpacked.blobs, sha256)), sha256);
    sizes.set(sha256, info.size);
  }
  const planHash = createHash('sha256').update(planBytes).digest('hex');
  const large = largeBlobs(problem).map((sha256) => ({ sha256, role: 'test' as const }));
  const small = [...kept].map(([sha256, { role }]) => ({ sha256, role }));
  const own = [
    { sha256: archive.sha256, role: 'package' as const },
    { sha256: planHash, role: 'plan' as const },
  ];
  return { plan: planHash, tests: testRows(problem, sizes), blobs: [...own, ...small, ...large] };
}

function largeBlobs(problem: Problem): readonly string[] {
  const contents = testsOf(problem.tests).flatMap(({ input, answer, files }) => [
    input,
    answer,
    ...files.map((file) => file.content),
  ]);
  return [...new Set(contents.flatMap((content) => (content.kind === 'blob' ? [content.sha256] : [])))];
}

function testRows(problem: Problem, sizes: ReadonlyMap<string, number>): readonly NewTest[] {
  const sized = (content: Content) => {
    const sha256 = hashOf(content);
    return { sha256, size: sizes.get(sha256) ?? 0 };
  };
  // The order of judging: a result names its test by its place in it.
  return judgingOrder(problem.tests).tests.map(({ test, path }) => ({
    testId: testIdOf(test),
    name: test.name,
    group: path.at(-1)?.name ?? '',
    visibility: test.visibility,
    points: test.points === 'unbounded' ? test.points : formatRational(test.points),
    input: sized(test.input),
    answer: sized(test.answer),
  }));
}
