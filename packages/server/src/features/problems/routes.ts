import type { Route } from '../../platform/http/route.js';
import { createProblemRoute, createVersionRoute } from './create.js';
import { archiveRoute, publishRoute } from './publish.js';
import { attachmentRoute, listProblemsRoute, problemRoute, versionsRoute } from './read.js';
import { submitToProblemRoute } from './submit.js';
import { faultsRoute, packageRoute, testBytesRoute, testsRoute } from './tests.js';

export const problemRoutes: readonly Route[] = [
  createProblemRoute,
  listProblemsRoute,
  problemRoute,
  attachmentRoute,
  createVersionRoute,
  versionsRoute,
  publishRoute,
  archiveRoute,
  testsRoute,
  testBytesRoute,
  packageRoute,
  faultsRoute,
  submitToProblemRoute,
];
