import { startLauncher } from '@cupel/sandbox';
import type { System } from '@cupel/store';

/** Whoever started us, where that is not root; everything then runs as that user. */
export function ordinaryUser(): System | undefined {
  const [uid, gid] = [process.geteuid?.() ?? 0, process.getegid?.() ?? 0];
  return uid === 0 ? undefined : { uid, gid };
}

/**
 * Whether programs can only be run permissively: an ordinary user gets the best that the host allows, and is told what is
 * missing and what would grant it. Root is refused instead, since nothing but a mistake can be in its way.
 */
export async function lacksWalls(binary: string, say: (line: string) => void): Promise<boolean> {
  if (ordinaryUser() === undefined) return false;
  await using launcher = await startLauncher({ binary, boxes: 1, spare: 0 });
  const { isolation, problems } = launcher.describe();
  if (isolation.missing.length === 0) say('Started without root: every wall stands, in a user namespace.');
  else say(`Started without root, and WITHOUT ${isolation.missing.join(', ')}; results say so. What would grant them:`);
  for (const problem of problems) say(`  ${problem}`);
  return isolation.missing.length > 0;
}
