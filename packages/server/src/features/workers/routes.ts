import type { Route } from '../../platform/http/route.js';
import { examinationsRoute, examineRoute } from './doctor.js';
import { workersRoute } from './workers.js';

export const workerRoutes: readonly Route[] = [workersRoute, examinationsRoute, examineRoute];
