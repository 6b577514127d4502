import { type DestinationStream, type Logger, pino } from 'pino';

export type Log = Logger;

/**
 * Structured lines with time and request id. What is logged is named field by field where it is logged: never a body, a
 * source, an input, an output, a header or a key. The paths below are a second net.
 */
export function createLog(level: string, destination?: DestinationStream): Log {
  const options = {
    level,
    base: { service: 'cupel' },
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: {
      paths: [
        'headers',
        '*.headers',
        'body',
        '*.body',
        'code',
        '*.code',
        'stdin',
        '*.stdin',
        'secret',
        '*.secret',
        'token',
        '*.token',
      ],
      censor: '[left out]',
    },
    // An error's own properties may quote values of a statement; name, message and stack of ours do not.
    serializers: { err: (error: Error) => ({ type: error.name, message: error.message, stack: error.stack }) },
  };
  return destination ? pino(options, destination) : pino(options);
}
