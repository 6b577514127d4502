import type { Route } from '../../platform/http/route.js';
import { invitationRoute, inviteRoute, joinRoute } from './invitations.js';
import { listPeopleRoute } from './list.js';

export const peopleRoutes: readonly Route[] = [listPeopleRoute, inviteRoute, invitationRoute, joinRoute];
