import { CupelError } from '@cupel/domain';
import type { Principal } from './principal.js';

/**
 * Whether somebody may know of his own submissions alone. A service is the tenant's own system and acts for all its people; a
 * person does not, unless he sets the problems or runs the service.
 */
export function seesOwnOnly({ kind, scopes }: Pick<Principal, 'kind' | 'scopes'>): boolean {
  return kind !== 'service' && !scopes.has('setter') && !scopes.has('admin');
}

/** Throws `submission_not_found`: what is another's is not even there. */
export function requireOwn(principal: Principal, submission: { readonly principalId: string }): void {
  if (seesOwnOnly(principal) && submission.principalId !== principal.principalId)
    throw new CupelError('submission_not_found', {});
}

/** Throws `scope_missing`: a person submits for nobody else. */
export function requireActingFor(principal: Principal): void {
  if (seesOwnOnly(principal)) throw new CupelError('scope_missing', { scope: 'setter' }, { field: 'user' });
}
