import type { Result } from '@cupel/sdk';

/** What the frame tells the page around it. Nothing in it is secret: whoever frames the page holds its token. */
export type FrameMessage =
  | { readonly cupel: 'ready' }
  | { readonly cupel: 'height'; readonly height: number }
  /** The token is good no more; a `token` that comes soon is used for what was just asked. */
  | { readonly cupel: 'expired' }
  | { readonly cupel: 'verdict'; readonly detail: VerdictDetail };

/** What the page around tells the frame, without loading it anew: what is being written stays. */
export type PageMessage =
  | { readonly cupel: 'token'; readonly token: string }
  | { readonly cupel: 'theme'; readonly theme: string };

interface VerdictDetail {
  readonly id: string;
  readonly verdict: string | null;
  readonly because: string | null;
  /** Of a problem. */
  readonly points: NonNullable<Result['judging']>['points'] | null;
}
