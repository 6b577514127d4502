import { Cupel, gradingOf, problemsOf } from '@cupel/sdk';
import { expect, it } from 'vitest';
import { ECHO, ECHO_CODE, useCast, zipOf } from './support.ts';

const cast = useCast();
const clientOf = (who: 'setter' | 'student') => new Cupel({ baseUrl: cast().service.url, apiKey: cast()[who].key });

it('problems: made, published, submitted to, read', async () => {
  const setter = problemsOf(clientOf('setter'));
  const made = await setter.create('echo', new Uint8Array(zipOf(ECHO)));
  expect(made.version.published).toBe(false);
  expect(await setter.publish('echo')).toMatchObject({ version: 1, judged_again: 0 });
  const student = problemsOf(clientOf('student'));
  const result = await student.judge('echo', { language: 'python', code: ECHO_CODE, user: 'ada' });
  expect(result.judging).toMatchObject({ verdict: 'AC', version: 1, audience: 'submitter' });
  const { id } = await student.submit('echo', { language: 'python', code: ECHO_CODE });
  const kinds: string[] = [];
  for await (const event of clientOf('student').stream(id)) kinds.push(event.kind);
  expect([kinds.includes('test'), kinds.at(-1)]).toEqual([true, 'done']);
  expect((await student.get('echo')).samples).toEqual([{ name: '1', input: 'sample\n', output: 'sample\n' }]);
  expect((await setter.tests('echo', 1)).items).toHaveLength(3);
  await expect(student.tests('echo', 1)).rejects.toMatchObject({ status: 403, code: 'scope_missing' });
  expect((await setter.versions('echo')).items).toHaveLength(1);
  expect((await setter.faults('echo')).items).toEqual([]);
  await setter.archive('echo');
  expect((await student.list()).items[0]).toMatchObject({ slug: 'echo', state: 'archived' });
});

it('grading: one, and many as they come', async () => {
  const grading = gradingOf(clientOf('student'));
  const test_cases = [{ input: '2', expected_output: '4' }];
  expect(await grading.grade({ language: 'python', code: 'print(int(input()) * 2)', test_cases })).toMatchObject({
    percentage: 100,
  });
  const submissions = ['a', 'b', 'c'].map((student_id) => ({ student_id, language: 'python', code: 'print(4)' }));
  const { batch_id } = await grading.batch({ submissions, test_cases });
  const students: unknown[] = [];
  for await (const event of grading.follow(batch_id)) if (event.kind === 'result') students.push(event.data.student_id);
  expect(students.sort()).toEqual(['a', 'b', 'c']);
  expect((await grading.batchResults(batch_id)).progress.done).toBe(true);
});
