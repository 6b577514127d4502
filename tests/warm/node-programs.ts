/** As programs.ts, for Node. */
export const NODE_PROGRAMS: Readonly<Record<string, string>> = {
  'what Node says of itself': `
console.log(process.argv, process.execArgv, process.execPath, process.title === process.argv0, process.argv0, process.cwd());
console.log(process.env, process.pid, process.ppid, process.getuid() > 0, process.getgroups().length, process.umask());
console.log(__filename, __dirname, require.main === module, module.id, module.paths, module.children, Object.keys(require.cache));
console.log(module.parent, process.mainModule === module, Object.getOwnPropertyNames(globalThis).sort().join(), Object.keys(globalThis));
console.log(process.stdout.isTTY, process.stderr.isTTY, process.stdin.isTTY, process.exitCode, process.listenerCount('exit'), process.eventNames());
console.log(require('v8').getHeapStatistics().heap_size_limit, process.features, process.config.variables.napi_build_version);
console.log(require('fs').readdirSync('/proc/self/fd').length, require('fs').readdirSync('.'), require('fs').readdirSync('/tmp'));
console.log(new Error('here').stack);
`,
  'standard input, all at once': 'console.log(JSON.stringify(require("fs").readFileSync(0, "utf8")))',
  'standard input as it comes':
    'let all = "";\nprocess.stdin.on("data", (d) => (all += d)).on("end", () => console.log(JSON.stringify(all)))',
  'standard input line by line':
    'require("readline").createInterface({ input: process.stdin }).on("line", (l) => console.log("line", l)).on("close", () => console.log("closed"))',
  'an uncaught error': 'function fail() {\n  throw new TypeError("é");\n}\nfail();',
  'a rejected promise': 'Promise.reject(new Error("nobody caught it"));',
  'a syntax error': 'console.log("never");\nlet let = 1;',
  'a file of its own': 'console.log(require("./second.js").name, require.resolve("./second.js"))',
  'an exit code': 'process.on("exit", (c) => console.log("exit", c));\nprocess.exitCode = 7',
  'an exit at once': 'console.log("said"); process.exit(3)',
  'a signal by its own hand': 'process.kill(process.pid, "SIGKILL")',
  'deep recursion':
    'function f(n) { return n === 0 ? 0 : 1 + f(n - 1); }\nconsole.log(f(100000));\ntry { (function g() { g(); })(); } catch (e) { console.log(e.name) }',
  'timers, promises and ticks in order':
    'setTimeout(console.log, 1, "timeout"); setImmediate(console.log, "immediate"); process.nextTick(console.log, "tick"); Promise.resolve("promise").then(console.log); queueMicrotask(() => console.log("micro")); console.log("main")',
  'a worker thread':
    'const { Worker, isMainThread } = require("worker_threads");\nif (isMainThread) new Worker(__filename, { argv: ["x"] }).on("message", (m) => console.log(m)).on("exit", (c) => console.log("left", c));\nelse require("worker_threads").parentPort.postMessage([process.argv, process.execArgv]);',
  children:
    'const c = require("child_process");\nif (process.send) process.send(process.execArgv); else { console.log(c.execSync("echo hi; ls /proc/self/fd | wc -l").toString(), c.spawnSync(process.execPath, ["-p", "process.argv"]).stdout.toString()); c.fork(__filename).on("message", (m) => console.log(m)); }',
  'a module by import()': 'import("fs").then((m) => console.log(typeof m.readFileSync, m.default === require("fs")))',
  'much output': 'process.stdout.write("x".repeat(300000) + "\\n"); console.error("done")',
  'files and modes':
    'const fs = require("fs");\nfs.writeFileSync("out", "x"); console.log(fs.statSync("out").mode, fs.statSync("main.js").mode, fs.statSync("second.js").uid === process.getuid())',
  'random numbers are its own': 'console.log(typeof Math.random(), require("crypto").randomBytes(4).length)',
};
