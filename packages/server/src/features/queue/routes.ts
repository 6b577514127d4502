import type { Route } from '../../platform/http/route.js';
import { deadLettersRoute } from './dead-letters.js';
import { depthRoute } from './depth.js';
import { dropRoute } from './drop.js';
import { retryRoute } from './retry.js';

export const queueRoutes: readonly Route[] = [depthRoute, deadLettersRoute, retryRoute, dropRoute];
