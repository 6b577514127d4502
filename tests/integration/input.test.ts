import { Cupel, type CupelApiError, typingOf } from '@cupel/sdk';
import { describe, expect, it } from 'vitest';
import { call, finalResult, resultOf, stateOf, until } from './api.ts';
import { clientOf, TERMINAL, usePair } from './typing.ts';

const pair = usePair();

describe('typing into a program', () => {
  it('reaches it through any API process, and is shown to readers of any, in order', async () => {
    const { one, python, type, watch } = pair();
    const id = await python('name = input("name? ")\nprint(f"Hello, {name}!", input("age? "))');
    const seen = watch(id);
    await seen.shows('name? ');
    expect(await type(id, { data: 'Ada\n' })).toMatchObject({ status: 200, body: { id, repeated: false, next: null } });
    await seen.shows('age? ');
    await type(id, { data: '36\n' }, one);
    await seen.ended;
    expect(seen.text()).toBe('name? age? Hello, Ada! 36\n');
    const typed = seen.events.flatMap((event) => (event.kind === 'input' ? [event.data.text] : []));
    expect(typed).toEqual(['Ada\n', '36\n']);
    expect(await resultOf(one, id)).toMatchObject({ verdict: 'AC', stdout: 'name? age? Hello, Ada! 36\n' });
    expect(await type(id, { data: 'more\n' })).toMatchObject({ status: 409, body: { code: 'input_over' } });
  });

  it('is done once and in the order of its numbers, however it comes', async () => {
    const { one, other, python, type } = pair();
    const id = await python('import sys\nprint(sys.stdin.read())');
    const numbers = Array.from({ length: 40 }, (_, index) => index + 1);
    const scrambled = [...numbers, ...numbers].map((seq, index) => ({ seq, turn: (index * 29) % 80 }));
    scrambled.sort((a, b) => a.turn - b.turn);
    const through = (index: number) => (index % 2 === 0 ? one : other);
    const answers = await Promise.all(
      scrambled.map(({ seq }, index) => type(id, { writer: 'me', seq, data: `${seq} ` }, through(index))),
    );
    // Of one that waits for those before it, the copy that comes meanwhile is told so.
    for (const { status, body } of answers) expect([200, 409, 429], JSON.stringify(body)).toContain(status);
    const typist = typingOf(clientOf(other), id);
    for (const seq of numbers) await type(id, { writer: 'me', seq, data: `${seq} ` });
    typist.type('and ');
    typist.type('the end');
    typist.end();
    await typist.sent();
    expect((await finalResult(one, id)).stdout).toBe(`${numbers.map((seq) => `${seq} `).join('')}and the end\n`);
  });

  it('before it runs waits for it, while it is compiled as well', async () => {
    const { one, begin, type } = pair();
    const code =
      '#include <iostream>\n#include <string>\nint main() { std::string s; std::getline(std::cin, s); std::cout << s; }';
    const id = await begin({ language: 'cpp', code, interactive: true });
    // Sent at once: nobody has taken the job yet.
    expect(await type(id, { data: 'typed ahead\n' })).toMatchObject({ status: 200 });
    expect(await finalResult(one, id)).toMatchObject({ verdict: 'AC', stdout: 'typed ahead' });
  });

  it('comes after what was given with the submission', async () => {
    const { one, python, type } = pair();
    const id = await python('print(input(), input())', { interactive: true, stdin: 'given\n' });
    await type(id, { data: 'typed\n', end: true });
    expect((await finalResult(one, id)).stdout).toBe('given typed\n');
    const late = await type(id, { end: true });
    expect(late.body.code).toBe('input_over');
  });

  it('has an end, after which nothing comes', async () => {
    const { one, python, type } = pair();
    const id = await python('import sys, time\nprint(repr(sys.stdin.read()), flush=True)\ntime.sleep(2)');
    expect((await type(id, { data: 'all', end: true })).status).toBe(200);
    expect(await type(id, { data: 'more' })).toMatchObject({ status: 409, body: { code: 'input_closed' } });
    expect((await finalResult(one, id)).stdout).toBe("'all'\n");
  });

  it('brings signals: Ctrl-C is caught or kills, as anywhere', async () => {
    const { one, python, type, watch } = pair();
    const id = await python(
      'import signal, sys\nsignal.signal(signal.SIGUSR1, lambda *_: print("one", flush=True))\nprint("ready", flush=True)\ntry:\n    input()\nexcept KeyboardInterrupt:\n    print("interrupted")',
    );
    const seen = watch(id);
    await seen.shows('ready');
    await type(id, { signal: 'SIGUSR1' });
    await seen.shows('one');
    await type(id, { signal: 'SIGINT' });
    await seen.ended;
    expect(await resultOf(one, id)).toMatchObject({ verdict: 'AC', stdout: 'ready\none\ninterrupted\n' });
    expect((await type(id, { signal: 'SIGSTOP' })).body.code).toBe('field_bad');
  });
});

describe('a terminal', () => {
  it('is one to the program, echoes, has a size that changes, and keeps stderr apart', async () => {
    const { one, python, type, watch } = pair();
    const code = [
      'import os, sys, signal',
      'print(sys.stdin.isatty(), sys.stdout.isatty(), os.environ["TERM"], *os.get_terminal_size())',
      'signal.signal(signal.SIGWINCH, lambda *_: print("now", *os.get_terminal_size(), flush=True))',
      'print("to stderr", file=sys.stderr, flush=True)',
      'sys.stdout.write("? "); sys.stdout.flush()',
      'print("read", repr(sys.stdin.readline()))',
    ].join('\n');
    const id = await python(code, { terminal: TERMINAL });
    const seen = watch(id);
    await seen.shows('? ');
    expect(seen.text()).toBe('True True xterm-256color 80 24\r\n? ');
    await type(id, { terminal: { columns: 100, rows: 30 } });
    await seen.shows('now 100 30');
    await type(id, { data: 'ab\u007fc\r' });
    await seen.ended;
    expect(seen.text()).toContain("ab\b \bc\r\nread 'ac\\n'\r\n");
    expect(seen.text('stderr')).toBe('to stderr\n');
    expect(seen.events.map(({ kind }) => kind)).not.toContain('input');
    expect(await resultOf(one, id)).toMatchObject({ verdict: 'AC' });
  });

  it('interrupts on Ctrl-C and ends the input on Ctrl-D', async () => {
    const { one, python, type, watch } = pair();
    const id = await python('print("ready", flush=True)\nimport time\ntime.sleep(60)', { terminal: TERMINAL });
    await watch(id).shows('ready');
    await type(id, { data: '\u0003' });
    expect(await finalResult(one, id)).toMatchObject({ verdict: 'SIG', signal: 'SIGINT' });
    const reader = await python('import sys\nprint(len(sys.stdin.read()))', { terminal: TERMINAL });
    await type(reader, { data: 'four\r\u0004' });
    expect((await finalResult(one, reader)).stdout).toMatch(/5\r\n$/);
  });

  it('cannot be resized where there is none', async () => {
    const { one, python, type } = pair();
    const id = await python('input()');
    expect(await type(id, { terminal: TERMINAL })).toMatchObject({ status: 409, body: { code: 'input_no_terminal' } });
    await call(one, 'POST', `/api/submissions/${id}/cancel`);
  });
});

describe('limits', () => {
  it('stop a program before which nobody sits', async () => {
    const { one, python } = pair();
    const id = await python('print("? ", end="", flush=True)\ninput()');
    expect(await finalResult(one, id)).toMatchObject({
      verdict: 'TLE',
      because: 'stopped after 3 s in which nothing was typed and nothing was written',
    });
  });

  it('refuse what does not fit, in words', async () => {
    const { one, python, type } = pair();
    const id = await python('import time\ntime.sleep(20)');
    await until(stateOf(one, id), (state) => state === 'running');
    const piece = 'x'.repeat(64 * 1024);
    expect(await type(id, { data: `${piece}x` })).toMatchObject({ status: 413, body: { code: 'input_piece_too_large' } });
    const unread = await until(
      () => type(id, { data: piece }),
      ({ status }) => status !== 200,
    );
    expect(unread).toMatchObject({ status: 429, body: { code: 'input_unread' } });
    expect(unread.headers.get('retry-after')).toBe('1');
    expect((await type(id, { writer: 'w', seq: 3, data: 'x' })).body.code).toBe('input_out_of_order');
    expect((await type(id, {})).body.code).toBe('field_bad');
    expect((await type(id, { seq: 1, data: 'x' })).body.code).toBe('field_bad');
    expect((await type(id, { data: 'ß', encoding: 'base64' })).body.code).toBe('field_bad');
    await call(one, 'POST', `/api/submissions/${id}/cancel`);
    expect((await type(id, { data: 'x' })).body.code).toBe('input_over');
  });

  it('refuse typing into what is not interactive, and interactive runs of problems', async () => {
    const { one, type } = pair();
    const { body } = await call(one, 'POST', '/api/submit', { language: 'bash', code: 'sleep 2 & wait' });
    expect(await type(body.id, { data: 'x' })).toMatchObject({ status: 409, body: { code: 'input_not_interactive' } });
    const judged = { language: 'python', code: 'input()', problem: 'any', interactive: true };
    expect((await call(one, 'POST', '/api/submit', judged)).body).toMatchObject({ code: 'field_bad', field: 'interactive' });
    const long = { language: 'python', code: 'input()', interactive: true, limits: { wall_time: 601 } };
    expect((await call(one, 'POST', '/api/submit', long)).body.code).toBe('limit_too_large');
  });

  it('leave the slots of others free, and share the seats', async () => {
    const { one, other, python, watch } = pair();
    // One slot and three seats: four programs wait for somebody, and a common run is done meanwhile.
    const waiting = 'print("here", flush=True)\nwhile True: input(); print("on", flush=True)';
    const ids = [await python(waiting), await python(waiting), await python(waiting), await python(waiting)];
    await Promise.all(ids.slice(0, 3).map((id) => watch(id).shows('here')));
    expect((await call(one, 'POST', '/api/submit?wait=true', { language: 'bash', code: 'echo done' })).body.stdout).toBe(
      'done\n',
    );
    expect(await stateOf(one, ids[3] ?? '')()).toBe('queued');
    const refused = await call(other, 'POST', '/api/submit', { language: 'python', code: waiting, interactive: true });
    expect(refused).toMatchObject({ status: 429, body: { code: 'interactive_too_many' } });
    await call(one, 'POST', `/api/submissions/${ids[0]}/cancel`);
    await watch(ids[3] ?? '').shows('here');
    for (const id of ids.slice(1)) await call(one, 'POST', `/api/submissions/${id}/cancel`);
  });
});

it('another person can neither type nor know', async () => {
  const { one, other, python } = pair();
  const id = await python('input()');
  const { body } = await call(one, 'POST', '/api/embed-tokens', {});
  const stranger = new Cupel({ baseUrl: other.url, apiKey: body.token });
  const refused = await stranger
    .call({ method: 'POST', path: `/api/submissions/${id}/input`, body: { data: 'mine\n' }, repeatable: false })
    .catch((error: CupelApiError) => error);
  expect(refused).toMatchObject({ status: 404, code: 'submission_not_found' });
  // The same person may, in what is his own.
  const own = await stranger.submit({ language: 'python', code: 'print(input())', interactive: true });
  typingOf(stranger, own.id).type('mine\n');
  expect((await stranger.wait(own.id)).stdout).toBe('mine\n');
  expect(await stateOf(one, id)()).toBe('running');
  await call(one, 'POST', `/api/submissions/${id}/cancel`);
});
