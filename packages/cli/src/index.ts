export { main, type ProgramName } from './main.js';
