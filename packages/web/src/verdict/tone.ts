import type { Verdict } from '@cupel/sdk';

/** How a verdict looks: its colour, and a shape that says the same without colour. */
export type Tone = 'good' | 'bad' | 'limit' | 'fault' | 'still' | 'busy';

const TONES: Record<Verdict, Tone> = {
  AC: 'good',
  WA: 'bad',
  PE: 'bad',
  TLE: 'limit',
  MLE: 'limit',
  OLE: 'limit',
  PLE: 'limit',
  FSE: 'limit',
  RE: 'bad',
  SIG: 'bad',
  SV: 'bad',
  CE: 'bad',
  IE: 'fault',
};

export function toneOf(verdict: Verdict): Tone {
  return TONES[verdict] ?? 'fault';
}
