import type { Route } from '../../platform/http/route.js';
import { contestRoute, createRoute, deleteRoute, listRoute, unfreezeRoute, updateRoute } from './contests.js';
import { historyRoute } from './history.js';
import { joinRoute, participantsRoute } from './participants.js';
import { submitRoute } from './submit.js';

export const contestRoutes: readonly Route[] = [
  createRoute,
  listRoute,
  contestRoute,
  updateRoute,
  deleteRoute,
  unfreezeRoute,
  joinRoute,
  participantsRoute,
  submitRoute,
  historyRoute,
];
