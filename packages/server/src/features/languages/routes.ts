import type { Route } from '../../platform/http/route.js';
import { absentRoute } from './absent.js';
import { languagesRoute } from './languages.js';
import { runtimesRoute } from './runtimes.js';

export const languageRoutes: readonly Route[] = [languagesRoute, absentRoute, runtimesRoute];
