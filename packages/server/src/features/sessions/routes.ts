import type { Route } from '../../platform/http/route.js';
import { callbackRoute, providerRoute } from './provider.js';
import { sessionRoute, signOutRoute } from './session.js';
import { signInRoute } from './sign-in.js';

export const sessionRoutes: readonly Route[] = [signInRoute, sessionRoute, signOutRoute, providerRoute, callbackRoute];
