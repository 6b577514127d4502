import { availableVersions } from '@cupel/domain';
import { type FoundToolchain, findToolchains } from '@cupel/sandbox';
import { languages } from '../languages.js';
import { type Paint, paintFor } from '../paint.js';

/** `cupel languages`: those of this host with their versions, and what installs the others. */
export async function languagesCommand({ json = false }: { readonly json?: boolean }): Promise<void> {
  const found = await findToolchains(languages());
  if (json) process.stdout.write(`${JSON.stringify(found.map(asJson), null, 2)}\n`);
  else for (const toolchain of found) process.stdout.write(lineOf(toolchain, paintFor(process.stdout)));
}

function asJson(toolchain: FoundToolchain): unknown {
  const { language, status, versions, install, problem, libraries } = toolchain;
  return {
    id: language.id,
    name: language.name,
    aliases: language.aliases,
    status,
    versions: status === 'present' ? availableVersions(toolchain) : [],
    tools: versions,
    libraries: libraries.map(({ library, status: has, install: cure }) => ({ name: library.name, status: has, install: cure })),
    ...(status === 'present' ? {} : { install }),
    ...(problem === undefined ? {} : { problem }),
  };
}

function lineOf(toolchain: FoundToolchain, paint: Paint): string {
  const { language, status, versions, install } = toolchain;
  const aliases = paint('dim', language.aliases.join(' '));
  if (status !== 'present') return `${paint('yellow', '!')} ${language.id.padEnd(12)} ${status}: ${install}\n`;
  const tools = Object.entries(versions).map(([tool, version]) => `${tool} ${version}`);
  const choices = language.variants.length > 0 ? ` (${availableVersions(toolchain).join(', ')})` : '';
  return `${paint('green', '✓')} ${language.id.padEnd(12)} ${tools.join(', ')}${choices}  ${aliases}\n`;
}
