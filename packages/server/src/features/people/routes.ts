import type { Route } from '../../platform/http/route.js';
import { accountRoute, endSessionRoute, passwordRoute, renameRoute } from './account.js';
import { changePersonRoute, passwordLinkRoute, signOutEverywhereRoute } from './change.js';
import { invitationRoute, inviteRoute, joinRoute } from './invitations.js';
import { listChangesRoute, listPeopleRoute } from './list.js';
import { passwordLinkOfRoute, resetPasswordRoute } from './reset.js';

export const peopleRoutes: readonly Route[] = [
  listPeopleRoute,
  listChangesRoute,
  changePersonRoute,
  passwordLinkRoute,
  signOutEverywhereRoute,
  inviteRoute,
  invitationRoute,
  joinRoute,
  passwordLinkOfRoute,
  resetPasswordRoute,
  accountRoute,
  renameRoute,
  passwordRoute,
  endSessionRoute,
];
