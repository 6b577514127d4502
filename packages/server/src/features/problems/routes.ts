import type { Route } from '../../platform/http/route.js';
import { createProblemRoute, createVersionRoute } from './create.js';
import { limitsRoute } from './limits.js';
import { archiveRoute, publishRoute } from './publish.js';
import { attachmentRoute, listProblemsRoute, problemRoute, versionsRoute } from './read.js';
import { pictureRoute, statementRoute } from './statement.js';
import { submitToProblemRoute } from './submit.js';
import { faultsRoute, packageRoute, testBytesRoute, testsRoute } from './tests.js';
import { verificationRoute, verifyRoute } from './verify.js';

export const problemRoutes: readonly Route[] = [
  createProblemRoute,
  listProblemsRoute,
  problemRoute,
  attachmentRoute,
  statementRoute,
  pictureRoute,
  createVersionRoute,
  versionsRoute,
  verifyRoute,
  verificationRoute,
  limitsRoute,
  publishRoute,
  archiveRoute,
  testsRoute,
  testBytesRoute,
  packageRoute,
  faultsRoute,
  submitToProblemRoute,
];
