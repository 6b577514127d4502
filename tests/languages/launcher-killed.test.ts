import { execute } from '@cupel/judge';
import { loadLanguages, requireToolchain } from '@cupel/sandbox';
import { expect, it } from 'vitest';
import { startProduct } from '../support/product.ts';

/** In a file of its own: `startProduct` tells the process of a launcher only where there is one. */
it('a launcher that is killed makes an IE that may be retried, and the next run is served', async () => {
  const { sandbox, pid, close } = await startProduct();
  const languages = loadLanguages(new URL('../../languages/', import.meta.url).pathname);
  const [language] = languages.filter(({ id }) => id === 'python');
  if (language === undefined) throw new Error('there is no Python');
  const python = await requireToolchain(language);
  const run = (source: string, onOutput?: () => void) => {
    const request = { mode: 'strict' as const, files: [{ bytes: Buffer.from(source) }] };
    return execute(sandbox, python, request, onOutput === undefined ? {} : { onOutput });
  };

  const lost = await run('print("ready", flush=True)\nimport time\ntime.sleep(20)', () => void process.kill(pid, 'SIGKILL'));
  expect(lost.judgement).toMatchObject({ verdict: 'IE', outcome: 'internal_error' });
  expect(lost.evidence).toBeUndefined();
  const next = await run('print("again")');
  expect(Buffer.from(next.stdout).toString()).toBe('again\n');
  await close();
});
