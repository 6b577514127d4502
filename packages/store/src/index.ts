export * from './abuse/abuse.js';
export {
  ACCOUNT_CHANGES,
  type AccountChange,
  type AccountChangeKind,
  listAccountChanges,
} from './accounts/changes.js';
export * from './accounts/embed.js';
export * from './accounts/invitations.js';
export * from './accounts/manage.js';
export * from './accounts/passwords.js';
export {
  createPerson,
  findPersonByLogin,
  findPersonBySubject,
  getPerson,
  hasAdmin,
  type NewPerson,
  type Person,
} from './accounts/people.js';
export * from './accounts/sessions.js';
export * from './accounts/shares.js';
export * from './blobs/blobs.js';
export * from './blobs/many.js';
export * from './boards/consume.js';
export * from './boards/publish.js';
export * from './boards/read.js';
export * from './contests/contests.js';
export * from './contests/enter.js';
export * from './contests/history.js';
export * from './contests/participants.js';
export * from './contests/secrets.js';
export * from './contests/types.js';
export * from './database.js';
export { type Binaries, isReachable, type System } from './embedded/binaries.js';
export * from './embedded/end-with-starter.js';
export * from './embedded/prepare.js';
export * from './embedded/spawn.js';
export * from './events/events.js';
export * from './events/outbox.js';
export * from './gather.js';
export * from './ids.js';
export * from './judgings/enqueue.js';
export * from './judgings/finish.js';
export * from './judgings/get.js';
export * from './judgings/types.js';
export * from './keys/keys.js';
export * from './keys/tenants.js';
export * from './keys/token.js';
export * from './limits/cpu.js';
export * from './limits/rate.js';
export * from './listener.js';
export * from './migrate.js';
export * from './paging.js';
export * from './problems/problems.js';
export * from './problems/publish.js';
export * from './problems/standing.js';
export * from './problems/tests.js';
export * from './problems/verifications.js';
export * from './problems/versions.js';
export * from './queue/admission.js';
export * from './queue/cancel.js';
export * from './queue/claim.js';
export * from './queue/complete.js';
export * from './queue/dead-letters.js';
export * from './queue/depth.js';
export * from './queue/enqueue.js';
export * from './queue/fail.js';
export * from './queue/heartbeat.js';
export * from './queue/held.js';
export * from './queue/policy.js';
export * from './queue/pool.js';
export * from './queue/reap.js';
export * from './queue/types.js';
export * from './rejudge/finish.js';
export * from './rejudge/issue.js';
export * from './rejudge/read.js';
export * from './rejudge/start.js';
export * from './rejudge/types.js';
export { workRejudges } from './rejudge/work.js';
export * from './retention/sweep.js';
export * from './schema.js';
export * from './settings.js';
export * from './submissions/batch.js';
export * from './submissions/delete.js';
export * from './submissions/facts.js';
export * from './submissions/get.js';
export * from './submissions/list.js';
export * from './submissions/wait.js';
export * from './turns.js';
export * from './webhooks/deliveries.js';
export * from './webhooks/endpoints.js';
export * from './webhooks/sending.js';
export * from './workers/api-processes.js';
export * from './workers/examinations.js';
export * from './workers/workers.js';
