import assert from 'node:assert/strict';
import type { Artefact } from '@cupel/domain';
import type { Case, Subject } from '../case.js';
import { endedWith, refusedAs, said } from '../expect.js';
import { runCommand, runShell, shown, textOf } from '../spec.js';

/** What a compiler would do: leaves a program and a folder behind. */
const build = async (subject: Subject): Promise<Artefact> => {
  const line = 'printf "#!/bin/sh\\necho built\\n" > program; chmod 755 program; mkdir d; echo data > d/file';
  const outcome = await runShell(subject, line, { keep: true });
  endedWith(outcome, 0);
  assert.ok(outcome.artefact !== undefined, shown(outcome));
  return outcome.artefact;
};

/** Compile once, run many. */
export const artefactCases: readonly Case[] = [
  {
    name: 'what was kept is executed and read by several runs at once, and can be changed by none',
    run: async (subject) => {
      const artefact = await build(subject);
      const line =
        '/program/program; cat /program/d/file; for f in /program/program /program/d/new /program/d; do (echo x > $f) 2>/dev/null && echo written; rm -rf $f 2>/dev/null; done; /program/program';
      const outcomes = await Promise.all(Array.from({ length: 4 }, () => runShell(subject, line, { artefact })));
      for (const outcome of outcomes) assert.equal(textOf(outcome.stdout), 'built\ndata\nbuilt\n', shown(outcome));
      said(await runCommand(subject, ['/program/program'], { artefact }), 'built\n');
      subject.sandbox.release(artefact);
    },
  },
  {
    name: 'artefacts are apart from one another, and from runs that have none',
    run: async (subject) => {
      const [one, two] = await Promise.all(
        ['one', 'two'].map(async (text) => (await runShell(subject, `echo ${text} > file`, { keep: true })).artefact),
      );
      assert.ok(one !== undefined && two !== undefined);
      for (const [artefact, text] of [
        [one, 'one\n'],
        [two, 'two\n'],
        [one, 'one\n'],
      ] as const) {
        said(await runCommand(subject, ['cat', '/program/file'], { artefact }), text);
      }
      said(await runShell(subject, 'ls /program 2>/dev/null; true'), '');
      for (const artefact of [one, two]) subject.sandbox.release(artefact);
    },
  },
  {
    name: 'a kept result can be kept again with what a second run adds',
    run: async (subject) => {
      const first = await build(subject);
      const second = (await runShell(subject, 'cp /program/program copy', { artefact: first, keep: true })).artefact;
      subject.sandbox.release(first);
      assert.ok(second !== undefined);
      said(await runCommand(subject, ['/program/copy'], { artefact: second }), 'built\n');
      subject.sandbox.release(second);
    },
  },
  {
    name: 'nothing is kept of a run that fails, or that did not ask for it',
    run: async (subject) => {
      const before = (await subject.sandbox.status()).artefacts;
      assert.equal((await runShell(subject, 'echo x > x; exit 1', { keep: true })).artefact, undefined);
      assert.equal((await runShell(subject, 'echo x > x; kill -9 $$', { keep: true })).artefact, undefined);
      assert.equal((await runShell(subject, 'echo x > x')).artefact, undefined);
      assert.equal((await subject.sandbox.status()).artefacts, before);
    },
  },
  {
    name: 'what was released is gone, for the client and in the launcher',
    run: async (subject) => {
      const before = (await subject.sandbox.status()).artefacts;
      const artefact = await build(subject);
      assert.equal((await subject.sandbox.status()).artefacts, before + 1);
      subject.sandbox.release(artefact);
      await refusedAs(runCommand(subject, ['/program/program'], { artefact }), 'launcher_artefact_gone');
      assert.equal((await subject.sandbox.status()).artefacts, before);
    },
  },
  {
    name: 'a run under way keeps the artefact that was released meanwhile',
    run: async (subject) => {
      const artefact = await build(subject);
      let started = () => {};
      const running = new Promise<void>((resolve) => {
        started = resolve;
      });
      async function* stdin() {
        await running;
        subject.sandbox.release(artefact);
        await subject.sandbox.status();
        yield Buffer.from('go\n');
      }
      const wish = { artefact, stdin: { kind: 'stream', chunks: stdin() } as const };
      const outcome = await runShell(subject, 'read go; /program/program', wish, { onStarted: () => started() });
      said(outcome, 'built\n');
    },
  },
];
