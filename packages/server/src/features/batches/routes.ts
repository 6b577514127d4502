import type { Route } from '../../platform/http/route.js';
import { batchRoute } from './batch.js';
import { submitBatchRoute } from './submit.js';

export const batchRoutes: readonly Route[] = [submitBatchRoute, batchRoute];
