import { area } from './lib/square';
import { side } from './data.json';

console.log(area(side), process.argv.slice(2));
