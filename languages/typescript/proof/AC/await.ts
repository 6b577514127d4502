import * as readline from 'readline';

interface Line {
  readonly text: string;
}

const lines: Line[] = [];
for await (const text of readline.createInterface({ input: process.stdin })) lines.push({ text });
const os = require('os') as { EOL: string };
console.log(lines.map(({ text }) => text).join(os.EOL));
