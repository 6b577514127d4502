import { LONG_NAMES, seconds, size } from '@cupel/domain';
import type { ExecuteResult } from '@cupel/judge';
import type { Colour, Paint } from './paint.js';

/**
 * One line for people: shape, letters, long name, reason, use. The shape and the words say the same as the colour, for
 * those who see none.
 */
export function verdictLine({ judgement, evidence, compile }: ExecuteResult, paint: Paint): string {
  const { verdict, because } = judgement;
  const [shape, colour] = shapeOf(verdict);
  const head = paint(colour, `${shape} ${verdict} ${LONG_NAMES[verdict].replaceAll('_', ' ')}`);
  const used = evidence ?? compile?.evidence;
  const use = used === undefined ? [] : [`${seconds(used.cpu.total)} CPU`, `${seconds(used.wall)} wall`, size(used.memory.peak)];
  const missing = used?.isolation.missing ?? [];
  const without = missing.length === 0 ? [] : [`without ${missing.join(', ')}`];
  return `${head}: ${because} ${paint('dim', `(${[...use, ...without].join(', ')})`)}\n`;
}

function shapeOf(verdict: string): readonly [shape: string, colour: Colour] {
  if (verdict === 'AC') return ['✓', 'green'];
  return verdict === 'IE' ? ['!', 'yellow'] : ['✗', 'red'];
}
