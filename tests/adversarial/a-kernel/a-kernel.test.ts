import { attackTests } from '../harness.js';
import { boundaries } from './boundaries.js';
import { neighbours } from './neighbours.js';
import { systemCalls } from './system-calls.js';

attackTests('a-kernel', [...systemCalls, ...boundaries, ...neighbours]);
