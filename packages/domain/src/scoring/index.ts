export * from './award.js';
export { type BoardChange, type BoardEntry, type BoardRow, compareBoards, rankBoard } from './board.js';
export * from './cell.js';
export * from './contest.js';
export { type GroupScore, scoreGroup, type TestScore, type TestScores, verdictOf } from './group.js';
export { type JudgingOrder, judgingOrder, type PlacedTest } from './order.js';
export { formatRational, parseRational, rationalOf, readRational, roundedRational } from './parse.js';
export { compareRationals, isZero, ONE, type Rational, rational, ZERO } from './rational.js';
export { isSettled } from './settled.js';
