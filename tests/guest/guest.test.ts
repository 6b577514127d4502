import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bootGuest, type GuestOptions, type GuestResult, guestParts } from './guest.js';
import { output } from './process.js';

const folder = mkdtempSync(join(tmpdir(), 'cupel-guest-'));
let parts: Awaited<ReturnType<typeof guestParts>>;

beforeAll(async () => {
  parts = await guestParts();
});
afterAll(() => rmSync(folder, { recursive: true }));

async function boot(skip: (why: string) => never, options: Omit<GuestOptions, 'name' | 'timeout'>): Promise<GuestResult> {
  if ('missing' in parts) return skip(parts.missing);
  return bootGuest(parts, { ...options, name: 'guest', timeout: 100_000 });
}

test('a guest with cgroup v2 kills for memory and says so, and runs Node', { timeout: 120_000 }, async ({ skip }) => {
  const program = join(folder, 'oom');
  const source = fileURLToPath(new URL('oom.c', import.meta.url));
  await output('gcc', ['-O1', '-Wall', '-Wextra', '-Werror', '-static', '-o', program, source]);
  const command = './oom && cat /sys/fs/cgroup/cgroup.controllers && node -p "6 * 7" && python3 -c "print(6 * 8)"; exit 9';
  const result = await boot(skip, { files: { oom: program }, command, cgroups: 'v2' });
  expect(result.output).toMatch(/^signal=9 oom_kill=1\n(?=.*\bcpu\b)(?=.*\bmemory\b)(?=.*\bpids\b).*\n42\n48\n$/);
  expect(result.exitCode).toBe(9);
});

test('a hybrid guest has its controllers in version 1', { timeout: 120_000 }, async ({ skip }) => {
  const command = 'cat /sys/fs/cgroup/unified/cgroup.controllers; ls /sys/fs/cgroup/memory/memory.limit_in_bytes /sys/fs/cgroup';
  const result = await boot(skip, { files: {}, command, cgroups: 'hybrid' });
  expect(result.output).toMatch(/memory\.limit_in_bytes/);
  expect(result.output).not.toMatch(/^.*\bmemory\b.*\bpids\b.*$/m);
  expect(result.exitCode).toBe(0);
});

test('a guest that is not done in time is an error that says where its log is', { timeout: 120_000 }, async ({ skip }) => {
  if ('missing' in parts) return skip(parts.missing);
  const boots = bootGuest(parts, { name: 'overdue', files: {}, command: 'sleep 600', timeout: 2_000, cgroups: 'v2' });
  await expect(boots).rejects.toThrow(/was not done after 2000 ms; kernel log: \S+kernel\.log/);
});
