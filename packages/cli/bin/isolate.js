#!/usr/bin/env node
import { main } from '../dist/main.js';

await main('isolate', process.argv.slice(2));
