import { CupelError, suggestion } from '@cupel/domain';
import { CommanderError } from 'commander';

const INTERNAL = 1;
const CALLER = 2;

/** Help and version end a command early, but not badly. */
function isAnswer(error: unknown): error is CommanderError {
  return error instanceof CommanderError && error.exitCode === 0;
}

export function exitCodeOf(error: unknown): number {
  if (isAnswer(error)) return 0;
  if (error instanceof CommanderError) return CALLER;
  return error instanceof CupelError ? error.exitCode : INTERNAL;
}

/** For people, on stderr: what is wrong, and what to do. */
export function failureText(name: string, error: unknown): string {
  if (isAnswer(error) || isHelp(error)) return '';
  const known = asCupelError(error);
  return `${name}: ${known.message}\n  ${known.cure}\n`;
}

/** For programs, on stdout. */
export function failureJson(error: unknown): string {
  return isAnswer(error) || isHelp(error) ? '' : `${JSON.stringify(asCupelError(error), null, 2)}\n`;
}

/** A command without its subcommand: commander has shown the help already. */
function isHelp(error: unknown): boolean {
  return error instanceof CommanderError && error.code === 'commander.help';
}

function asCupelError(error: unknown): CupelError {
  if (error instanceof CupelError) return error;
  if (error instanceof CommanderError) return commandLineError(error);
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return new CupelError('internal_error', { detail });
}

/** Commander's own words differ from ours in form; what was typed stands between quotes in them. */
function commandLineError({ code, message }: CommanderError): CupelError {
  const typed = /'([^']*)'/.exec(message)?.[1] ?? '';
  const option = typed.split(/[ ,]/).findLast((word) => word.startsWith('-')) ?? typed;
  const meant = /\(Did you mean (?:one of )?([^,?]+)/.exec(message)?.[1];
  const hint = meant === undefined ? '' : suggestion(meant, [meant]);
  switch (code) {
    case 'commander.unknownOption':
      return new CupelError('option_unknown', { option: typed, suggestion: hint }, { field: typed });
    case 'commander.unknownCommand':
      return new CupelError('command_unknown', { command: typed, suggestion: hint }, { field: typed });
    case 'commander.missingArgument':
      return new CupelError('option_missing', { option: `<${typed}>` }, { field: typed });
    case 'commander.optionMissingArgument':
      return new CupelError('option_missing', { option: `a value after ${option}` }, { field: option });
    case 'commander.missingMandatoryOptionValue':
      return new CupelError('option_missing', { option }, { field: option });
    default:
      return new CupelError('option_unknown', { option: message.replace(/^error: /, ''), suggestion: '' });
  }
}
