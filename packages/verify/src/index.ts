/** What a package as a whole is worth: whether it holds what it promises, and how its statements look. */
export { renderStatements, type ShownStatement } from './statements.js';
export { type Checked, type CheckedSubmission, holds, type Verification } from './verification.js';
export { type VerifyHooks, type VerifyOptions, verifyPackage } from './verify.js';
export { oneLine, pointsText } from './words.js';
