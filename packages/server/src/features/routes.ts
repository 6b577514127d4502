import type { Route } from '../platform/http/route.js';
import { healthRoutes } from './health/routes.js';
import { keyRoutes } from './keys/routes.js';
import { languageRoutes } from './languages/routes.js';
import { submissionRoutes } from './submissions/routes.js';

/** Every endpoint of the service. */
export const ROUTES: readonly Route[] = [...submissionRoutes, ...languageRoutes, ...healthRoutes, ...keyRoutes];
