import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { built, make, run } from './build.js';

const LEAK =
  '#include <stdlib.h>\nint leak(int n);\nint leak(int n) {\n  char *p = malloc(4);\n  return p && n ? p[0] = 1 : 0;\n}\n';

test('the analyser has nothing to say of the launcher', { timeout: 300_000 }, () => {
  expect(make('analyze')).toMatchObject({ status: 0, stderr: '' });
});

test('and would say it', () => {
  const folder = mkdtempSync(join(tmpdir(), 'cupel-analyze-'));
  try {
    writeFileSync(join(folder, 'leak.c'), LEAK);
    const analysed = make('analyze', `SOURCES=${join(folder, 'leak.c')}`);
    expect(analysed.status).not.toBe(0);
    expect(analysed.stderr).toContain('analyzer-malloc-leak');
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('the launcher is one file, at a random address, with nothing both writable and executable', () => {
  expect(make('all')).toMatchObject({ status: 0 });
  const { stdout } = run('readelf', ['--file-header', '--program-headers', '--dynamic', '--wide', built('cupel-launcher')]);
  expect(stdout).toMatch(/Type:\s+DYN/);
  expect(stdout).not.toContain('INTERP');
  expect(stdout).not.toContain('(NEEDED)');
  expect(stdout).toMatch(/FLAGS_1.*NOW.*PIE/);
  expect(stdout).toContain('GNU_RELRO');
  expect(stdout).toMatch(/GNU_STACK.* RW\s/);
  expect(stdout).not.toMatch(/LOAD.* RWE\s/);
});

test('the shipped build refuses to leave walls out; the one that can is another file', () => {
  expect(make('attack')).toMatchObject({ status: 0 });
  const words = (name: string) => run('strings', ['--all', built(name)]).stdout;
  expect(words('cupel-launcher')).toContain('walls cannot be left out');
  expect(words('attack/cupel-launcher')).not.toContain('walls cannot be left out');
});
