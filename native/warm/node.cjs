'use strict';
// Loaded before the program, and behind every wall: waits for its files, writes them, and gets out of the way.
if (require('node:worker_threads').isMainThread) {
  const fs = require('node:fs');
  const path = require('node:path');
  for (const name of ['assert', 'buffer', 'crypto', 'events', 'readline', 'stream', 'string_decoder', 'timers', 'util'])
    require(name);
  const take = (length) => {
    const bytes = Buffer.allocUnsafe(length);
    for (let at = 0; at < length; ) {
      const got = fs.readSync(0, bytes, at, length - at, null);
      if (got === 0) process.exit(1);
      at += got;
    }
    return bytes;
  };
  fs.writeSync(1, 'w'); // It waits.
  const word = () => take(4).readUInt32LE(0);
  for (let left = word(); left > 0; left -= 1) {
    const [mode, name, content] = [word(), word(), word()];
    const to = String(take(name));
    if (path.dirname(to) !== '.') fs.mkdirSync(path.dirname(to), { recursive: true });
    fs.writeFileSync(to, take(content), { mode, flag: 'wx' });
  }
  // Where it is read-only to the program, another mount covers the one that we wrote into.
  process.chdir('/box');
  fs.writeSync(1, 'g'); // What follows is the program.
}
const loader = process.execArgv.indexOf('-r');
if (process.execArgv[loader + 1] === __filename) process.execArgv.splice(loader, 2);
delete require.cache[__filename];
