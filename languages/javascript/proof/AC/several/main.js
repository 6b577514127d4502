const { area } = require('./lib/square');
const { side } = require('./data.json');

console.log(area(side), process.argv.slice(2));
