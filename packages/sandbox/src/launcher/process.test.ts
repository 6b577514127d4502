import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startLauncher } from './launcher.js';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cupel-process-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const program = (script: string): string => {
  const path = join(folder, 'launcher');
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
  return path;
};
const isRoot = process.geteuid?.() === 0;

test('a launcher that is not there says so, and what to type', async () => {
  const start = startLauncher({ binary: join(folder, 'nothing') });
  await expect(start).rejects.toMatchObject({ code: 'launcher_not_built', cure: 'Type `npm run setup`.' });
});

test.runIf(isRoot)('a launcher that gives up tells why', async () => {
  const start = startLauncher({ binary: program('echo one >&2; echo no cgroups here >&2; exit 3') });
  await expect(start).rejects.toMatchObject({
    code: 'launcher_not_started',
    message: expect.stringMatching(/code 3.*no cgroups here/),
  });
});

test.runIf(isRoot)('a launcher that is killed before it speaks tells by what', async () => {
  const start = startLauncher({ binary: program('kill -9 $$') });
  await expect(start).rejects.toMatchObject({ code: 'launcher_not_started', message: expect.stringContaining('SIGKILL') });
});

test.runIf(isRoot)('a launcher is started with an empty environment, descriptors 0 to 3 and its options alone', async () => {
  const descriptors = 'for n in 0 1 2 3 4 5 6 7 8 9; do [ -e /proc/$$/fd/$n ] && printf $n; done';
  const script = `echo "$* | $(tr "\\0" " " < /proc/$$/environ) | $(${descriptors})" >&2; exit 1`;
  const start = startLauncher({ binary: program(script), boxes: 7, spare: 2, blobs: '/b', images: '' });
  const message = await start.catch((error: Error) => error.message);
  expect(message).toContain('--fd 3 --blobs /b --boxes 7 --spare 2 |  | 0123');
});
