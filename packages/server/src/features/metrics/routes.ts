import type { Route } from '../../platform/http/route.js';
import { metricsRoute } from './metrics.js';

export const metricsRoutes: readonly Route[] = [metricsRoute];
