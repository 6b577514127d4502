import { existsSync } from 'node:fs';

const SETPRIV = '/usr/bin/setpriv';

/**
 * The same command, but the kernel sends it a signal when the thread that started it has died, by whatever: nobody who was
 * killed can stop what he has started. It stays the same process: setpriv, of Debian's util-linux, becomes the program. Without
 * setpriv the command is as it was, and what is left behind is ended by the next start.
 */
export function endingWithStarter(argv: readonly string[], signal: 'TERM' | 'INT'): readonly string[] {
  return existsSync(SETPRIV) ? [SETPRIV, '--pdeathsig', signal, '--', ...argv] : argv;
}
