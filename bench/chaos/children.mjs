import { readdirSync, readFileSync } from 'node:fs';

/** The parts of the service, by what their command line holds. */
const PARTS = {
  api: /cupel\.js\0role\0api\0/,
  worker: /cupel\.js\0role\0worker\0/,
  launcher: /cupel-launcher\0--listen\0/,
  postgres: /\/postgres\0-D\0/,
};

/** @param {number} parent @param {keyof typeof PARTS} part */
export function childOf(parent, part) {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  const own = pids.filter((pid) => new RegExp(`^PPid:\\s+${parent}$`, 'm').test(read(`/proc/${pid}/status`)));
  const found = own.find((pid) => PARTS[part].test(read(`/proc/${pid}/cmdline`)));
  return found === undefined ? undefined : Number(found);
}

/** @param {string} path */
function read(path) {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return '';
  }
}
