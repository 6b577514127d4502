import type { Result } from '@cupel/sdk';

/** What the frame tells the page around it. Nothing in it is secret: whoever frames the page holds its token. */
export type FrameMessage =
  | { readonly cupel: 'ready' }
  | { readonly cupel: 'height'; readonly height: number }
  | { readonly cupel: 'verdict'; readonly detail: VerdictDetail };

interface VerdictDetail {
  readonly id: string;
  readonly verdict: string | null;
  readonly because: string | null;
  /** Of a problem. */
  readonly points: NonNullable<Result['judging']>['points'] | null;
}
