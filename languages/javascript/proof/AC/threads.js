const { Worker, isMainThread, parentPort, workerData } = require('worker_threads');

if (isMainThread) {
  const workers = [1, 2, 3, 4].map((number) => new Promise((resolve, reject) => {
    new Worker(__filename, { workerData: number }).on('message', resolve).on('error', reject);
  }));
  Promise.all(workers).then((squares) => console.log(squares.join(' ')));
} else {
  parentPort.postMessage(workerData * workerData);
}
