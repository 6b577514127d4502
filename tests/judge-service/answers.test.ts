/**
 * Submissions that are no programs of the usual kind: answers to tests, as files or as a zip, and functions that a problem's driver
 * calls. What a function may try against its driver is tried here through the service, with nothing but the scope to submit.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import { rawZip } from '../problems/zip.ts';
import { exampleSource, exampleZip, useCast } from './support.ts';

const cast = useCast();
const FEW = '/api/problems/fewboxes/submissions?wait=true';
const NAMES = ['01-few', '02-some', '03-many'];
const best = (name: string) => ({ name: `${name}.out`, content: exampleSource('fewboxes', `accepted/best/${name}.out`) });

beforeAll(async () => {
  const { setter } = cast();
  for (const name of ['fewboxes', 'pairsum'])
    expect((await setter.upload(`/api/problems?slug=${name}&publish=true`, exampleZip(name))).status).toBe(201);
});

describe('answers', () => {
  it('are judged as files, some of them or all', async () => {
    const { student } = cast();
    const all = await student.post(FEW, { language: 'answers', files: NAMES.map(best) });
    expect(all.body).toMatchObject({ verdict: 'AC', judging: { points: { earned: 100, maximum: 100 } } });
    // The sample was not asked for, and no hidden test is told in its place.
    expect(all.body.judging.tests).toEqual([]);
    const judged = (await cast().setter.get(`/api/result/${all.body.id}`)).body.judging.tests;
    expect(judged.map(({ name }: { name: string }) => name)).toEqual(NAMES.map((name) => `secret/${name}`));
    const [first] = NAMES.map(best);
    const one = await student.post(FEW, { language: 'answers', files: [first] });
    expect(one.body.verdict).toBe('WA');
    expect(one.body.judging.points.earned).toBeGreaterThan(0);
    expect(one.body.judging.points.earned).toBeLessThan(100);
  });

  it('are judged as a zip, be it of the files or of their folder', async () => {
    for (const folder of ['', 'my-answers/']) {
      const zip = rawZip(NAMES.map((name) => ({ name: `${folder}${name}.out`, data: Buffer.from(best(name).content) })));
      const file = { name: 'answers.zip', content: zip.toString('base64'), encoding: 'base64' };
      expect((await cast().student.post(FEW, { language: 'answers', files: [file] })).body.verdict).toBe('AC');
    }
  });

  it('are read back as they came', async () => {
    const { student } = cast();
    const { id } = (await student.post(FEW, { language: 'answers', files: NAMES.map(best) })).body;
    const { language, files } = (await student.get(`/api/submissions/${id}/source`)).body;
    expect(language).toBe('answers');
    expect(files.map(({ name, content }: { name: string; content: string }) => ({ name, content }))).toEqual(NAMES.map(best));
  });

  const zipped = (...names: readonly string[]) => ({
    name: 'a.zip',
    content: rawZip(names.map((name) => ({ name, data: Buffer.from('1\n') }))).toString('base64'),
    encoding: 'base64',
  });
  it.each<[string, object, string]>([
    ['of no test', { files: [{ name: 'nothing.out', content: '1' }] }, 'answers_bad'],
    ['to one test twice', { files: [best('01-few'), { ...best('01-few'), name: '01-few.ans' }] }, 'answers_bad'],
    ['without files', {}, 'answers_bad'],
    ['as code', { code: '1', files: [best('01-few')] }, 'answers_bad'],
    ['in a language', { language: 'python', code: 'print(1)' }, 'problem_language_not_offered'],
    ['in a zip that leads elsewhere', { files: [zipped('../01-few.out')] }, 'archive_refused'],
    ['in a zip that is none', { files: [{ name: 'a.zip', content: 'PK' }] }, 'archive_refused'],
  ])('%s are refused, before anything is stored', async (_, request, code) => {
    const reply = await cast().student.post(FEW, { language: 'answers', ...request });
    expect([reply.status, reply.body.code]).toEqual([422, code]);
  });

  it('are nothing that other problems take', async () => {
    const reply = await cast().student.post('/api/problems/pairsum/submissions', {
      language: 'answers',
      files: [best('01-few')],
    });
    expect(reply.body.code).toBe('unsupported_language');
  });
});

describe('a function', () => {
  const hand = async (language: string, path: string) =>
    (
      await cast().student.post('/api/problems/pairsum/submissions?wait=true', {
        language,
        code: exampleSource('pairsum', path),
      })
    ).body;

  it.each([
    ['python', 'accepted/map.py'],
    ['cpp', 'accepted/map.cpp'],
  ])('in %s is called by the driver', async (language, path) => {
    expect((await hand(language, path)).verdict).toBe('AC');
  });

  it.each([
    // F1: the process ends well before it was asked anything.
    ['python', 'wrong_answer/ends_early.py'],
    // F5: it looks for what the driver knows.
    ['python', 'wrong_answer/reads_the_driver.py'],
    // F3, F4: it writes lines as the stub would, and hides its own end.
    ['javascript', 'rejected/forges.js'],
    // F6: a constructor that runs before the stub does.
    ['cpp', 'wrong_answer/ends_before_main.cpp'],
  ])('that cheats in %s (%s) earns nothing', async (language, path) => {
    const { verdict, judging } = await hand(language, path);
    expect(verdict).not.toBe('AC');
    expect(verdict).not.toBe('IE');
    expect(judging.status).toBe('judged');
  });
});
