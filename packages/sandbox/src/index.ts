export { examine, type Patient } from './doctor/examine.js';
export type { Finding } from './doctor/finding.js';
