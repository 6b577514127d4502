import type { Route } from '../../platform/http/route.js';
import { gradeBatchRoute } from './batch.js';
import { gradedRoute, gradeRoute } from './grade.js';
import { batchEventsRoute, batchResultsRoute } from './progress.js';

export const gradeRoutes: readonly Route[] = [gradeRoute, gradeBatchRoute, batchResultsRoute, batchEventsRoute, gradedRoute];
