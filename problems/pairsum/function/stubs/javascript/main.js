const { writeSync } = require('node:fs');
const readline = require('node:readline');

// What a solution prints goes to stderr; answers go to stdout.
console.log = console.info = console.debug = console.error;
const { findPair } = require('./solution.js');

readline.createInterface({ input: process.stdin }).on('line', (line) => {
  const [target, ...numbers] = line.split(' ').map(Number);
  const [first, second] = findPair(numbers, target);
  writeSync(1, `${Math.trunc(first)} ${Math.trunc(second)}\n`);
});
