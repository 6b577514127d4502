/** The page that other sites frame; its path is in packages/server/src/features/pages/paths.ts, too. */
const PATH = '/embed';

export const isEmbedded = window.location.pathname === PATH;

/**
 * What the frame was handed by the page around it. It stands behind the #, which browsers send to nobody; without one the frame
 * has a token that is good for nothing, so that it never acts with what the person before it may do.
 */
export function embedToken(): string | undefined {
  if (!isEmbedded) return undefined;
  return new URLSearchParams(window.location.hash.slice(1)).get('token') || 'none';
}
