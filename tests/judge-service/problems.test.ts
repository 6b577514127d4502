import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { rawZip } from '../problems/zip.ts';
import { ECHO, ECHO_CODE, otherTenant, useCast, zipOf } from './support.ts';

const cast = useCast();

const made = async (slug: string, files = ECHO, query = '&publish=true') =>
  cast().setter.upload(`/api/problems?slug=${slug}${query}`, zipOf(files));

describe('a problem', () => {
  it('is a draft that nobody but its setter sees until a version is published, and takes nothing once it is archived', async () => {
    const { setter, student } = cast();
    expect(await made('life', ECHO, '')).toMatchObject({
      status: 201,
      body: { problem: { state: 'draft' }, version: { number: 1 } },
    });
    expect((await student.get('/api/problems/life')).status).toBe(404);
    expect((await student.get('/api/problems')).text).not.toContain('"life"');
    expect(await setter.get('/api/problems/life')).toMatchObject({
      status: 200,
      body: { version: null, setter: { versions: 1 } },
    });
    const submission = { language: 'python', code: ECHO_CODE };
    expect(await student.post('/api/problems/life/submissions', submission)).toMatchObject({
      status: 409,
      body: { code: 'problem_not_published' },
    });
    expect((await setter.post('/api/problems/life/publish', {})).body).toMatchObject({ version: 1, judged_again: 0 });
    expect((await student.get('/api/problems/life')).body).toMatchObject({
      title: 'Echo',
      version: 1,
      samples: [{ name: '1', input: 'sample\n', output: 'sample\n' }],
      limits: { time: 1 },
      statements: [{ language: 'en', format: 'html', text: expect.stringContaining('<p>Say it again.</p>') }],
    });
    expect((await student.post('/api/problems/life/submissions?wait=true', submission)).body.verdict).toBe('AC');
    expect((await setter.post('/api/problems/life/archive')).body).toMatchObject({ state: 'archived' });
    expect((await student.post('/api/problems/life/submissions', submission)).status).toBe(409);
    expect((await student.get('/api/problems/life')).body).toMatchObject({ state: 'archived' });
  });

  it('keeps its versions: the same package is the same one, a test that was not touched keeps its id', async () => {
    const { setter } = cast();
    const first = (await made('versions')).body;
    const again = await setter.upload(
      '/api/problems/versions/versions',
      zipOf({ ...ECHO, 'submissions/accepted/other.py': 'print(input())' }),
    );
    expect(again.body.version.id).toBe(first.version.id);
    const reworded = { ...ECHO, 'statement/problem.en.md': 'Say it once more.\n' };
    expect((await setter.upload('/api/problems/versions/versions', zipOf(reworded))).body.version.number).toBe(2);
    const edited = { ...ECHO, 'data/secret/02.ans': 'two\n' };
    const second = (await setter.upload('/api/problems/versions/versions?publish=true', zipOf(edited))).body;
    expect(second.version).toMatchObject({ number: 3, published: true });
    const tests = async (number: number) => (await setter.get(`/api/problems/versions/versions/${number}/tests`)).body.items;
    const [one, two] = [await tests(1), await tests(3)];
    expect(one.map(({ name }: { name: string }) => name)).toEqual(['sample/1', 'secret/01', 'secret/02']);
    expect(one.map(({ id }: { id: string }) => id).slice(0, 2)).toEqual(two.map(({ id }: { id: string }) => id).slice(0, 2));
    expect(one[2].id).not.toBe(two[2].id);
    expect((await setter.get('/api/problems/versions/versions/3/tests/3/answer')).text).toBe('two\n');
    expect((await setter.get('/api/problems/versions/versions/1/tests/3/answer')).text).toBe('2\n');
    expect(
      (await setter.get('/api/problems/versions/versions')).body.items.map(({ number }: { number: number }) => number),
    ).toEqual([3, 2, 1]);
  });

  it('gives the version that judged a submission, also when another is published since', async () => {
    const { setter, student } = cast();
    await made('remember');
    const submission = { language: 'python', code: ECHO_CODE };
    const before = (await student.post('/api/problems/remember/submissions?wait=true', submission)).body;
    await setter.upload('/api/problems/remember/versions?publish=true', zipOf({ ...ECHO, 'data/secret/02.ans': 'two\n' }));
    const after = (await student.post('/api/submit?wait=true', { ...submission, problem: 'remember', user: 'ada' })).body;
    expect([before.judging.version, before.verdict]).toEqual([1, 'AC']);
    expect([after.judging.version, after.verdict]).toEqual([2, 'WA']);
    expect((await student.get(`/api/result/${before.id}`)).body.judging).toMatchObject({ version: 1, verdict: 'AC' });
    const history = (await student.get('/api/submissions?user=ada')).body.items;
    expect(history.map(({ id }: { id: string }) => id)).toEqual([after.id]);
    expect((await student.get(`/api/submissions/${after.id}/source`)).body.files).toEqual([
      { name: null, content: ECHO_CODE, lossy: false },
    ]);
    expect((await student.get('/api/submissions?user=nobody-of-this-name')).body.items).toEqual([]);
  });

  it('has its attachments for everybody who may read it, and nothing else by that way', async () => {
    const { student } = cast();
    await made('attached', { ...ECHO, 'attachments/notes.html': '<b>notes</b>' });
    const { body } = await student.get('/api/problems/attached');
    expect(body.attachments).toMatchObject([{ name: 'notes.html', bytes: 12 }]);
    expect((await student.get('/api/problems/attached/attachments/1')).text).toBe('<b>notes</b>');
    for (const wrong of ['2', '0', '-1', body.attachments[0].sha256])
      expect((await student.get(`/api/problems/attached/attachments/${wrong}`)).status).toBeGreaterThanOrEqual(400);
  });

  it('is asked for languages, versions and sizes before anything runs', async () => {
    const { student, setter } = cast();
    await made('picky', { ...ECHO, 'problem.yaml': `${ECHO['problem.yaml']}  code: 1\nlanguages: [cpp]\n` });
    const path = '/api/problems/picky/submissions';
    expect(await student.post(path, { language: 'python', code: ECHO_CODE })).toMatchObject({
      status: 422,
      body: { code: 'problem_language_not_offered', field: 'language' },
    });
    expect(await student.post(path, { language: 'cpp', code: `//${'x'.repeat(2000)}\nint main(){}` })).toMatchObject({
      body: { code: 'code_too_long' },
    });
    for (const field of [{ exclusive: true }, { transcript: true }, { problem_version: 1 }])
      expect(await student.post(path, { language: 'cpp', code: 'int main(){}', ...field })).toMatchObject({
        status: 403,
        body: { code: 'scope_missing' },
      });
    expect(await student.post(path, { language: 'cpp', code: 'int main(){}', stdin: 'x' })).toMatchObject({
      status: 422,
      body: { code: 'field_bad' },
    });
    expect((await setter.post('/api/problems/nothing/submissions', { language: 'cpp', code: 'int main(){}' })).status).toBe(404);
  });
});

describe('who may do what', () => {
  it('the scope setter alone writes problems and reads tests; admin does not include it', async () => {
    const { student, operator } = cast();
    await made('scoped');
    for (const who of [student, operator]) {
      expect((await who.upload('/api/problems?slug=mine', zipOf(ECHO))).status).toBe(403);
      expect((await who.upload('/api/problems/scoped/versions', zipOf(ECHO))).status).toBe(403);
      for (const path of [
        'versions',
        'faults',
        'versions/1/tests',
        'versions/1/tests/2/input',
        'versions/1/tests/2/answer',
        'versions/1/package',
      ])
        expect(await who.get(`/api/problems/scoped/${path}`)).toMatchObject({ status: 403, body: { code: 'scope_missing' } });
      for (const path of ['publish', 'archive']) expect((await who.post(`/api/problems/scoped/${path}`, {})).status).toBe(403);
    }
  });
});

describe('another tenant', () => {
  it('finds no problem, version, test, submission or judging of this one, whatever its scopes', async () => {
    const { service, student } = cast();
    const mine = (await made('private')).body;
    const submitted = await student.post('/api/problems/private/submissions?wait=true', { language: 'python', code: ECHO_CODE });
    const { id } = submitted.body;
    const stranger = await otherTenant(service);
    for (const path of [
      `/api/problems/${mine.problem.id}`,
      '/api/problems/private',
      '/api/problems/private/versions',
      '/api/problems/private/faults',
      `/api/problems/${mine.problem.id}/versions/1/tests`,
      `/api/problems/${mine.problem.id}/versions/1/tests/2/input`,
      `/api/problems/${mine.problem.id}/versions/1/package`,
      `/api/result/${id}`,
      `/api/submissions/${id}/events`,
      `/api/submissions/${id}/judgings`,
      `/api/submissions/${id}/source`,
    ])
      expect([path, (await stranger.get(path)).status]).toEqual([path, 404]);
    expect((await stranger.post('/api/problems/private/publish', {})).status).toBe(404);
    expect((await stranger.post('/api/problems/private/submissions', { language: 'python', code: ECHO_CODE })).status).toBe(404);
    expect((await stranger.get('/api/problems')).body.items).toEqual([]);
    expect((await stranger.get('/api/submissions')).body.items).toEqual([]);
    // A name that is taken here is free there.
    expect((await stranger.upload('/api/problems?slug=private', zipOf(ECHO))).status).toBe(201);
  });
});

describe('an upload', () => {
  const refused = async (zip: Buffer) => cast().setter.upload('/api/problems?slug=bad', zip);
  const files = Object.entries(ECHO).map(([name, text]) => ({ name, data: Buffer.from(text ?? '') }));

  it.each<[string, () => Buffer, number, string]>([
    ['no zip', () => Buffer.from('hello'), 422, 'archive_refused'],
    [
      'a name that leads elsewhere',
      () => rawZip([...files, { name: '../../etc/cron.d/x', data: Buffer.from('x') }]),
      422,
      'archive_refused',
    ],
    ['an absolute name', () => rawZip([...files, { name: '/etc/x', data: Buffer.from('x') }]), 422, 'archive_refused'],
    [
      'a link',
      () => rawZip([...files, { name: 'data/secret/03.in', data: Buffer.from('/etc/passwd'), mode: 0o120777 }]),
      422,
      'archive_refused',
    ],
    ['two names that differ in case', () => rawZip([...files, { name: 'PROBLEM.yaml' }]), 422, 'archive_refused'],
    [
      '65,535 entries',
      () => rawZip(Array.from({ length: 65_535 }, (_, index) => ({ name: `x${index}`, method: 0 }))),
      413,
      'archive_too_large',
    ],
    [
      'a bomb',
      () => rawZip([...files, { name: 'data/secret/03.in', data: Buffer.alloc(200 * 1024 * 1024) }]),
      413,
      'archive_too_large',
    ],
    [
      'a bomb that lies',
      () => rawZip([...files, { name: 'x', data: Buffer.alloc(200 * 1024 * 1024), claimedSize: 10 }]),
      422,
      'archive_refused',
    ],
    [
      'entries that overlap',
      () =>
        rawZip([
          ...files,
          { name: 'x', data: Buffer.alloc(1024) },
          { name: 'y', sameAs: files.length, data: Buffer.alloc(1024) },
        ]),
      422,
      'archive_refused',
    ],
  ])('that is %s is refused, and the service lives', async (_, zip, status, code) => {
    expect(await refused(zip())).toMatchObject({ status, body: { code } });
    expect((await cast().setter.get('/api/problems/bad')).status).toBe(404);
  });

  it('that is a bomb costs the service no memory', async () => {
    const { service } = cast();
    const status = () => readFileSync(`/proc/${service.pidOf('api')}/status`, 'utf8');
    const resident = () => Number(/^VmRSS:\s+(\d+)/m.exec(status())?.[1]) / 1024;
    const bomb = rawZip([...files, { name: 'data/secret/03.in', data: Buffer.alloc(200 * 1024 * 1024) }]);
    await refused(bomb);
    const before = resident();
    for (let again = 0; again < 5; again += 1) await refused(bomb);
    expect(resident() - before).toBeLessThan(50);
  });

  it('larger than allowed ends while it comes', async () => {
    expect(await refused(Buffer.alloc(65 * 1024 * 1024))).toMatchObject({ status: 413, body: { code: 'body_too_large' } });
  });

  it.each<[string, Record<string, string | undefined>, RegExp]>([
    ['a missing answer', { 'data/secret/02.ans': undefined }, /data\/secret\/02\.in/],
    [
      'no tests',
      {
        'data/secret/01.in': undefined,
        'data/secret/01.ans': undefined,
        'data/secret/02.in': undefined,
        'data/secret/02.ans': undefined,
      },
      /data\/secret/,
    ],
    ['broken YAML', { 'problem.yaml': 'name: [\n' }, /problem\.yaml:\d/],
  ])('with %s is refused by file and line', async (_, changes, pattern) => {
    const reply = await refused(zipOf({ ...ECHO, ...changes }));
    expect(reply).toMatchObject({ status: 422 });
    expect(reply.body.error).toMatch(pattern);
  });

  it('of another type, or to another route, is refused as such', async () => {
    const { setter } = cast();
    expect(await setter.post('/api/problems?slug=json', {})).toMatchObject({ status: 422 });
    expect(await setter.upload('/api/submit', zipOf(ECHO))).toMatchObject({ status: 415, body: { code: 'media_type' } });
    expect(await setter.upload('/api/problems?slug=Bad%20Name', zipOf(ECHO))).toMatchObject({
      status: 422,
      body: { code: 'field_bad' },
    });
    await made('twice');
    expect(await made('twice')).toMatchObject({ status: 409, body: { code: 'name_taken', field: 'slug' } });
  });
});
