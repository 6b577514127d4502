import { cpSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { cached } from './cache.js';
import { output } from './process.js';

export interface Kernel {
  /** Path of the compressed image. */
  readonly image: string;
  /** Paths of the modules that the guest loads, in their order; what is built in is left out. */
  readonly modules: readonly string[];
}

/** In an order in which each finds those that it needs. */
const MODULES = ['virtio_ring', 'virtio', 'virtio_mmio', 'virtio_blk', 'virtio_console', 'overlay'];

/** Debian's kernel for clouds, unpacked and never installed. Rejects where apt cannot give it. */
export async function debianKernel(): Promise<Kernel> {
  const name = await packageName();
  const folder = await cached('kernel', name, (path) => unpack(name, path));
  const [image] = readdirSync(join(folder, 'boot')).filter((file) => file.startsWith('vmlinuz-'));
  if (image === undefined) throw new Error(`${name} holds no kernel`);
  const release = image.slice('vmlinuz-'.length);
  return { image: join(folder, 'boot', image), modules: modulePaths(join(folder, 'lib/modules', release)) };
}

/** `linux-image-cloud-amd64` is empty and depends on the newest real one. */
async function packageName(): Promise<string> {
  const depends = await output('apt-cache', ['depends', '--important', 'linux-image-cloud-amd64']);
  const name = /Depends: (linux-image-\S+-cloud-amd64)$/m.exec(depends)?.[1];
  if (name === undefined) throw new Error('apt knows no linux-image-cloud-amd64 (apt-get update may help)');
  return name;
}

async function unpack(name: string, path: string): Promise<void> {
  const workshop = join(dirname(path), 'download');
  mkdirSync(workshop);
  await output('apt-get', ['download', '-o', 'APT::Sandbox::User=root', name], { cwd: workshop });
  const [archive] = readdirSync(workshop);
  if (archive === undefined) throw new Error(`apt-get downloaded nothing for ${name}`);
  const all = join(workshop, 'all');
  await output('dpkg-deb', ['--extract', join(workshop, archive), all]);
  cpSync(join(all, 'boot'), join(path, 'boot'), { recursive: true });
  cpSync(join(all, 'lib/modules'), join(path, 'lib/modules'), { recursive: true });
}

function modulePaths(folder: string): string[] {
  const builtIn = readFileSync(join(folder, 'modules.builtin'), 'utf8');
  const order = readFileSync(join(folder, 'modules.order'), 'utf8').split('\n');
  return MODULES.filter((module) => !builtIn.includes(`/${module}.ko`)).map((module) => {
    const path = order.find((line) => basename(line) === `${module}.ko`);
    if (path === undefined) throw new Error(`the kernel has no module ${module}`);
    return join(folder, path);
  });
}
