import { beforeEach, expect, it } from 'vitest';
import { LineDraft } from './line-draft.ts';

let done: string[] = [];
let draft: LineDraft;

beforeEach(() => {
  done = [];
  draft = new LineDraft({
    send: (text) => done.push(text),
    end: () => done.push('END'),
    interrupt: () => done.push('INTERRUPT'),
  });
});

it('sends lines, mended as at a terminal', () => {
  draft.take('hellp\u007fo\r');
  draft.take('wrong words\u0017right\r');
  draft.take('all wrong\u0015new\r');
  draft.take('smile 😀😀\u007f\r');
  expect(done).toEqual(['hello\n', 'wrong right\n', 'new\n', 'smile 😀\n']);
  expect(draft.text).toBe('');
});

it('takes what is pasted line by line, and keeps the last as a draft', () => {
  draft.take('\u001b[200~one\r\ntwo\nthree\u001b[201~');
  expect(done).toEqual(['one\n', 'two\n']);
  expect(draft.text).toBe('three');
});

it('passes on no keys that move', () => {
  draft.take('a\u001b[D\u001bOP\u001b[3~b\r');
  expect(done).toEqual(['ab\n']);
});

it('interrupts, and ends the input where nothing is typed', () => {
  draft.take('half\u0004');
  draft.take('\u0004');
  draft.take('gone\u0003');
  expect(done).toEqual(['half', 'END', 'INTERRUPT']);
  expect(draft.text).toBe('');
});
