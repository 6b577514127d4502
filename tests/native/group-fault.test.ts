import type { RunSpec } from '@cupel/domain';
import { startLauncher } from '@cupel/sandbox';
import { expect, test } from 'vitest';
import { built, make } from './build.js';
import { limits } from './limits.js';

const ROUNDS = 20;
const FILES = 250;
const DEEP = 'b/c/d/e/f/g/h/i/j';

const member = (files: RunSpec['files']): RunSpec => ({
  profile: 'judge',
  mode: 'strict',
  argv: ['/bin/true'],
  env: {},
  limits: { ...limits, scratchInodes: 1200 },
  files,
  stdin: { kind: 'null' },
  stdout: { kind: 'null' },
  stderr: { kind: 'null' },
  collect: [],
  keep: false,
});

/** More folders than the scratch space has inodes: its box fails late, when the other member is over and forgotten. */
const tooMany = Array.from({ length: FILES }, (_, index) => ({
  name: `a${index}/${DEEP}`,
  content: { kind: 'bytes', bytes: Buffer.from('x') } as const,
}));

test('a member that fails after the other has ended does not look at what is gone', async () => {
  expect(make('sanitize')).toMatchObject({ status: 0 });
  const launcher = await startLauncher({ binary: built('sanitize/cupel-launcher') });
  try {
    for (let round = 0; round < ROUNDS; round += 1) {
      const [short, failing] = await launcher.runGroup([member([]), member(tooMany)]);
      expect(short?.evidence.fault).toEqual(short?.evidence.firstCause === 'ended' ? undefined : failing?.evidence.fault);
      expect(failing?.evidence.fault).toMatchObject({ stage: 'files', errno: 'ENOSPC' });
    }
    expect(await launcher.status()).toMatchObject({ running: 0 });
  } finally {
    await launcher.close();
  }
});
