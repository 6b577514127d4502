import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unpackArchive } from '@cupel/problems';
import { describe, expect, it } from 'vitest';
import { ECHO, useCast, zipOf } from './support.ts';

const cast = useCast();

/** Half a second of work, then the answer. */
const BUSY = `import time
while time.process_time() < 0.5:
    pass
print(input())`;

const METADATA = ECHO['problem.yaml']
  ?.replace('limits:', '# Say how long it may take\nlimits:\n  # Python is slow')
  .replace('limit: 1', 'limit: 0.2');

async function filesOf(slug: string, number: number): Promise<{ readonly problem: string; readonly extension: string }> {
  const { service, setter } = cast();
  const answer = await fetch(`${service.url}/api/problems/${slug}/versions/${number}/package`, {
    headers: { 'x-api-key': setter.key },
  });
  const folder = mkdtempSync(join(tmpdir(), 'cupel-limits-'));
  try {
    writeFileSync(join(folder, 'package.zip'), Buffer.from(await answer.arrayBuffer()));
    await unpackArchive(join(folder, 'package.zip'), join(folder, 'package'));
    const read = (name: string) => readFileSync(join(folder, 'package', slug, name), 'utf8');
    return { problem: read('problem.yaml'), extension: read('cupel.yaml') };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

describe('other limits', () => {
  it('make a version of their own, which judges from then on, and stand in its package as its setter would write them', async () => {
    const { setter, student } = cast();
    const first = await setter.upload('/api/problems?slug=limits&publish=true', zipOf({ ...ECHO, 'problem.yaml': METADATA }));
    expect(first).toMatchObject({ status: 201, body: { version: { number: 1, limits: { time: 0.2, languages: {} } } } });
    const submission = { language: 'python', code: BUSY };
    const judged = async () => (await student.post('/api/problems/limits/submissions?wait=true', submission)).body.verdict;
    expect(await judged()).toBe('TLE');

    const limits = { time: 0.3, memory: 128 * 1024 ** 2, languages: { python: { time_factor: 4, memory_extra: 1024 ** 2 } } };
    const second = await setter.post('/api/problems/limits/versions/1/limits', { ...limits, publish: true });
    expect(second).toMatchObject({
      status: 201,
      body: {
        version: {
          ...{ number: 2, published: true },
          limits: { ...limits, languages: { python: { time_factor: 4, time_extra: 0, memory_extra: 1024 ** 2 } } },
        },
      },
    });
    expect(await judged()).toBe('AC');
    expect((await student.get('/api/problems/limits')).body.limits).toMatchObject({ time: 0.3, memory: 128 * 1024 ** 2 });

    const { problem, extension } = await filesOf('limits', 2);
    expect(problem).toContain('# Say how long it may take');
    expect(problem).toMatch(/# Python is slow\n {2}time_limit: 0.3\n {2}memory: 128\n/);
    expect(extension).toContain('languages:\n  python:\n    time_factor: 4\n    memory_extra: 1\n');

    // The first version is what it was, and the same limits again are the second one.
    const { items } = (await setter.get('/api/problems/limits/versions')).body;
    expect(items.map(({ number, limits: { time } }: { number: number; limits: { time: number } }) => [number, time])).toEqual([
      [2, 0.3],
      [1, 0.2],
    ]);
    expect((await setter.post('/api/problems/limits/versions/2/limits', { time: 0.3 })).body.version.number).toBe(2);
    const plain = await setter.post('/api/problems/limits/versions/2/limits', { languages: {} });
    expect(plain.body.version).toMatchObject({ number: 3, published: false, limits: { time: 0.3, languages: {} } });
  });

  it.each([
    [{ time: 0 }, 'time', /must be 0\.001 to 600 seconds/],
    [{ memory: 1024 }, 'memory', /must be 4 MB to 16 GB, in bytes/],
    [{ output: 1 }, 'output', /must be 1 MB to 256 MB/],
    [{ code: 1e9 }, 'code', /must be 1 KB to 64 MB/],
    [{ languages: { python: { time_factor: 1000 } } }, 'languages.python.time_factor', /must be 0\.1 to 100/],
    [{ tiem: 1 }, 'tiem', /no such field/],
  ])('that make no sense are refused by name: %j', async (body, field, words) => {
    const { setter, student } = cast();
    await setter.upload('/api/problems?slug=refused', zipOf(ECHO));
    const answer = await setter.post('/api/problems/refused/versions/1/limits', body);
    expect(answer).toMatchObject({ status: 422, body: { field, error: expect.stringMatching(words) } });
    expect((await setter.get('/api/problems/refused/versions')).body.items).toHaveLength(1);
    const unknown = await setter.post('/api/problems/refused/versions/1/limits', { languages: { cobra: {} } });
    expect(unknown.body).toMatchObject({
      code: 'unsupported_language',
      field: 'languages',
      error: expect.stringContaining('python'),
    });
    expect((await student.post('/api/problems/refused/versions/1/limits', { time: 1 })).status).toBe(403);
  });
});
