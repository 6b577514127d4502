import assert from 'node:assert/strict';
import type { RunSpec } from '@cupel/domain';
import type { Case, Subject } from '../case.js';
import { diedOf, endedWith, refusedAs } from '../expect.js';
import { shown, specOf, textOf } from '../spec.js';

/** Two shells, each reading what the other writes; what they have to say for themselves goes to stderr. */
const pair = (subject: Subject, first: string, second: string): readonly RunSpec[] => [
  { ...specOf(subject, ['/bin/sh', '-c', first]), stdin: { kind: 'link', link: 1 }, stdout: { kind: 'link', link: 0 } },
  { ...specOf(subject, ['/bin/sh', '-c', second]), stdin: { kind: 'link', link: 0 }, stdout: { kind: 'link', link: 1 } },
];

const runPair = async (subject: Subject, first: string, second: string) => {
  const [one, two] = await subject.sandbox.runGroup(pair(subject, first, second));
  assert.ok(one !== undefined && two !== undefined);
  return { one, two };
};

const ALONE = 'launcher_refused';

/** Runs joined by pipes. */
export const groupCases: readonly Case[] = [
  {
    name: 'two programs talk to each other both ways',
    run: async (subject) => {
      const asks = 'for i in 1 2 3; do echo $i; read answer; echo "$answer" >&2; done';
      const doubles = 'while read number; do echo $((number * 2)); done; echo end >&2';
      const { one, two } = await runPair(subject, asks, doubles);
      for (const outcome of [one, two]) endedWith(outcome, 0);
      assert.deepEqual([textOf(one.stderr), textOf(two.stderr)], ['2\n4\n6\n', 'end\n']);
    },
  },
  {
    name: 'whoever reads sees the end when the other ends first',
    run: async (subject) => {
      const { one, two } = await runPair(subject, 'echo last', 'read line; echo "$line" >&2; read more || echo end >&2; exit 4');
      endedWith(one, 0);
      endedWith(two, 4);
      assert.equal(textOf(two.stderr), 'last\nend\n', shown(two));
    },
  },
  {
    name: 'whoever writes dies of SIGPIPE when the other ends first',
    run: async (subject) => {
      const { one, two } = await runPair(subject, 'exit 5', 'while :; do echo more; done');
      endedWith(one, 5);
      diedOf(two, 'SIGPIPE');
    },
  },
  {
    name: 'an end that is closed early is seen while its program still runs',
    run: async (subject) => {
      const closes = 'exec >&-; read reply; echo "$reply" >&2';
      const { one } = await runPair(subject, closes, 'read line || echo "saw the end"');
      assert.equal(textOf(one.stderr), 'saw the end\n', shown(one));
    },
  },
  {
    name: 'each member has its own limits and its own end',
    run: async (subject) => {
      const [first, second] = pair(subject, 'sleep 1000', 'read line; exit 6');
      assert.ok(first !== undefined && second !== undefined);
      const hurried = { ...first, limits: { ...first.limits, wallTime: 300_000 } };
      const [one, two] = await subject.sandbox.runGroup([hurried, second]);
      assert.equal(one?.evidence.firstCause, 'wall_limit');
      if (two !== undefined) endedWith(two, 6);
    },
  },
  {
    name: 'members are strangers to each other: other users, no sight of the processes',
    run: async (subject) => {
      const tell = 'id -u >&2; ls /proc | grep -c "^[0-9]" >&2';
      const { one, two } = await runPair(subject, `${tell}; echo x; read y`, `read x; ${tell}; echo y`);
      const [uidOne, seenOne] = textOf(one.stderr).split('\n');
      const [uidTwo, seenTwo] = textOf(two.stderr).split('\n');
      assert.notEqual(uidOne, uidTwo);
      for (const seen of [seenOne, seenTwo]) assert.ok(Number(seen) <= 4, `${seen} processes seen`);
    },
  },
  {
    name: 'a group with a member that cannot be starts none',
    run: async (subject) => {
      const [first, second] = pair(subject, 'echo x', 'read x');
      assert.ok(first !== undefined && second !== undefined);
      const before = (await subject.sandbox.status()).runs;
      await refusedAs(subject.sandbox.runGroup([first, { ...second, profile: 'nobody-knows' }]), 'launcher_profile_unknown');
      const { runs, running } = await subject.sandbox.status();
      assert.deepEqual([runs, running], [before, 0]);
    },
  },
  {
    name: 'a link with one end is refused, as is one outside of a group',
    run: async (subject) => {
      const [first] = pair(subject, 'echo x', 'read x');
      assert.ok(first !== undefined);
      await refusedAs(subject.sandbox.runGroup([first]), ALONE);
      await refusedAs(subject.sandbox.run(first), ALONE);
    },
  },
  {
    name: 'a group of more members than there may be is refused',
    run: (subject) =>
      refusedAs(subject.sandbox.runGroup(Array.from({ length: 9 }, () => specOf(subject, ['true']))), 'launcher_out_of_range'),
  },
];
