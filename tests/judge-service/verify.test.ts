/**
 * A version verified by a worker, as `cupel problem verify` does it at home; LaTeX that becomes HTML, and PDFs as they are. What is
 * found names hidden tests, so it is the setter's alone: a canary in a test's name is looked for with other eyes.
 */
import { describe, expect, it } from 'vitest';
import { ECHO, eventsOf, exampleZip, type Person, useCast, zipOf } from './support.ts';

const CANARY = 'canary7731';
const cast = useCast();

/** The report of a version, once there is one. */
async function verified(person: Person, slug: string, version = 1) {
  const path = `/api/problems/${slug}/versions/${version}/verification`;
  await expect.poll(async () => (await person.get(path)).body.state, { timeout: 60_000 }).not.toBe('waiting');
  return (await person.get(path)).body;
}

describe('verifying a version', () => {
  it('tells of a good package what every part of it was found to be, as it goes on and in the end', async () => {
    const { setter } = cast();
    const made = (await setter.upload('/api/problems?slug=aplusb&verify=true', exampleZip('aplusb'))).body;
    expect(made.verification).toMatchObject({ state: 'waiting', holds: null, report: null });
    const found = await verified(setter, 'aplusb');
    expect(found).toMatchObject({ state: 'done', holds: true });
    const { statements, inputs, submissions, timeLimit } = found.report;
    expect(statements.map(({ problem }: { problem?: string }) => problem)).toEqual([undefined]);
    expect(inputs.length).toBeGreaterThan(3);
    const ends = Object.fromEntries(
      submissions.map((one: { path: string; verdicts: object }) => [one.path.split('/').at(-2), Object.keys(one.verdicts)]),
    );
    expect(ends.accepted).toEqual(['AC']);
    expect(ends.wrong_answer).toContain('WA');
    expect(timeLimit.slowestAccepted.seconds).toBeGreaterThan(0);
    const events = eventsOf((await setter.get(`/api/submissions/${found.job}/events`)).text);
    expect(events.filter(({ kind }) => kind === 'checked').map(({ data }) => data.part)).toEqual([
      ...['statements', 'inputs', 'outputs'],
      ...submissions.map(() => 'submissions'),
    ]);
    expect(events.at(-1)?.kind).toBe('done');
  });

  it('names what does not hold, and where', async () => {
    const { setter } = cast();
    const broken = {
      ...ECHO,
      [`data/secret/${CANARY}.in`]: `${CANARY}\n`,
      [`data/secret/${CANARY}.ans`]: 'other\n',
      'input_validators/validate.py': 'import sys\nsys.exit(42 if sys.stdin.read().strip().isdigit() else 43)\n',
      'submissions/accepted/wrong.py': 'print("no")\n',
    };
    await setter.upload('/api/problems?slug=broken', zipOf(broken));
    expect((await setter.get('/api/problems/broken/versions/1/verification')).status).toBe(404);
    expect((await setter.post('/api/problems/broken/versions/1/verify')).status).toBe(202);
    const { holds, report } = await verified(setter, 'broken');
    expect(holds).toBe(false);
    const refused = report.inputs.filter(({ problem }: { problem?: string }) => problem !== undefined);
    expect(refused.map(({ name }: { name: string }) => name)).toEqual(['data/sample/1.in', `data/secret/${CANARY}.in`]);
    const wrong = report.submissions.find(({ path }: { path: string }) => path.endsWith('wrong.py'));
    expect(wrong.problems).not.toEqual([]);
  });

  it('is for the setter: nobody else reads the report or its events, or finds the job in any list', async () => {
    const { setter, student, operator } = cast();
    const { job } = (await setter.get('/api/problems/broken/versions/1/verification')).body;
    const paths = [`/api/submissions/${job}/events`, `/api/result/${job}`, `/api/submissions/${job}/source`];
    for (const person of [student, operator]) {
      expect((await person.get('/api/problems/broken/versions/1/verification')).status).toBe(403);
      expect((await person.post('/api/problems/broken/versions/1/verify')).status).toBe(403);
      for (const path of paths) expect([path, (await person.get(path)).status]).toEqual([path, 404]);
      for (const path of ['/api/submissions', '/api/history', '/api/problems/broken'])
        expect((await person.get(path)).text).not.toMatch(new RegExp(`${CANARY}|${job}`));
    }
    // The control: the same look with the setter's eyes.
    expect((await setter.get('/api/problems/broken/versions/1/verification')).text).toContain(CANARY);
    expect((await setter.get(paths[0] ?? '')).status).toBe(200);
  });
});

describe('statements', () => {
  const LATEX = {
    ...ECHO,
    'statement/problem.en.md': undefined,
    'statement/problem.en.tex': String.raw`\problemname{Echo} Say $x^2$ \emph{again}. \href{javascript:alert(1)}{x} <img src=x onerror=alert(1)>`,
  };

  it('that are LaTeX are made HTML by a worker, in a box, as harmless as Markdown', async () => {
    const { setter, student } = cast();
    await setter.upload('/api/problems?slug=latex&publish=true', zipOf(LATEX));
    const statement = async () => (await student.get('/api/problems/latex')).body.statements[0];
    await expect.poll(async () => (await statement()).format).toBe('html');
    const { text } = await statement();
    expect(text).toContain('<em>again</em>');
    expect(text).toContain('<math');
    expect(text).not.toMatch(/<img|href=|\\emph/);
    // The same package again is the same version, made HTML already.
    expect((await setter.upload('/api/problems/latex/versions', zipOf(LATEX))).body.version.number).toBe(1);
  });

  it('that are PDFs are served as such, and as nothing else', async () => {
    const { setter, student, service } = { ...cast() };
    const pdf = '%PDF-1.4\n<script>alert(1)</script>';
    const files = { ...ECHO, 'statement/problem.en.md': undefined, 'statement/problem.en.pdf': pdf };
    expect((await setter.upload('/api/problems?slug=pdf&publish=true', zipOf(files))).status).toBe(201);
    const [statement] = (await student.get('/api/problems/pdf')).body.statements;
    expect(statement).toMatchObject({ language: 'en', format: 'pdf', bytes: pdf.length });
    const reply = await fetch(`${service.url}/api/problems/pdf/statements/en`, { headers: { 'x-api-key': student.key } });
    expect(await reply.text()).toBe(pdf);
    expect(Object.fromEntries(reply.headers)).toMatchObject({
      'content-type': 'application/pdf',
      'x-content-type-options': 'nosniff',
      'content-disposition': 'inline; filename="pdf.en.pdf"',
      'content-security-policy': expect.stringMatching(/^sandbox; default-src 'none'/),
    });
    expect((await student.get('/api/problems/pdf/statements/sv')).status).toBe(404);
    expect((await student.get('/api/problems/latex/statements/en')).status).toBe(404);
  });
});

describe('pictures in statements', () => {
  it('are shown from the problem itself, as pictures and nothing else', async () => {
    const { setter, student, service } = cast();
    const svg = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>';
    const files = {
      ...ECHO,
      'statement/problem.en.md': '![a](pic.svg) ![b](none.png) ![c](../../x.png)',
      'statement/pic.svg': svg,
    };
    expect((await setter.upload('/api/problems?slug=pictures&publish=true', zipOf(files))).status).toBe(201);
    const { statements, pictures } = (await student.get('/api/problems/pictures')).body;
    expect(pictures).toMatchObject([{ name: 'pic.svg', bytes: svg.length }]);
    expect(statements[0].text).toContain('<img src="/api/problems/pictures/pictures/1"');
    expect(statements[0].text).toContain('<img src="none.png"');
    expect(statements[0].text).not.toContain('x.png');
    const reply = await fetch(`${service.url}/api/problems/pictures/pictures/1`, { headers: { 'x-api-key': student.key } });
    expect(await reply.text()).toBe(svg);
    expect(Object.fromEntries(reply.headers)).toMatchObject({
      'content-type': 'image/svg+xml',
      'content-security-policy': expect.stringMatching(/^sandbox; default-src 'none'/),
    });
    expect((await student.get('/api/problems/pictures/pictures/2')).status).toBe(404);
  });
});

describe('an upload as a form', () => {
  const send = async (form: FormData | string, type?: string) => {
    const headers = { 'x-api-key': cast().setter.key, ...(type && { 'content-type': type }) };
    const reply = await fetch(`${cast().service.url}/api/problems?slug=form`, { method: 'POST', body: form, headers });
    return { status: reply.status, body: (await reply.json()) as { code?: string; error?: string } };
  };

  // Each is refused while nobody reads it yet, or in the middle of being read: neither may cost the service its process.
  it('is refused where it is none, or holds no archive', async () => {
    expect(await send('x', 'multipart/form-data')).toMatchObject({ status: 422, body: { code: 'archive_refused' } });
    expect(await send('x', 'multipart/form-data; boundary=y')).toMatchObject({ body: { code: 'archive_refused' } });
    const empty = new FormData();
    empty.set('slug', 'form');
    expect((await send(empty)).body.error).toMatch(/holds no file/);
    const cut = '--y\r\ncontent-disposition: form-data; name="package"; filename="a.zip"\r\n\r\nPK';
    expect(await send(cut, 'multipart/form-data; boundary=y')).toMatchObject({ body: { code: 'archive_refused' } });
    const many = new FormData();
    for (let field = 0; field < 100; field += 1) many.append(`field${field}`, 'x');
    expect((await send(many)).body.code).toBe('archive_refused');
  });

  it('is the same as the bytes alone', async () => {
    const form = new FormData();
    form.set('note', 'whatever');
    form.set('package', new Blob([new Uint8Array(zipOf(ECHO))]), 'echo.zip');
    expect((await send(form)).status).toBe(201);
  });
});
