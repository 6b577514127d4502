import type { Route } from '../../platform/http/route.js';
import { cancelRoute } from './cancel.js';
import { deleteRoute } from './delete.js';
import { listRoute } from './list.js';
import { resultRoute } from './result.js';
import { submitRoute } from './submit.js';

export const submissionRoutes: readonly Route[] = [submitRoute, resultRoute, listRoute, cancelRoute, deleteRoute];
