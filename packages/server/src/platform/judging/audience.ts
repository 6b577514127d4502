import type { Audience } from '@cupel/domain';
import type { Principal } from '../auth/principal.js';

/**
 * As whom a request reads results. Scopes decide, and never what the request says of itself: `setter` reads tests, `admin` runs
 * the service and sees how hidden tests went but not what is in them, everybody else is who submitted. Whose submissions one may
 * see at all is decided before.
 */
export function audienceOf({ scopes }: Pick<Principal, 'scopes'>): Audience {
  if (scopes.has('setter')) return 'setter';
  return scopes.has('admin') ? 'owner' : 'submitter';
}

export const isJury = (audience: Audience): boolean => audience === 'setter' || audience === 'owner';
