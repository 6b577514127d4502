import type { Schemas } from '@cupel/sdk';

export type Problem = Schemas['Problem'];
export type ProblemPage = Schemas['ProblemPage'];
export type Sample = Schemas['Sample'];
export type History = Schemas['HistoryPage'];
export type HistoryItem = Schemas['HistoryItem'];
export type Source = Schemas['Source'];
export type JudgedResult = Schemas['Result'];
export type Judging = Schemas['Judging'];
export type JudgedTest = Schemas['JudgedTest'];
export type ShownBytes = Schemas['ShownBytes'];
export type Contest = Schemas['Contest'];
export type ContestPage = Schemas['ContestPage'];
export type Leaderboard = Schemas['Leaderboard'];
export type BoardRow = Schemas['BoardRow'];
export type BoardCell = Schemas['BoardCell'];
