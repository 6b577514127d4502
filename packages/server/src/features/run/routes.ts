import type { Route } from '../../platform/http/route.js';
import { runRoute } from './run.js';

export const runRoutes: readonly Route[] = [runRoute];
