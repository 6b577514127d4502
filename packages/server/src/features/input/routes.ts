import type { Route } from '../../platform/http/route.js';
import { inputRoute } from './input.js';

export const inputRoutes: readonly Route[] = [inputRoute];
