#!/usr/bin/env node
/**
 * node deploy/docker/make-base.mjs [--packages gcc,libc6-dev,python3] [--suite bookworm]: makes the image `cupel-base` from Debian's
 * packages, with mmdebstrap and nothing else: no registry is asked. It holds what the languages need, or of that only what is
 * named, and the Node that runs this script.
 */
import { spawn } from 'node:child_process';
import { realpathSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { languagePackages } from '../../tools/language-packages.mjs';

const { values } = parseArgs({ options: { packages: { type: 'string' }, suite: { type: 'string', default: 'bookworm' } } });
const BASE = ['ca-certificates', 'passwd', 'libseccomp2'];

const packages = [...BASE, ...(values.packages?.split(',') ?? languagePackages().required)];
const rootfs = spawn(
  'mmdebstrap',
  [
    '--variant=minbase',
    `--include=${[...new Set(packages)].join(',')}`,
    `--customize-hook=copy-in ${realpathSync(process.execPath)} /usr/local/bin`,
    '--customize-hook=rm -rf "$1"/var/cache/apt/* "$1"/var/lib/apt/lists/*',
    values.suite,
    '-',
  ],
  { stdio: ['ignore', 'pipe', 'inherit'] },
);
const image = spawn('docker', ['import', '-', `cupel-base:${values.suite}`], { stdio: ['pipe', 'inherit', 'inherit'] });
rootfs.stdout.pipe(image.stdin);
const codes = await Promise.all([rootfs, image].map((child) => new Promise((resolve) => child.once('close', resolve))));
process.exitCode = codes.every((code) => code === 0) ? 0 : 1;
