import type { Verdict } from './verdicts.js';

/** The verdicts that problem packages and their graders speak of. */
export const PACKAGE_VERDICTS = ['AC', 'WA', 'TLE', 'RTE'] as const;
export type PackageVerdict = (typeof PACKAGE_VERDICTS)[number];

const VERDICTS: Readonly<Record<Verdict, PackageVerdict | undefined>> = {
  AC: 'AC',
  WA: 'WA',
  PE: 'WA',
  TLE: 'TLE',
  MLE: 'RTE',
  OLE: 'RTE',
  PLE: 'RTE',
  FSE: 'RTE',
  RE: 'RTE',
  SIG: 'RTE',
  SV: 'RTE',
  CE: undefined,
  IE: undefined,
};

/** What a package calls it; undefined where no test can end so. */
export const packageVerdict = (verdict: Verdict): PackageVerdict | undefined => VERDICTS[verdict];
