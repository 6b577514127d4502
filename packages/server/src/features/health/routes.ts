import type { Route } from '../../platform/http/route.js';
import { healthRoute } from './health.js';
import { readyRoute } from './ready.js';

export const healthRoutes: readonly Route[] = [healthRoute, readyRoute];
