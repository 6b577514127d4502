import { CupelError } from '@cupel/domain';
import type { RouteScope } from '../http/route.js';
import type { Principal } from './principal.js';

/** Throws `scope_missing`. `admin` may do everything but read hidden tests: whoever runs a service need not know them. */
export function requireScope(principal: Principal, scope: RouteScope): void {
  if (scope === 'public' || principal.scopes.has(scope)) return;
  if (scope !== 'setter' && principal.scopes.has('admin')) return;
  throw new CupelError('scope_missing', { scope });
}
