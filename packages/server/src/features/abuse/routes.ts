import type { Route } from '../../platform/http/route.js';
import { coolDownRoute } from './cool-down.js';
import { coolDownsRoute } from './cool-downs.js';
import { liftRoute } from './lift.js';
import { listRoute } from './list.js';

export const abuseRoutes: readonly Route[] = [listRoute, coolDownsRoute, coolDownRoute, liftRoute];
