#!/usr/bin/env node
import { entry } from './entry.js';

await entry('cupel');
