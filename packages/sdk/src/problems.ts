import type { CallOptions, Cupel, WaitOptions } from './client.js';
import { CupelApiError } from './error.js';
import { newIdempotencyKey } from './idempotency.js';
import type {
  Accepted,
  JudgedRequest,
  Problem,
  ProblemFaults,
  ProblemMade,
  ProblemPage,
  ProblemTests,
  ProblemVersions,
  Published,
  Result,
  Verification,
} from './types.js';

type Zip = Uint8Array<ArrayBuffer> | Blob;

/** Problems, by id or slug: `problemsOf(client).judge('aplusb', {…})`. What writes, and what reads tests, needs the scope `setter`. */
export function problemsOf(client: Cupel) {
  const at = (problem: string, rest = '') => `/api/problems/${encodeURIComponent(problem)}${rest}`;
  const get = <T>(path: string, query = {}) => client.call<T>({ method: 'GET', path, query, repeatable: true });
  const post = <T>(path: string, body: unknown) => client.call<T>({ method: 'POST', path, body, repeatable: false });
  const upload = (path: string, archive: Zip, query: Readonly<Record<string, string | boolean>>) =>
    client.call<ProblemMade>({ method: 'POST', path, archive, query, repeatable: false });
  const submit = <T>(problem: string, body: JudgedRequest, wait: boolean, { signal, idempotencyKey }: CallOptions) =>
    client.call<T>({
      method: 'POST',
      path: at(problem, '/submissions'),
      query: wait ? { wait } : {},
      body,
      headers: { 'idempotency-key': idempotencyKey ?? newIdempotencyKey() },
      repeatable: true,
      signal,
    });
  return {
    list: (query: { readonly cursor?: string; readonly limit?: number; readonly state?: string } = {}) =>
      get<ProblemPage>('/api/problems', query),
    get: (problem: string) => get<Problem>(at(problem)),
    /** `archive` is a zip of a problem package; with `verify` a worker checks all that it promises. */
    create: (slug: string, archive: Zip, { publish = false, verify = false } = {}) =>
      upload('/api/problems', archive, { slug, publish, verify }),
    addVersion: (problem: string, archive: Zip, { publish = false, verify = false } = {}) =>
      upload(at(problem, '/versions'), archive, { publish, verify }),
    /** Has a worker verify a version; `client.stream(job)` tells how far it is. */
    verify: (problem: string, version: number) => post<Verification>(at(problem, `/versions/${version}/verify`), undefined),
    /** What was found last. */
    verification: (problem: string, version: number) => get<Verification>(at(problem, `/versions/${version}/verification`)),
    versions: (problem: string) => get<ProblemVersions>(at(problem, '/versions')),
    tests: (problem: string, version: number) => get<ProblemTests>(at(problem, `/versions/${version}/tests`)),
    /** The newest version unless one is named. */
    publish: (problem: string, version?: number) =>
      post<Published>(at(problem, '/publish'), version === undefined ? {} : { version }),
    archive: (problem: string) => client.call({ method: 'POST', path: at(problem, '/archive'), repeatable: false }),
    /** What could not be judged because the problem is broken. */
    faults: (problem: string) => get<ProblemFaults>(at(problem, '/faults')),
    /** Hands a program in and returns its id. */
    submit: (problem: string, request: JudgedRequest, options: CallOptions = {}) =>
      submit<Accepted>(problem, request, false, options),
    /** Hands a program in and waits for its judging, however long that takes. */
    judge: async (problem: string, request: JudgedRequest, options: CallOptions & WaitOptions = {}): Promise<Result> => {
      try {
        return await submit<Result>(problem, request, true, options);
      } catch (error) {
        if (!(error instanceof CupelApiError) || error.status !== 408 || error.id === undefined) throw error;
        return client.wait(error.id, options);
      }
    },
  };
}
