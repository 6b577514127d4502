import { exitCodeOf, failureJson, failureText } from './failure.js';
import { buildProgram, type ProgramName } from './program.js';

export type { ProgramName };

/**
 * Runs one command and sets the exit code: 0 when it did what was asked (whatever the verdict), 2 for a caller's mistake,
 * 1 for our fault. A command that answers in JSON gives its failures in JSON too.
 */
export async function main(name: ProgramName, argv: readonly string[]): Promise<void> {
  // Whoever reads us may stop early (`cupel run … | head`): that is no fault of anyone.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
  try {
    const program = await buildProgram(name);
    await program.parseAsync([...argv], { from: 'user' });
  } catch (error) {
    process.exitCode = exitCodeOf(error);
    if (answersInJson(argv)) process.stdout.write(failureJson(error));
    else process.stderr.write(failureText(name, error));
  }
}

function answersInJson(argv: readonly string[]): boolean {
  const own = argv.slice(0, argv.includes('--') ? argv.indexOf('--') : argv.length);
  return own.includes('execute-code') || own.includes('--json');
}
