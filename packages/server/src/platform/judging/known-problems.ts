import { type Content, type Problem, type TestGroup, testsOf } from '@cupel/domain';
import { type Connection, getVersion, type ProblemVersion, readBlob, readSmallBlobs } from '@cupel/store';
import { hashOf, readPlan } from './plan.js';

/** A version as results are disclosed by it: its samples with their bytes, its hidden tests by hash alone. */
export interface KnownProblem {
  readonly version: ProblemVersion;
  readonly problem: Problem;
}

const MOST = 64;
/** A version never changes, so what was read once stays right. By tenant too: an id alone opens nothing. */
const known = new Map<string, Promise<KnownProblem>>();

/** Throws `record_not_found`. */
export function knownProblem(connection: Connection, tenantId: string, versionId: string): Promise<KnownProblem> {
  const key = `${tenantId} ${versionId}`;
  const found = known.get(key) ?? read(connection, tenantId, versionId);
  known.delete(key);
  known.set(key, found);
  found.catch(() => known.delete(key));
  const [oldest] = known.keys();
  if (known.size > MOST && oldest !== undefined) known.delete(oldest);
  return found;
}

async function read(connection: Connection, tenantId: string, versionId: string): Promise<KnownProblem> {
  const version = await getVersion(connection, tenantId, versionId);
  const chunks: Buffer[] = [];
  for await (const chunk of readBlob(connection, tenantId, version.hash)) chunks.push(chunk);
  // Nobody here runs the setter's programs, so their bytes are not fetched.
  const { problem } = readPlan(Buffer.concat(chunks).toString('utf8'), () => new Uint8Array());
  const samples = testsOf(problem.tests).filter(({ visibility }) => visibility === 'sample');
  const hashes = [...new Set(samples.flatMap(({ input, answer }) => [hashOf(input), hashOf(answer)]))];
  const bytes = await readSmallBlobs(connection, tenantId, hashes);
  return { version, problem: { ...problem, tests: withSamples(problem.tests, bytes) } };
}

function withSamples(group: TestGroup, bytes: ReadonlyMap<string, Buffer>): TestGroup {
  const shown = (content: Content): Content => {
    const found = content.kind === 'blob' ? bytes.get(content.sha256) : undefined;
    return found === undefined ? content : { kind: 'bytes', bytes: found };
  };
  const tests = group.tests.map((test) =>
    test.visibility === 'sample' ? { ...test, input: shown(test.input), answer: shown(test.answer) } : test,
  );
  return { ...group, tests, groups: group.groups.map((inner) => withSamples(inner, bytes)) };
}
