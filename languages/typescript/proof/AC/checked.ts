import { createInterface } from 'readline';
import { readFileSync } from 'fs';

type Shape = { kind: 'square'; side: number } | { kind: 'circle'; radius: number };
enum Colour { Red = 'red' }

function area(shape: Shape): number {
  return shape.kind === 'square' ? shape.side ** 2 : Math.PI * shape.radius ** 2;
}

const lines: string[] = readFileSync('/dev/stdin', 'utf-8').trim().split('\n');
const sides: Map<string, number> = new Map(lines.map((line) => [line, Number(line)]));
console.log([...sides.values()].map((side) => area({ kind: 'square', side })), Colour.Red, typeof createInterface);
process.exitCode = process.argv.length > 2 ? 1 : 0;
process.stdout.write(Buffer.from('end\n'));
