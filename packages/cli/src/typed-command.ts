/** The command as it was typed, for a message that asks to type it as root. */
export function typedCommand(): string {
  return `env "PATH=$PATH" ${[process.execPath, ...process.argv.slice(1)].join(' ')}`;
}
