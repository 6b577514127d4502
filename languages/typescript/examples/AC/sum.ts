// Adds the numbers that it reads.
import { readFileSync } from 'node:fs';

const numbers: number[] = readFileSync(0, 'utf8').split(/\s+/).filter(Boolean).map(Number);
console.log(numbers.reduce((total, number) => total + number, 0));
