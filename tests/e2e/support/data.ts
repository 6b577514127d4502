import type { Service } from '../../integration/service.ts';
import { exampleZip } from '../../judge-service/support.ts';

/** A published example problem, in the service under test; returns its id. */
export async function publishProblem({ url, key }: Service, slug: string): Promise<string> {
  const answer = await fetch(`${url}/api/problems?slug=${slug}&publish=true`, {
    method: 'POST',
    headers: { 'content-type': 'application/zip', 'x-api-key': key },
    body: new Uint8Array(exampleZip(slug)),
  });
  const body = await answer.text();
  if (answer.status !== 201) throw new Error(body);
  return (JSON.parse(body) as { readonly id: string }).id;
}

interface Answered {
  readonly id: string;
  readonly verdict: string | null;
}

/** A submission and its result. */
export async function submitAndWait({ url, key }: Service, request: Readonly<Record<string, unknown>>): Promise<Answered> {
  const answer = await fetch(`${url}/api/submit?wait=true`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-api-key': key },
    body: JSON.stringify(request),
  });
  return (await answer.json()) as Answered;
}
