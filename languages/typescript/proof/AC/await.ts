import * as readline from 'readline';
import { createRequire } from 'module';

interface Line {
  readonly text: string;
}

// What CommonJS has stays in reach, and may be declared anew.
console.log(typeof __filename, typeof require('os').EOL);
const __dirname = createRequire(import.meta.url).resolve('os');
const lines: Line[] = [];
for await (const text of readline.createInterface({ input: process.stdin })) lines.push({ text });
console.log(lines.map(({ text }) => text).join('\n'), __dirname);
