import { Worker } from 'worker_threads';

const code = `const { parentPort, workerData } = require('worker_threads'); parentPort.postMessage(workerData ** 2);`;
const square = (number: number): Promise<number> =>
  new Promise((resolve, reject) => {
    new Worker(code, { eval: true, workerData: number }).on('message', resolve).on('error', reject);
  });
Promise.all([1, 2, 3, 4].map(square)).then((squares) => console.log(squares.join(' ')));
