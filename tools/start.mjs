#!/usr/bin/env node
/** `npm start`: sets up what is missing, asks the doctor, and runs a first program inside every wall. */
import { join } from 'node:path';
import { root, runShown, runTool, say } from './process.mjs';
import { setUp } from './setup.mjs';

const cupel = [process.execPath, join(root, 'packages/cli/bin/cupel.js')];
const firstProgram = join(root, 'docs/examples/first.py');

await runTool(async () => {
  await setUp([]);
  say('\n$ npx cupel doctor');
  if ((await runShown([...cupel, 'doctor'])) !== 0) return 1;
  say('\n$ npx cupel run docs/examples/first.py');
  return runShown([...cupel, 'run', firstProgram]);
});
