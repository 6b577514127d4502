import type { Route } from '../../platform/http/route.js';
import { createRoute } from './create.js';
import { deleteRoute } from './delete.js';
import { deliveriesRoute } from './deliveries.js';
import { deliveryRoute } from './delivery.js';
import { listRoute } from './list.js';
import { redeliverRoute } from './redeliver.js';

export const webhookRoutes: readonly Route[] = [
  createRoute,
  listRoute,
  deleteRoute,
  deliveriesRoute,
  deliveryRoute,
  redeliverRoute,
];
