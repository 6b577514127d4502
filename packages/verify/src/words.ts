import { type Rational, roundedRational, sanitizeForTerminal } from '@cupel/domain';

export function pointsText(points: Rational, maximum: Rational | 'unbounded'): string {
  const got = shortPoints(points);
  return maximum === 'unbounded' ? got : `${got}/${shortPoints(maximum)}`;
}

/** Two places for people; the exact fraction is in the JSON. */
function shortPoints(points: Rational): string {
  return String(roundedRational(points, 2));
}

/** What a program said, as one short line that is safe to be shown. */
export function oneLine(text: string): string {
  return sanitizeForTerminal(Buffer.from(text)).toString().replace(/\s+/g, ' ').trim().slice(0, 200);
}
