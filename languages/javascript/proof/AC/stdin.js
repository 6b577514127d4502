// The three ways in which strangers read: by path, by lines, by events.
const fs = require('fs');
const first = fs.readFileSync('/dev/stdin', 'utf8').split('\n')[0];
console.log(first);
require('readline').createInterface({ input: process.stdin }).on('line', console.log).on('close', () => console.log('end'));
