/**
 * Problems of contests that have not begun, which nobody but the jury may know of. A canary stands in the slug, the title and the
 * jury's own trial of one; it is looked for in every GET of the API, as a person, as a class and as a stranger.
 *
 * Walls: secretProblems, requireKnown and requireReadable (platform/contests/secrets.ts). The control: the jury finds it.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import { everything, usePeople } from './people.ts';
import { ECHO, ECHO_CODE, type Person, useCast, zipOf } from './support.ts';

const CANARY = 'canary8814';
const cast = useCast();
const who = usePeople(cast, ['ann', 'eve']);

const at = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();
const CUP = { title: 'The Cup', starts_at: at(1), ends_at: at(2) };

beforeAll(() => cast().setter.upload('/api/problems?slug=echo&publish=true', zipOf(ECHO)));

describe('a contest that has not begun', () => {
  it('keeps its problems to itself, whichever way one asks', async () => {
    const { setter } = cast();
    const later = { ...CUP, slug: 'later', title: 'Later', starts_at: at(1), ends_at: at(2), visibility: 'public' };
    const { id } = (await setter.post('/api/contests', later)).body;
    const eve = who('eve');
    await setter.upload('/api/problems?slug=unseen&publish=true', zipOf(ECHO));
    expect((await eve.get('/api/problems/unseen')).status).toBe(200);
    const unseen = { ...later, problems: [{ problem: 'unseen' }] };
    expect((await setter.put('/api/contests/later', unseen)).status).toBe(200);
    expect((await eve.get('/api/problems/unseen')).status).toBe(404);
    expect((await eve.get('/api/problems')).text).not.toContain('unseen');
    const tried = { language: 'python', code: ECHO_CODE };
    expect((await eve.post('/api/problems/unseen/submissions', tried)).status).toBe(404);
    expect((await setter.get('/api/problems')).text).toContain('unseen');
    await eve.post('/api/contests/later/participants', { name: 'Eve' });
    expect((await eve.get('/api/contests/later')).body).toMatchObject({ phase: 'before', problems: [] });
    expect((await eve.get('/api/contests/later/leaderboard')).body.problems).toEqual([]);
    const stranger = await fetch(`${cast().service.url}/api/public/contests/${id}/leaderboard`);
    expect([stranger.status, ((await stranger.json()) as { problems: unknown }).problems]).toEqual([200, []]);
    for (const problem of ['A', 'none'])
      expect((await eve.post('/api/contests/later/submissions', { problem, language: 'python', code: 'x' })).body.code).toBe(
        'contest_not_begun',
      );
    expect((await setter.get('/api/contests/later')).body.problems).toHaveLength(1);
  });

  it('is told of by no route: not by a list, a cursor, a board, a result or what its jury hands in to try it', async () => {
    const { setter, student, operator } = cast();
    const slug = `hush-${CANARY}`;
    const secretly = { ...ECHO, 'problem.yaml': ECHO['problem.yaml']?.replace('Echo', `Hush ${CANARY}`) };
    // Between others, and alone at the end of a page: whoever asks page by page must not meet it, nor be sent past it.
    for (const around of ['hush-a', 'hush-z']) await setter.upload(`/api/problems?slug=${around}&publish=true`, zipOf(ECHO));
    const problem = (await setter.upload(`/api/problems?slug=${slug}&publish=true`, zipOf(secretly))).body.problem.id;
    const early = { ...CUP, slug: 'early', title: 'Early', starts_at: at(1), ends_at: at(2), visibility: 'public' };
    const contest = (await setter.post('/api/contests', { ...early, problems: [] })).body.id;
    await who('eve').post('/api/contests/early/participants', {});
    const tagOf = async () =>
      (await fetch(`${cast().service.url}/api/public/contests/${contest}/leaderboard`)).headers.get('etag');
    await expect.poll(async () => (await who('eve').get('/api/contests/early/leaderboard')).body.rows.length).toBe(1);
    const tag = await tagOf();
    await setter.put('/api/contests/early', { ...early, problems: [{ problem: slug }] });
    const tried = { language: 'python', code: `${ECHO_CODE} # ${CANARY}-solution` };
    const trial = (await setter.post(`/api/problems/${slug}/submissions?wait=true`, tried)).body;
    expect(trial.verdict).toBe('AC');
    const ids = [slug, problem, contest, trial.id];
    const asked = ['/api/problems?limit=1', `/api/history?problem=${slug}`, `/api/submissions?problem=${problem}`];
    const told = async (person: Person) => {
      const replies = [...(await everything(cast().service.url, person, ids))];
      for (const path of asked) replies.push([path, (await person.get(path)).text]);
      for (let cursor = 'hush-'; cursor !== '' && cursor < 'hush-~'; ) {
        const page = await person.get(`/api/problems?limit=1&cursor=${cursor}`);
        replies.push([`${cursor} and on`, page.text]);
        cursor = page.body.next ?? '';
      }
      return replies.filter(([, text]) => [CANARY, problem, trial.id].some((one) => text.includes(one)));
    };
    for (const person of [who('eve'), who('ann'), student]) expect((await told(person)).map(([path]) => path)).toEqual([]);
    expect((await student.get(`/api/history?problem=${slug}`)).status).toBe(404);
    expect((await student.get(`/api/history?problem=none-such`)).status).toBe(404);
    expect(await tagOf()).toBe(tag);
    // The control: the same look finds it for whoever is of the jury.
    for (const jury of [setter, operator])
      expect((await told(jury)).map(([path]) => path)).toEqual(
        expect.arrayContaining(['/api/problems', '/api/submissions', '/api/history', `/api/result/${trial.id}`]),
      );
  });

  it('that is private is not there for strangers', async () => {
    const { setter } = cast();
    const { id } = (await setter.post('/api/contests', { slug: 'exam', title: 'Exam', visibility: 'private', problems: [] }))
      .body;
    for (const path of ['/api/contests/exam', '/api/contests/exam/leaderboard', '/api/contests/exam/participants'])
      expect([path, (await who('eve').get(path)).status]).toEqual([path, 404]);
    expect((await who('eve').get('/api/contests')).text).not.toContain('exam');
    expect((await who('eve').post('/api/contests/exam/participants', {})).status).toBe(404);
    expect((await fetch(`${cast().service.url}/api/public/contests/${id}/leaderboard`)).status).toBe(404);
  });
});
