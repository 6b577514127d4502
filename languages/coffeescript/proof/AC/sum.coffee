lines = require('fs').readFileSync(0, 'utf8').split '\n'
count = parseInt lines[0]
console.log lines[1].split(' ')[...count].map(Number).reduce(((a, b) -> a + b), 0)
