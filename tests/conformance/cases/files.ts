import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import type { CollectedFile } from '@cupel/domain';
import type { Case } from '../case.js';
import { endedWith, refusedAs, said } from '../expect.js';
import { runCommand, runPython, runShell, shown, textFile } from '../spec.js';

const MOST = 1 << 20;

/** A name, how the program makes what stands under it, and what becomes of it. */
const OUTPUTS: readonly (readonly [name: string, make: string, status: CollectedFile['status']])[] = [
  ['plain', 'echo plain > plain', 'ok'],
  ['d/e/nested', 'mkdir -p d/e; echo nested > d/e/nested', 'ok'],
  ['empty', ': > empty', 'ok'],
  ['absent', ':', 'absent'],
  ['absent/deep', ':', 'absent'],
  ['link', 'ln -s /etc/passwd link', 'not_regular'],
  ['inner-link', 'echo target > target; ln -s target inner-link', 'not_regular'],
  ['dangling', 'ln -s /nowhere dangling', 'not_regular'],
  ['by-link/passwd', 'ln -s /etc by-link', 'not_regular'],
  ['self-link', 'ln -s self-link self-link', 'not_regular'],
  ['fifo', 'mkfifo fifo', 'not_regular'],
  ['device', 'ln -s /dev/zero device', 'not_regular'],
  ['folder', 'mkdir folder', 'not_regular'],
  ['file/under', 'echo file > file', 'not_regular'],
  ['hard', 'echo hard > hard; ln hard other', 'hard_link'],
  ['large', 'head -c 1048577 /dev/zero > large', 'too_large'],
  ['sparse', 'truncate -s 50M sparse', 'too_large'],
  ['exact', 'head -c 1048576 /dev/zero > exact', 'ok'],
  ['closed', 'echo closed > closed; chmod 0 closed', 'unreadable'],
];

/** Input files and declared outputs. */
export const fileCases: readonly Case[] = [
  ...OUTPUTS.map(
    ([name, make, status]): Case => ({
      name: `the declared output "${name}" made by "${make}" is ${status}`,
      run: async (subject) => {
        const outcome = await runShell(subject, make, { collect: [{ name, maxBytes: MOST }] });
        endedWith(outcome, 0);
        assert.deepEqual(
          outcome.files.map((file) => [file.name, file.status]),
          [[name, status]],
          shown(outcome),
        );
      },
    }),
  ),
  {
    name: 'declared outputs come whole, in the order in which they were asked for',
    run: async (subject) => {
      const names = ['b', 'absent', 'a'];
      const bytes = randomBytes(3_000_000);
      const wish = {
        collect: names.map((name) => ({ name, maxBytes: 4 << 20 })),
        files: [{ name: 'b', content: { kind: 'bytes', bytes } as const }],
      };
      const outcome = await runShell(subject, 'printf text > a', wish);
      assert.deepEqual(outcome.files, [
        { name: 'b', status: 'ok', bytes },
        { name: 'absent', status: 'absent', size: 0 },
        { name: 'a', status: 'ok', bytes: Buffer.from('text') },
      ]);
    },
  },
  {
    name: 'what is too large says how large it is, and costs no transfer',
    run: async (subject) => {
      const outcome = await runShell(subject, 'truncate -s 60000000 big', { collect: [{ name: 'big', maxBytes: 10 }] });
      assert.deepEqual(outcome.files, [{ name: 'big', status: 'too_large', size: 60_000_000 }]);
    },
  },
  {
    name: 'a socket is no declared output',
    needs: ['python'],
    run: async (subject) => {
      const program = 'import socket; s = socket.socket(socket.AF_UNIX); s.bind("/box/socket")';
      const outcome = await runPython(subject, program, { collect: [{ name: 'socket', maxBytes: MOST }] });
      endedWith(outcome, 0);
      assert.deepEqual(
        outcome.files.map((file) => file.status),
        ['not_regular'],
      );
    },
  },
  {
    name: 'a file that is renamed and replaced all the time is either whole or refused, never something else',
    run: async (subject) => {
      const line = 'echo good > good; (while :; do ln -sf /etc/passwd out; cp good tmp; mv -f tmp out; done) & sleep 0.1';
      for (let i = 0; i < 5; i += 1) {
        const [file] = (await runShell(subject, line, { collect: [{ name: 'out', maxBytes: MOST }] })).files;
        if (file?.status === 'ok') assert.equal(Buffer.from(file.bytes).toString(), 'good\n');
        else assert.ok(file?.status === 'not_regular' || file?.status === 'absent', file?.status);
      }
    },
  },
  {
    name: 'outputs are collected when the program fails, too',
    run: async (subject) => {
      const outcome = await runShell(subject, 'echo partial > out; exit 3', { collect: [{ name: 'out', maxBytes: MOST }] });
      assert.deepEqual(outcome.files, [{ name: 'out', status: 'ok', bytes: Buffer.from('partial\n') }]);
    },
  },
  {
    name: 'input files belong to the program, lie where their names say, and are executable where that was asked',
    run: async (subject) => {
      const files = [
        textFile('a', 'one'),
        textFile('d/e/f', 'two'),
        { ...textFile('run', '#!/bin/sh\necho three\n'), executable: true },
      ];
      const outcome = await runShell(
        subject,
        'cat a d/e/f; ./run; test -O a && test -O d/e/f && echo x >> a && test ! -x a && rm run d/e/f',
        {
          files,
        },
      );
      said(outcome, 'onetwothree\n');
    },
  },
  {
    name: 'an input file that does not fit is refused by value, and by name a fault of the stage files',
    run: async (subject) => {
      const bytes = Buffer.alloc(3 << 20);
      const limits = { scratchBytes: 1 << 20 };
      const large = [{ name: 'large', content: { kind: 'bytes', bytes } as const }];
      await refusedAs(runCommand(subject, ['true'], { files: large, limits }), 'launcher_out_of_range');
      const blob = [
        textFile('small', ''),
        { name: 'large', content: { kind: 'blob', sha256: await subject.putBlob(bytes) } as const },
      ];
      const outcome = await runCommand(subject, ['true'], { files: blob, limits });
      const { fault } = outcome.evidence;
      assert.deepEqual([fault?.stage, fault?.index, fault?.errno], ['files', 1, 'ENOSPC'], shown(outcome));
    },
  },
  {
    name: 'two input files of one name, or a file in place of a folder, are refused',
    run: async (subject) => {
      for (const names of [
        ['a', 'a'],
        ['a', 'a/b'],
        ['a/b', 'a'],
      ]) {
        const files = names.map((name) => textFile(name, ''));
        await refusedAs(runCommand(subject, ['true'], { files }), 'launcher_name_refused');
      }
    },
  },
  ...[
    '../up',
    '/absolute',
    'a//b',
    'a/./b',
    'a/../b',
    '.',
    '..',
    '',
    '-dash',
    'new\nline',
    'sp ace',
    'trailing/',
    'ümlaut',
    'a'.repeat(256),
  ].map(
    (name): Case => ({
      name: `the file name ${JSON.stringify(name.slice(0, 20))} is refused, coming and going`,
      run: async (subject) => {
        await refusedAs(runCommand(subject, ['true'], { files: [textFile(name, '')] }), 'launcher_name_refused');
        await refusedAs(runCommand(subject, ['true'], { collect: [{ name, maxBytes: 1 }] }), 'launcher_name_refused');
      },
    }),
  ),
];
