import * as fs from 'fs';

const [n = 0, ...numbers]: number[] = fs.readFileSync(0, 'utf8').split(/\s+/).filter(Boolean).map(Number);
console.log(numbers.slice(0, n).reduce((sum: number, number: number): number => sum + number, 0));
