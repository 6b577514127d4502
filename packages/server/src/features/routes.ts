import type { Route } from '../platform/http/route.js';
import { abuseRoutes } from './abuse/routes.js';
import { batchRoutes } from './batches/routes.js';
import { contestRoutes } from './contests/routes.js';
import { docsRoutes } from './docs/routes.js';
import { embedRoutes } from './embed/routes.js';
import { eventRoutes } from './events/routes.js';
import { gradeRoutes } from './grade/routes.js';
import { healthRoutes } from './health/routes.js';
import { inputRoutes } from './input/routes.js';
import { judgingRoutes } from './judgings/routes.js';
import { keyRoutes } from './keys/routes.js';
import { languageRoutes } from './languages/routes.js';
import { leaderboardRoutes } from './leaderboards/routes.js';
import { metricsRoutes } from './metrics/routes.js';
import { pageRoutes } from './pages/routes.js';
import { peopleRoutes } from './people/routes.js';
import { problemRoutes } from './problems/routes.js';
import { queueRoutes } from './queue/routes.js';
import { rejudgeRoutes } from './rejudge/routes.js';
import { runRoutes } from './run/routes.js';
import { sessionRoutes } from './sessions/routes.js';
import { shareRoutes } from './shares/routes.js';
import { submissionRoutes } from './submissions/routes.js';
import { webhookRoutes } from './webhooks/routes.js';
import { workerRoutes } from './workers/routes.js';

/** Every endpoint of the service. */
export const ROUTES: readonly Route[] = [
  ...submissionRoutes,
  ...eventRoutes,
  ...inputRoutes,
  ...batchRoutes,
  ...runRoutes,
  ...gradeRoutes,
  ...problemRoutes,
  ...judgingRoutes,
  ...contestRoutes,
  ...leaderboardRoutes,
  ...rejudgeRoutes,
  ...languageRoutes,
  ...healthRoutes,
  ...keyRoutes,
  ...webhookRoutes,
  ...queueRoutes,
  ...workerRoutes,
  ...abuseRoutes,
  ...metricsRoutes,
  ...peopleRoutes,
  ...sessionRoutes,
  ...shareRoutes,
  ...embedRoutes,
  ...docsRoutes,
  ...pageRoutes,
];
