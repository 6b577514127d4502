import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, expect, test } from 'vitest';
import { useService, workThrough } from './support/service.ts';

const service = useService();
const root = fileURLToPath(new URL('../..', import.meta.url));
const page = readFileSync(join(root, 'docs/quickstart.md'), 'utf8');
const blocks = [...page.matchAll(/^```(bash|js|python)\n(.*?)^```/gms)].map(([, language = '', text = '']) => ({
  language,
  text,
}));
// Below the repository, so that a script finds the packages of the workspace.
const folder = mkdtempSync(join(root, 'node_modules', '.quickstart-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function run({ language, text }: { language: string; text: string }): Promise<string> {
  // Nobody can be reached at example.org from here; the address guard has tests of its own.
  const file = join(folder, language === 'js' ? 'block.mjs' : 'block');
  writeFileSync(file, text.replace('https://example.org/cupel', 'https://1.1.1.1/cupel'));
  const programs: Record<string, string> = { bash: '/bin/bash', python: '/usr/bin/python3', js: process.execPath };
  const env = {
    PATH: '/usr/bin:/bin',
    CUPEL_URL: service().api.url,
    PYTHONPATH: join(root, 'sdk/python'),
    PYTHONDONTWRITEBYTECODE: '1',
  };
  return (await promisify(execFile)(programs[language] ?? '', [file], { env, timeout: 30_000 })).stdout;
}

test('every block of the quick start does what it says', async () => {
  const stop = workThrough(service(), ({ source, stdin }) => {
    const wrong = source.toString().includes('43');
    return { verdict: wrong ? 'WA' : 'AC', stdout: Buffer.from(`${stdin?.toString() ?? '42'}\n`) };
  });
  const outputs: string[] = [];
  for (const block of blocks) outputs.push(await run(block));
  await stop();
  expect(blocks.map(({ language }) => language)).toEqual(['bash', 'js', 'python', 'js', 'bash', 'js', 'bash', 'js']);
  const [waited, js, python, streamed, polled, batch, hooked] = outputs;
  expect(JSON.parse(waited ?? '')).toMatchObject({ verdict: 'AC', stdout: '42\n' });
  expect([js, python]).toEqual(['AC 42\n\n', 'AC 42\n\n']);
  expect(streamed).toBe('AC\n');
  expect(JSON.parse(polled ?? '')).toHaveProperty('status');
  expect(batch).toBe('student-12 AC\nstudent-13 WA\n');
  expect(JSON.parse(hooked ?? '')).toHaveProperty('id');
});
