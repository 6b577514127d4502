import type { Route } from '../../platform/http/route.js';
import { createRoute } from './create.js';
import { listRoute } from './list.js';
import { makeOwnKeyRoute, ownKeysRoute, revokeOwnKeyRoute } from './own.js';
import { revokeRoute } from './revoke.js';

export const keyRoutes: readonly Route[] = [
  createRoute,
  listRoute,
  revokeRoute,
  ownKeysRoute,
  makeOwnKeyRoute,
  revokeOwnKeyRoute,
];
