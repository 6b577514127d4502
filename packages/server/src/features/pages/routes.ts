import type { Route } from '../../platform/http/route.js';
import { assetRoute } from './asset.js';
import { shellRoutes } from './shell.js';

export const pageRoutes: readonly Route[] = [assetRoute, ...shellRoutes];
