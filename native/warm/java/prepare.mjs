#!/usr/bin/env node
/**
 * node native/warm/java/prepare.mjs [FOLDER]: what JVMs in boxes start from, made once for the JDK of this host. Compiles
 * the classes that warm up a JVM which waits, has javac note what it loads, and dumps that as an archive (class-data sharing;
 * of `java` the JDK has one itself). The launcher copies FOLDER (/var/cache/cupel/warm) into its boxes when it starts; a box
 * without it runs the same programs, more slowly. Does nothing where all of it is there and of this JDK.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const JDK = '/usr/lib/jvm/default-java';
const sources = fileURLToPath(new URL('.', import.meta.url));
const folder = process.argv[2] ?? '/var/cache/cupel/warm';
const RUN = ['-XX:+UseSerialGC', '-XX:-UsePerfData', '-Xshare:off'];

if (!existsSync(join(JDK, 'bin/javac'))) process.exit(0);
const stamp = stampOf();
if (read(join(folder, 'stamp')) === stamp) process.exit(0);
mkdirSync(dirname(folder), { recursive: true, mode: 0o755 });
const work = mkdtempSync(join(dirname(folder), '.warm-'));
try {
  tool('javac', '-proc:none', '-d', join(work, 'classes'), join(sources, 'Program.java'), join(sources, 'Compiler.java'));
  mkdirSync(join(work, 'made'), { mode: 0o755 });
  for (const [name, main] of Object.entries({ java: 'Program', javac: 'Compiler' }))
    writeFileSync(join(work, 'made', `${name}.classes`), packed(main));
  dump();
  writeFileSync(join(work, 'made/stamp'), stamp);
  rmSync(folder, { recursive: true, force: true });
  renameSync(join(work, 'made'), folder);
} finally {
  rmSync(work, { recursive: true, force: true });
}

/** Changes with the JDK and with what is made of it. */
function stampOf() {
  const hash = createHash('sha256').update(read(join(JDK, 'release')) ?? '');
  const { size, mtimeMs } = statSync(join(JDK, 'lib/modules'));
  hash.update(`${size} ${mtimeMs}`);
  for (const name of ['Program.java', 'Compiler.java', 'prepare.mjs']) hash.update(readFileSync(join(sources, name)));
  return hash.digest('hex');
}

/** Named by an options file of its own, for a JVM that is told of an archive which is not there does without any. */
function dump() {
  const list = join(work, 'Compiler.list');
  tool('java', ...RUN, `-XX:DumpLoadedClassList=${list}`, '-cp', join(work, 'classes'), 'Compiler');
  const own = /^(?:@lambda-proxy )?Compiler\b/;
  const lines = new Set([...(read(list) ?? '').split('\n'), ...listOfCommand()].filter((line) => line !== '' && !own.test(line)));
  writeFileSync(list, `${[...lines].join('\n')}\n`);
  const archive = join(work, 'made/javac.jsa');
  tool('java', '-Xshare:dump', '-XX:+UseG1GC', `-XX:SharedClassListFile=${list}`, `-XX:SharedArchiveFile=${archive}`);
  writeFileSync(join(work, 'made/javac.options'), `-XX:SharedArchiveFile=${join(folder, 'javac.jsa')}\n`);
}

/** What the command loads besides, from its arguments to its messages. */
function listOfCommand() {
  const list = join(work, 'command.list');
  const source = join(work, 'Main.java');
  writeFileSync(
    source,
    'public class Main { public static void main(String[] args) { System.out.println("hello" + args.length); } }\n',
  );
  tool(
    'javac',
    ...RUN.map((option) => `-J${option}`),
    `-J-XX:DumpLoadedClassList=${list}`,
    '-proc:none',
    '-encoding',
    'UTF-8',
    '-d',
    work,
    source,
  );
  return (read(list) ?? '').split('\n');
}

/** The classes, each behind its length, the one that is asked to warm up last. @param {string} main */
function packed(main) {
  const from = join(work, 'classes');
  const inner = readdirSync(from).filter((name) => name.startsWith(`${main}$`));
  return Buffer.concat(
    [...inner, `${main}.class`].flatMap((name) => {
      const bytes = readFileSync(join(from, name));
      const length = Buffer.alloc(4);
      length.writeUInt32LE(bytes.length);
      return [length, bytes];
    }),
  );
}

/** @param {string} name @param {...string} args */
function tool(name, ...args) {
  const run = spawnSync('/usr/bin/nice', ['-n', '10', join(JDK, 'bin', name), ...args], {
    encoding: 'utf8',
    env: { PATH: '/usr/bin:/bin', LANG: 'C.UTF-8' },
  });
  if (run.status !== 0) throw new Error(`${name} ${args.join(' ')}: ${run.stderr}${run.stdout}`);
}

/** @param {string} path @returns {string | undefined} */
function read(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
