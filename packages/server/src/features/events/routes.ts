import type { Route } from '../../platform/http/route.js';
import { eventsRoute } from './events.js';

export const eventRoutes: readonly Route[] = [eventsRoute];
