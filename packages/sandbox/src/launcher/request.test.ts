import { type RunSpec, SandboxError } from '@cupel/domain';
import { expect, test } from 'vitest';
import { Fields } from './fields.js';
import { RUN_FIELDS as F } from './protocol.gen.js';
import { encodeGroup, encodeRun } from './request.js';

const spec: RunSpec = {
  profile: 'judge',
  mode: 'strict',
  argv: ['a'],
  env: {},
  limits: {
    wallTime: 1,
    cpuTime: 2,
    memory: 3,
    processes: 4,
    scratchBytes: 5,
    scratchInodes: 6,
    stdoutBytes: 7,
    stderrBytes: 8,
    fileSize: 9,
    openFiles: 10,
    stack: 11,
    cores: 0.5,
  },
  files: [],
  stdin: { kind: 'null' },
  stdout: { kind: 'pipe' },
  stderr: { kind: 'stdout' },
  collect: [],
  keep: false,
};

const field = (tag: number, hex: string) => {
  const header = Buffer.alloc(8);
  header.writeUInt16LE(tag, 0);
  header.writeUInt32LE(hex.length / 2, 4);
  return header.toString('hex') + hex;
};
const u64 = (value: number) => {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(value));
  return bytes.toString('hex');
};
const text = (value: string) => Buffer.from(value).toString('hex');

test('a plain run is these bytes: nanoseconds, bytes, thousandths of a core', () => {
  const limits = [1000, 2000, 3, 4, 5, 6, 7, 8, 9, 10, 11, 500].map((value, index) => field(20 + index, u64(value)));
  const stdio = ['0000000000000000', '0100000001000000', '0200000005000000'].map((hex) => field(6, hex));
  const expected = [field(1, text('judge')), field(11, u64(0)), field(2, text('a')), ...limits, ...stdio].join('');
  expect(encodeRun(spec).toString('hex')).toBe(expected);
});

const valuesOf = (changes: Partial<RunSpec>, tag: number) => {
  const values: string[] = [];
  const payload = encodeRun({ ...spec, ...changes });
  for (let at = 0; at < payload.length; ) {
    const length = payload.readUInt32LE(at + 4);
    if (payload.readUInt16LE(at) === tag) values.push(payload.subarray(at + 8, at + 8 + length).toString('hex'));
    at += 8 + length;
  }
  return values;
};

test('files carry mode, length of the name, name, and their bytes or the blob that has them', () => {
  const bytes = { kind: 'bytes', bytes: Uint8Array.of(0, 255) } as const;
  const blob = { kind: 'blob', sha256: 'ab'.repeat(32) } as const;
  const files = [
    { name: 'x', content: bytes },
    { name: 'd/y', content: bytes, executable: true },
    { name: 'z', content: blob },
  ];
  expect(valuesOf({ files }, F.FILE)).toEqual([`a401000001000000${text('x')}00ff`, `ed01000003000000${text('d/y')}00ff`]);
  expect(valuesOf({ files }, F.BLOB_FILE)).toEqual([`a401000001000000${text('z')}${text(blob.sha256)}`]);
});

test('descriptors name their kind and what it asks', () => {
  const sha256 = '0'.repeat(64);
  expect(valuesOf({ stdin: { kind: 'blob', sha256 } }, F.STDIO)[0]).toBe(`0000000004000000${text(sha256)}`);
  expect(valuesOf({ stdin: { kind: 'bytes', bytes: new Uint8Array() } }, F.STDIO)[0]).toBe('0000000001000000');
  const linked = valuesOf(
    { stdin: { kind: 'link', link: 2 }, stdout: { kind: 'link', link: 3 }, stderr: { kind: 'null' } },
    F.STDIO,
  );
  expect(linked).toEqual(['000000000300000002000000', '010000000300000003000000', '0200000000000000']);
});

test('environment, declared outputs, artefacts', () => {
  expect(valuesOf({ env: { A: 'b=c' } }, F.ENV)).toEqual([text('A=b=c')]);
  expect(valuesOf({ collect: [{ name: 'out', maxBytes: 258 }] }, F.COLLECT)).toEqual([u64(258) + text('out')]);
  expect([valuesOf({ keep: true }, F.KEEP), valuesOf({}, F.KEEP)]).toEqual([[u64(1)], []]);
  expect(valuesOf({ artefact: { handle: 2n ** 64n - 1n } }, F.ARTEFACT)).toEqual(['ff'.repeat(8)]);
  expect(valuesOf({ mode: 'permissive' }, F.MODE)).toEqual([u64(1)]);
  expect([valuesOf({ readOnly: true }, F.READ_ONLY), valuesOf({}, F.READ_ONLY)]).toEqual([[u64(1)], []]);
});

test('a group is a list of members, each its number and a run', () => {
  const payload = encodeRun(spec);
  const group = encodeGroup([7, 9].map((run) => ({ run, payload })));
  expect(group.toString('hex')).toBe(['07000000', '09000000'].map((run) => field(12, run + payload.toString('hex'))).join(''));
  expect(new Fields(group).has(F.MEMBER)).toBe(true);
});

const withLimit = (name: string, value: number) => ({ limits: { ...spec.limits, [name]: value } });

test.each<[string, Partial<RunSpec>, string]>([
  ['a NUL in an argument', { argv: ['a', 'b\0'] }, 'argv[1]'],
  ['no program', { argv: [] }, 'argv'],
  ['a program without a name', { argv: [''] }, 'argv'],
  ['a NUL in a variable', { env: { A: '\0' } }, 'env A'],
  ['a variable without a name', { env: { '': 'a' } }, 'env'],
  ['a variable with = in its name', { env: { 'A=B': 'a' } }, 'env'],
  ['a profile without a name', { profile: '' }, 'profile'],
  ['a negative limit', withLimit('memory', -1), 'limits.memory'],
  ['a limit that is no number', withLimit('wallTime', Number.NaN), 'limits.wallTime'],
  ['a limit without end', withLimit('cores', Number.POSITIVE_INFINITY), 'limits.cores'],
  ['a limit that no number holds', withLimit('wallTime', 2 ** 52), 'limits.wallTime'],
  ['a negative size of an output', { collect: [{ name: 'a', maxBytes: -1 }] }, 'collect.maxBytes'],
  ['a blob that is no digest', { stdin: { kind: 'blob', sha256: '../etc' } }, 'stdin'],
  ['a link that is no number', { stdin: { kind: 'link', link: -1 } }, 'link'],
  [
    'more bytes than a frame holds',
    { files: [{ name: 'a', content: { kind: 'bytes', bytes: new Uint8Array(33 << 20) } }] },
    'files',
  ],
])('%s is refused before it is sent, naming the field', (_name, changes, field) => {
  const error = (() => {
    try {
      return encodeRun({ ...spec, ...changes });
    } catch (thrown) {
      return thrown;
    }
  })();
  expect(error).toBeInstanceOf(SandboxError);
  expect(error).toMatchObject({ field });
});
