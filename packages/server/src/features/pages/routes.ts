import type { Route } from '../../platform/http/route.js';
import { assetRoute } from './asset.js';
import { componentRoute } from './component.js';
import { shellRoutes } from './shell.js';

export const pageRoutes: readonly Route[] = [assetRoute, componentRoute, ...shellRoutes];
