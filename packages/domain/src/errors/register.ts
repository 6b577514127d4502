import { ACCOUNT_ERRORS } from './accounts.js';
import { API_ERRORS } from './api.js';
import { CONTEST_ERRORS } from './contest.js';
import { DATABASE_ERRORS } from './database.js';
import type { ErrorDefinition, ParamsOf } from './definition.js';
import { FILE_ERRORS } from './files.js';
import { HARDENING_ERRORS } from './hardening.js';
import { HOST_ERRORS } from './host.js';
import { IMAGE_ERRORS } from './image.js';
import { INPUT_ERRORS } from './input.js';
import { LAUNCHER_ERRORS } from './launcher.js';
import { LIMIT_ERRORS } from './limits.js';
import { PACKAGE_ERRORS } from './packages.js';
import { PROBLEM_ERRORS } from './problem.js';
import { REQUEST_ERRORS } from './request.js';
import { SERVICE_ERRORS } from './service.js';
import { STORE_ERRORS } from './store.js';
import { TIMING_ERRORS } from './timing.js';
import { WALL_ERRORS } from './walls.js';

/** Every error that Cupel can answer with. docs/troubleshooting.md is compared with this register both ways. */
export const ERRORS = {
  ...REQUEST_ERRORS,
  ...LIMIT_ERRORS,
  ...FILE_ERRORS,
  ...PROBLEM_ERRORS,
  ...PACKAGE_ERRORS,
  ...CONTEST_ERRORS,
  ...LAUNCHER_ERRORS,
  ...HOST_ERRORS,
  ...IMAGE_ERRORS,
  ...WALL_ERRORS,
  ...TIMING_ERRORS,
  ...HARDENING_ERRORS,
  ...API_ERRORS,
  ...ACCOUNT_ERRORS,
  ...INPUT_ERRORS,
  ...SERVICE_ERRORS,
  ...STORE_ERRORS,
  ...DATABASE_ERRORS,
} as const satisfies Record<string, ErrorDefinition>;

export type ErrorCode = keyof typeof ERRORS;
export type ErrorParams<C extends ErrorCode> = ParamsOf<(typeof ERRORS)[C]>;

/** The register in the order in which people look things up. */
export const ERROR_GROUPS: readonly { readonly title: string; readonly codes: readonly ErrorCode[] }[] = [
  { title: 'The program and the command', codes: codesOf(REQUEST_ERRORS) },
  { title: 'Limits', codes: codesOf(LIMIT_ERRORS) },
  { title: 'Files and arguments', codes: codesOf(FILE_ERRORS) },
  { title: 'Problems', codes: codesOf(PROBLEM_ERRORS) },
  { title: 'Problem packages', codes: codesOf(PACKAGE_ERRORS) },
  { title: 'Contests and judging again', codes: codesOf(CONTEST_ERRORS) },
  { title: 'The launcher', codes: codesOf(LAUNCHER_ERRORS) },
  { title: 'The host', codes: codesOf(HOST_ERRORS) },
  { title: 'Images', codes: codesOf(IMAGE_ERRORS) },
  { title: 'Walls and cgroups', codes: codesOf(WALL_ERRORS) },
  { title: 'What disturbs timing', codes: codesOf(TIMING_ERRORS) },
  { title: 'What the doctor finds by trying', codes: codesOf(HARDENING_ERRORS) },
  { title: 'The service and its settings', codes: codesOf(API_ERRORS) },
  { title: 'Accounts and pages', codes: codesOf(ACCOUNT_ERRORS) },
  { title: 'Typing into a running program', codes: codesOf(INPUT_ERRORS) },
  { title: 'Bringing the service up', codes: codesOf(SERVICE_ERRORS) },
  { title: 'Submissions and the queue', codes: codesOf(STORE_ERRORS) },
  { title: 'The database', codes: codesOf(DATABASE_ERRORS) },
];

function codesOf<Group extends Partial<Record<ErrorCode, ErrorDefinition>>>(group: Group): readonly ErrorCode[] {
  return Object.keys(group) as ErrorCode[];
}

export function errorDefinition(code: ErrorCode): ErrorDefinition {
  return ERRORS[code];
}
