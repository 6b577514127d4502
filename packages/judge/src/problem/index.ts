export { ANSWERS_TOOLCHAIN, answersOf } from './answers.js';
export * from './environment.js';
export { judgePrepared, judgeSubmission } from './judge.js';
export { type PreparedProblem, prepareProblem, releaseProblem } from './prepare.js';
export { type KeptJudging, type Recheck, recheck } from './recheck.js';
export { SCRIPT_TOOLCHAIN, scriptFiles } from './script.js';
