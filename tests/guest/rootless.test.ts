import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { bootGuest, guestParts } from './guest.js';
import { SUITE_COMMAND, suiteFiles } from './suite.js';

const TIMEOUT = 900_000;

/** What an administrator grants: sub-ids, a cgroup of one's own. */
const GRANTS = {
  ids: ['echo guest:100000:65536 >/etc/subuid', 'echo guest:100000:65536 >/etc/subgid'],
  cgroup: [
    'echo "+cpu +memory +pids" >/sys/fs/cgroup/cgroup.subtree_control',
    'cd /sys/fs/cgroup && mkdir guest && chown guest guest guest/cgroup.procs guest/cgroup.subtree_control guest/cgroup.threads',
    'echo $$ >/sys/fs/cgroup/guest/cgroup.procs && cd /job',
  ],
} as const;

type Grant = keyof typeof GRANTS;

/** Runs a command of the suite as an ordinary user who was granted so much. */
async function asUser(name: string, grants: readonly Grant[], command: string, skip: (why: string) => never) {
  const parts = await guestParts();
  if ('missing' in parts) return skip(parts.missing);
  if (!existsSync('/usr/bin/newuidmap')) return skip('no newuidmap here: apt-get install uidmap');
  const granted = grants.flatMap((grant) => GRANTS[grant]).join('\n');
  const line = `${granted}\nexec /usr/bin/setpriv --reuid guest --regid guest --clear-groups env HOME=/tmp ${command}`;
  return bootGuest(parts, { name, files: await suiteFiles(), command: line, timeout: TIMEOUT, cgroups: 'v2' });
}

test('an ordinary user with sub-ids and a cgroup has every wall', { timeout: TIMEOUT + 60_000 }, async ({ skip }) => {
  const { output, exitCode } = await asUser('rootless', ['ids', 'cgroup'], SUITE_COMMAND, skip);
  expect(output).toMatch(/^conformance: [1-9]\d* passed, 0 failed/m);
  expect(exitCode).toBe(0);
});

const ASK = [
  "import { startLauncher } from '@cupel/sandbox';",
  "const launcher = await startLauncher({ binary: '/job/launcher' });",
  'console.log(JSON.stringify(launcher.describe()));',
  'await launcher.close();',
].join(' ');

test.each([
  [[], ['cgroup', 'user'], /systemd-run --user --scope -p Delegate=yes.*usermod --add-subuids/s],
  [['ids'], ['cgroup'], /systemd-run --user --scope -p Delegate=yes/],
  [['cgroup'], ['user'], /usermod --add-subuids \d+-\d+ --add-subgids \d+-\d+ guest/],
] as const)('granted %j, %j is missing and the cure is told', { timeout: TIMEOUT }, async (grants, missing, cure) => {
  const skip = (why: string): never => {
    throw new Error(why);
  };
  const { output } = await asUser(`rootless-${missing.join('-')}`, grants, `node --input-type=module -e "${ASK}"`, skip);
  const said = JSON.parse(output.slice(output.indexOf('{')));
  expect(said.isolation.missing.toSorted()).toEqual(missing);
  expect(said.problems.toSorted().join('\n')).toMatch(cure);
});
