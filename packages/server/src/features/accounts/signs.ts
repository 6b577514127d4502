import type { SubmissionFacts } from '@cupel/store';

/** A sign of abuse that one run gave, and how much it counts. */
export interface Sign {
  readonly kind: 'forbidden_call' | 'fork_bomb' | 'output_flood';
  readonly weight: number;
}

/** A program that meets its limit now and then is clumsy; one that is refused this often is a bomb. */
const BOMB_FROM = 50;

/** What a single run says about whoever sent it. One alone means nothing: they add up within an hour. */
export function signsOf({ verdict, forksRefused }: Pick<SubmissionFacts, 'verdict' | 'forksRefused'>): readonly Sign[] {
  return [
    ...(verdict === 'SV' ? [{ kind: 'forbidden_call', weight: 5 } as const] : []),
    ...((forksRefused ?? 0) >= BOMB_FROM ? [{ kind: 'fork_bomb', weight: 5 } as const] : []),
    ...(verdict === 'OLE' ? [{ kind: 'output_flood', weight: 1 } as const] : []),
  ];
}
