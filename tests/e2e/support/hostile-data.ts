import { heartbeat, openDatabase } from '@cupel/store';
import { databaseUrl, type Service } from '../../integration/service.ts';
import { zipOf } from '../../judge-service/support.ts';
import { GOOD } from '../../problems/package.ts';
import { worker } from '../../store/support/submissions.ts';
import { ALL, HUGE, PAYLOADS, packed } from './payloads.ts';

const quoted = (text: string) => JSON.stringify(text);
/** Writes what a stranger's validator would tell about a submission. */
const VALIDATOR = `import sys, os
with open(os.path.join(sys.argv[3], 'teammessage.txt'), 'w') as told: told.write(${quoted(ALL)})
with open(os.path.join(sys.argv[3], 'judgemessage.txt'), 'w') as told: told.write(${quoted(ALL)})
sys.exit(43)
`;

/** A package with payloads in every text that it may hold. */
function hostilePackage(): Buffer {
  return zipOf({
    ...GOOD,
    'problem.yaml': `problem_format_version: 2025-09\nname:\n  en: ${quoted(`${HUGE} ${packed(600)[0]}`)}\nuuid: 00000000-0000-4000-8000-00000000000b\ncredits: ${quoted(packed(200)[0] ?? '')}\nkeywords: [${quoted(PAYLOADS[1] ?? '')}]\nlimits:\n  time_limit: 1\n`,
    'statement/problem.en.md': `${ALL}\n\n${HUGE}${HUGE}\n\n$$\\rule{900em}{900em}$$\n\n| a | b |\n|---|---|\n| ${PAYLOADS[1]} | ${HUGE} |\n`,
    'data/sample/1.in': `${ALL}\n${HUGE}${HUGE}\n`,
    'data/sample/1.ans': `${ALL}\n`,
    'data/sample/1.desc': ALL,
    'data/sample/1.hint': ALL,
    'data/secret/01.in': `${ALL}\n`,
    'data/secret/01.ans': `${ALL}\n`,
    'data/secret/01.hint': ALL,
    'output_validator/validate.py': VALIDATOR,
  });
}

export interface Written {
  readonly problem: string;
  readonly share: string;
  readonly contest: string;
}

/** Payloads in every field that somebody can write; returns where they are to be seen. */
export async function writeHostile(service: Service): Promise<Written> {
  const { url, key } = service;
  const send = async (path: string, body: unknown) => {
    const answer = await fetch(url + path, {
      method: 'POST',
      headers: { 'content-type': body instanceof Buffer ? 'application/zip' : 'application/json', 'x-api-key': key },
      body: body instanceof Buffer ? new Uint8Array(body) : JSON.stringify(body),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${path}: ${text}`);
    return JSON.parse(text);
  };
  const { id: problem } = await send('/api/problems?slug=hostile&publish=true', hostilePackage());
  for (const name of [...packed(200), HUGE]) await send('/api/keys', { name });
  const plain = (text: string) => text.replace(/\p{Cc}/gu, '');
  for (const [index, title] of packed(200).entries())
    await send('/api/contests', {
      slug: `c${index}`,
      title: plain(title),
      visibility: 'public',
      problems: [{ problem: 'hostile' }],
    });
  const share = await send('/api/shares', {
    language: 'python',
    version: packed(100)[0],
    files: PAYLOADS.map((name) => ({ name: plain(name), content: ALL })),
    stdin: ALL,
    arguments: PAYLOADS.join(' '),
  });
  await writePastTheApi(service);
  return { problem, share: share.path, contest: '/contests/c0' };
}

/** What only a fault or an attack would write: reasons of dead letters, kinds of abuse. */
async function writePastTheApi({ url, key, dataDir }: Service): Promise<void> {
  const made = await fetch(`${url}/api/submit?wait=true`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-api-key': key },
    body: JSON.stringify({ language: 'python', code: '1' }),
  });
  const { id } = (await made.json()) as { readonly id: string };
  const connectionString = databaseUrl(dataDir);
  const database = openDatabase({ connectionString, applicationName: 'tests', minConnections: 0, maxConnections: 1 });
  try {
    const failures = JSON.stringify(PAYLOADS.map((message) => ({ code: message, message, at: new Date().toISOString() })));
    const park = `UPDATE jobs SET state = 'dead', reason = $2, failures = $3::jsonb, leased_until = NULL WHERE submission_id = $1`;
    await database.query({ text: park }, [id, `${ALL} ${HUGE}`, failures]);
    const abuse = `INSERT INTO abuse_events (id, tenant_id, flow_id, kind, weight, details)
      SELECT gen_random_uuid(), tenant_id, principal_id, $2, 1, $3::jsonb FROM submissions WHERE id = $1`;
    for (const kind of [...PAYLOADS, HUGE]) await database.query({ text: abuse }, [id, kind, JSON.stringify({ kind })]);
    const cool = `INSERT INTO cool_downs (tenant_id, flow_id, until, reason)
      SELECT tenant_id, gen_random_uuid(), now() + interval '1 hour', $2 FROM submissions WHERE id = $1`;
    await database.query({ text: cool }, [id, ALL]);
  } finally {
    await database.close();
  }
}

/** A worker that says of itself what it likes; it counts as alive for some seconds. */
export async function hostileWorker({ dataDir }: Service): Promise<void> {
  const connectionString = databaseUrl(dataDir);
  const database = openDatabase({ connectionString, applicationName: 'tests', minConnections: 0, maxConnections: 1 });
  const [version = ''] = packed(200);
  const details = {
    languages: [{ id: 'python', tools: [[PAYLOADS[1] ?? '', version]] }],
    isolation: { mode: 'permissive', walls: [], missing: [...PAYLOADS] },
    cgroup: HUGE,
    kernel: version,
    launcher: version,
  };
  const report = worker(packed(150)[0] ?? '', {
    capabilities: ['language:python', `language:python@${version}`],
    details,
  });
  await heartbeat(database, report, []).finally(() => database.close());
}
