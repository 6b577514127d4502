import { type Collect, type InputFile, type Limits, type Refusal, type RunSpec, SandboxError, type Stdout } from '@cupel/domain';
import { FieldWriter } from './fields.js';
import { encodeWords } from './frames.js';
import { FRAME_MAX_BYTES, MODES, RUN_FIELDS, STDIO_KINDS } from './protocol.gen.js';
import { checkedSize } from './terminal.js';

const EXECUTABLE = 0o755;
const PLAIN = 0o644;

/** How a limit of the domain becomes a field: its tag, and the number of wire units in one unit of the domain. */
const LIMIT_FIELDS: Readonly<Record<keyof Limits, readonly [tag: number, units: number]>> = {
  wallTime: [RUN_FIELDS.WALL_TIME, 1000],
  cpuTime: [RUN_FIELDS.CPU_TIME, 1000],
  memory: [RUN_FIELDS.MEMORY, 1],
  processes: [RUN_FIELDS.PROCESSES, 1],
  scratchBytes: [RUN_FIELDS.SCRATCH_BYTES, 1],
  scratchInodes: [RUN_FIELDS.SCRATCH_INODES, 1],
  stdoutBytes: [RUN_FIELDS.STDOUT_BYTES, 1],
  stderrBytes: [RUN_FIELDS.STDERR_BYTES, 1],
  fileSize: [RUN_FIELDS.FILE_SIZE, 1],
  openFiles: [RUN_FIELDS.OPEN_FILES, 1],
  stack: [RUN_FIELDS.STACK, 1],
  cores: [RUN_FIELDS.CORES, 1000],
};

const refuse = (refusal: Refusal, field: string, problem: string): never => {
  throw new SandboxError({ kind: 'refused', refusal, field, detail: `${field} ${problem}` });
};

/**
 * What breaks the protocol closes the connection and kills every run on it, so text that a stranger may have chosen is
 * looked at before it is sent.
 */
const checkedText = (field: string, text: string): string =>
  text.includes('\0') ? refuse('malformed', field, 'contains a NUL') : text;

const checkedFolder = (path: string): string => (path === '' ? refuse('malformed', 'cwd', 'is empty') : checkedText('cwd', path));

const checkedDigest = (field: string, sha256: string): Buffer =>
  /^[0-9a-f]{64}$/.test(sha256) ? Buffer.from(sha256) : refuse('unknown_blob', field, 'is not named by 64 hex digits');

const checkedLink = (link: number): Buffer =>
  Number.isInteger(link) && link >= 0 && link < 2 ** 32
    ? encodeWords(link)
    : refuse('bad_stdio', 'link', `${link} is no number of a pipe`);

const writeLimits = (writer: FieldWriter, limits: Limits): void => {
  for (const [name, [tag, units]] of Object.entries(LIMIT_FIELDS) as [keyof Limits, readonly [number, number]][]) {
    const value = Math.round(limits[name] * units);
    if (!Number.isSafeInteger(value) || value < 0) refuse('out_of_range', `limits.${name}`, `is ${limits[name]}`);
    writer.number(tag, value);
  }
};

const writeFile = (writer: FieldWriter, { name, content, executable }: InputFile): void => {
  const nameBytes = Buffer.from(name);
  const head = encodeWords(executable === true ? EXECUTABLE : PLAIN, nameBytes.length);
  if (content.kind === 'bytes') writer.bytes(RUN_FIELDS.FILE, head, nameBytes, content.bytes);
  else writer.bytes(RUN_FIELDS.BLOB_FILE, head, nameBytes, checkedDigest(`file ${name}`, content.sha256));
};

const writeStdin = (writer: FieldWriter, { stdin, terminal }: RunSpec): void => {
  const put = (kind: number, ...rest: Uint8Array[]) => writer.bytes(RUN_FIELDS.STDIO, encodeWords(0, kind), ...rest);
  if (stdin.kind === 'null') put(STDIO_KINDS.NULL);
  else if (stdin.kind === 'link') put(STDIO_KINDS.LINK, checkedLink(stdin.link));
  else if (stdin.kind === 'blob') put(STDIO_KINDS.BLOB, checkedDigest('stdin', stdin.sha256));
  else if (terminal === undefined) put(STDIO_KINDS.PIPE);
  else put(STDIO_KINDS.PTY, encodeWords(...checkedSize(terminal)));
};

const writeStdout = (writer: FieldWriter, { stdout, terminal }: RunSpec): void => {
  if (terminal === undefined) writeOutput(writer, 1, stdout);
  else if (stdout.kind !== 'pipe') refuse('bad_stdio', 'stdout', 'is a terminal and cannot be anything else');
  else writer.bytes(RUN_FIELDS.STDIO, encodeWords(1, STDIO_KINDS.PTY), encodeWords(...checkedSize(terminal)));
};

const writeOutput = (writer: FieldWriter, fd: 1 | 2, output: Stdout | { readonly kind: 'stdout' }): void => {
  const put = (kind: number, ...rest: Uint8Array[]) => writer.bytes(RUN_FIELDS.STDIO, encodeWords(fd, kind), ...rest);
  if (output.kind === 'null') put(STDIO_KINDS.NULL);
  else if (output.kind === 'pipe') put(STDIO_KINDS.PIPE);
  else if (output.kind === 'stdout') put(STDIO_KINDS.STDOUT);
  else put(STDIO_KINDS.LINK, checkedLink(output.link));
};

const writeCollect = (writer: FieldWriter, { name, maxBytes }: Collect): void => {
  if (!Number.isSafeInteger(maxBytes) || maxBytes < 0) refuse('out_of_range', 'collect.maxBytes', `is ${maxBytes}`);
  const most = Buffer.alloc(8);
  most.writeBigUInt64LE(BigInt(maxBytes));
  writer.bytes(RUN_FIELDS.COLLECT, most, Buffer.from(name));
};

const writeCommand = (writer: FieldWriter, { argv, env }: RunSpec): void => {
  if (argv[0] === undefined || argv[0] === '') refuse('malformed', 'argv', 'names no program');
  argv.forEach((argument, index) => {
    writer.text(RUN_FIELDS.ARG, checkedText(`argv[${index}]`, argument));
  });
  for (const [name, value] of Object.entries(env)) {
    if (name === '' || name.includes('=')) refuse('malformed', 'env', `has a variable called "${name}"`);
    writer.text(RUN_FIELDS.ENV, checkedText(`env ${name}`, `${name}=${value}`));
  }
};

/**
 * The payload of a RUN frame: nanoseconds, bytes, thousandths of a core. What the launcher would take for a broken frame
 * is refused here; whether a number, a name or a profile is allowed, the launcher decides.
 */
export const encodeRun = (spec: RunSpec): Buffer => {
  const writer = new FieldWriter();
  if (spec.profile === '') refuse('unknown_profile', 'profile', 'is empty');
  writer.text(RUN_FIELDS.PROFILE, checkedText('profile', spec.profile));
  writer.number(RUN_FIELDS.MODE, spec.mode === 'strict' ? MODES.STRICT : MODES.PERMISSIVE);
  writeCommand(writer, spec);
  writeLimits(writer, spec.limits);
  for (const file of spec.files) writeFile(writer, file);
  writeStdin(writer, spec);
  writeStdout(writer, spec);
  writeOutput(writer, 2, spec.stderr);
  for (const collect of spec.collect) writeCollect(writer, collect);
  if (spec.cwd !== undefined) writer.text(RUN_FIELDS.CWD, checkedFolder(spec.cwd));
  if (spec.keep) writer.number(RUN_FIELDS.KEEP, 1);
  if (spec.readOnly) writer.number(RUN_FIELDS.READ_ONLY, 1);
  if (spec.artefact !== undefined) writer.number(RUN_FIELDS.ARTEFACT, spec.artefact.handle);
  if (spec.warm !== undefined && spec.warm !== '') writer.text(RUN_FIELDS.WARM, checkedText('warm', spec.warm));
  if (spec.warm !== undefined && spec.bootArgs !== undefined) writer.number(RUN_FIELDS.BOOT_ARGS, spec.bootArgs);
  return checkedLength(writer.finish());
};

/** The payload of a GROUP frame from the members' numbers and RUN payloads. */
export const encodeGroup = (members: readonly { readonly run: number; readonly payload: Buffer }[]): Buffer => {
  const writer = new FieldWriter();
  for (const { run, payload } of members) writer.bytes(RUN_FIELDS.MEMBER, encodeWords(run), payload);
  return checkedLength(writer.finish());
};

const checkedLength = (payload: Buffer): Buffer =>
  payload.length > FRAME_MAX_BYTES
    ? refuse('out_of_range', 'files', `have more than ${FRAME_MAX_BYTES} bytes; send them as blobs`)
    : payload;
