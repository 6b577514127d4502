import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findLanguage, type IsolationMode, type Sandbox, type Toolchain } from '@cupel/domain';
import type { JudgeEnvironment } from '@cupel/judge';
import { requireToolchain } from '@cupel/sandbox';
import { languages } from '../languages.js';

/** What judging needs of this host. Toolchains are looked for once each. */
export function judgeEnvironment(sandbox: Sandbox, blobs: string, mode: IsolationMode): JudgeEnvironment {
  const found = new Map<string, Promise<Toolchain>>();
  const look = async (name: string): Promise<Toolchain> => {
    const { language, version } = findLanguage(languages(), name);
    return requireToolchain(language, version);
  };
  return {
    sandbox,
    mode,
    toolchain: (name) => {
      const toolchain = found.get(name) ?? look(name);
      found.set(name, toolchain);
      return toolchain;
    },
    read: (content) => (content.kind === 'bytes' ? Promise.resolve(content.bytes) : readFile(join(blobs, content.sha256))),
  };
}
