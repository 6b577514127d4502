import { readFileSync } from 'node:fs';

const text = await Promise.resolve(readFileSync(0, 'utf8'));
console.log(text.trim().length);
