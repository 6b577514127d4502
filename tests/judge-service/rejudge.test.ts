/** Judging again, with real workers: by kept outputs where the checker alone is another, and by running where more is. */
import { describe, expect, it } from 'vitest';
import { ECHO, type Reply, useCast, zipOf } from './support.ts';

const cast = useCast();

describe('judging again', () => {
  /** Accepts everything, and is then made to refuse; the outputs are random, so only kept ones come out alike. */
  const lottery = (end: number, more = {}) => ({
    ...ECHO,
    'output_validator/validate.py': `import sys\nsys.exit(${end})\n`,
    'cupel.yaml': 'keep_outputs: 1\ndisclosure:\n  detail: tests\n  hidden_output: true\n',
    ...more,
  });

  const outputs = async (id: string) =>
    (await cast().setter.get(`/api/submissions/${id}/judgings`)).body.items.map(
      ({ standing, tests }: { standing: string; tests: { output: { text: string } }[] }) => [
        standing,
        tests.map(({ output }) => output.text),
      ],
    );

  async function ready(id: string): Promise<Reply> {
    await expect.poll(async () => (await cast().setter.get(`/api/rejudges/${id}`)).body.state, { timeout: 30_000 }).toBe('ready');
    return cast().setter.get(`/api/rejudges/${id}`);
  }

  it('runs the checkers alone where they alone have changed, and all of it otherwise', async () => {
    const { setter } = cast();
    const made = await setter.upload('/api/problems?slug=lottery&publish=true', zipOf(lottery(42)));
    expect(made.status).toBe(201);
    const request = { language: 'python', code: 'import random\nprint(random.random())' };
    const { id, verdict } = (await setter.post('/api/problems/lottery/submissions?wait=true', request)).body;
    expect(verdict).toBe('AC');
    await setter.upload('/api/problems/lottery/versions?publish=true', zipOf(lottery(43)));
    const started = await setter.post('/api/rejudges', { problem: 'lottery', reason: 'the checker was too kind' });
    expect(started).toMatchObject({ status: 202, body: { total: 1, rechecked: 1, state: 'judging' } });
    const { body } = await ready(started.body.id);
    expect(body).toMatchObject({
      done: 1,
      loses: 1,
      changes: [{ submission: id, effect: 'loses', before: { verdict: 'AC' }, after: { verdict: 'WA' } }],
    });
    const [staged, current] = await outputs(id);
    expect([staged[0], current[0]]).toEqual(['staged', 'current']);
    expect(staged[1].slice(0, 1)).toEqual(current[1].slice(0, 1));
    expect(staged[1][0]).toMatch(/^0\.\d/);
    expect((await setter.post(`/api/rejudges/${started.body.id}/apply`)).body).toMatchObject({ state: 'applied' });
    expect((await setter.get(`/api/result/${id}`)).body.verdict).toBe('WA');
    expect((await outputs(id)).map(([standing]: [string]) => standing)).toEqual(['current', 'superseded']);
    // Another input: now the runs could come out otherwise.
    await setter.upload('/api/problems/lottery/versions?publish=true', zipOf(lottery(42, { 'data/secret/01.in': '7\n' })));
    const again = await setter.post('/api/rejudges', { submission: id });
    expect(again.body).toMatchObject({ total: 1, rechecked: 0 });
    expect((await ready(again.body.id)).body).toMatchObject({ gains: 1 });
    const [fresh, before] = await outputs(id);
    expect(fresh[1][0]).not.toEqual(before[1][0]);
  });

  it('says what is wrong with what was asked for', async () => {
    const { setter } = cast();
    await setter.upload('/api/problems?slug=echo&publish=true', zipOf(ECHO));
    expect((await setter.post('/api/rejudges', {})).body).toMatchObject({ code: 'field_bad', field: 'problem' });
    expect((await setter.post('/api/rejudges', { problem: 'echo', verdicts: ['SV'] })).body).toMatchObject({
      code: 'rejudge_nothing',
      error: 'there is nothing to judge again: no judged submission is problem echo, verdicts SV',
    });
    expect((await setter.post('/api/rejudges', { problem: 'none' })).status).toBe(404);
  });
});
