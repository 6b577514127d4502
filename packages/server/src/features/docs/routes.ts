import type { Route } from '../../platform/http/route.js';
import { openApiRoute } from './openapi.js';
import { docsRoute } from './page.js';

export const docsRoutes: readonly Route[] = [openApiRoute, docsRoute];
