import { describe, expect, test } from 'vitest';
import { WALLS } from '../evidence.js';
import { CupelError } from './cupel-error.js';
import { ERROR_GROUPS, ERRORS, type ErrorCode, errorDefinition } from './register.js';
import { isRefusal, SandboxError } from './sandbox-error.js';

const codes = Object.keys(ERRORS) as ErrorCode[];

describe('the register', () => {
  test.each(codes)('%s says what, why and what to do', (code) => {
    const { message, cause, cure, status, guilt } = errorDefinition(code);
    expect(message).not.toMatch(/[.!]$|^[A-Z][a-z]+ing /);
    expect(cause).toMatch(/^[A-Z`].*\.$/s);
    expect(cure).toMatch(/^[A-Z`].*\.$/s);
    expect(status).toBeGreaterThanOrEqual(guilt === 'caller' ? 400 : 200);
  });

  test('has every code in one group, once', () => {
    expect(ERROR_GROUPS.flatMap((group) => group.codes).sort()).toEqual([...codes].sort());
  });

  test('has a line for every wall', () => {
    expect(codes).toEqual(expect.arrayContaining(WALLS.map((wall) => `wall_${wall}`)));
  });
});

describe('CupelError', () => {
  const error = new CupelError(
    'unknown_language',
    { language: 'pyton', suggestion: ', did you mean "python"?', available: 'c, python' },
    { field: 'language' },
  );

  test('fills message and cure, and carries what an answer needs', () => {
    expect(error.message).toBe('unknown language "pyton", did you mean "python"?');
    expect(error.cure).toBe('Use one of: c, python.');
    expect(error).toMatchObject({
      name: 'CupelError',
      code: 'unknown_language',
      field: 'language',
      status: 400,
      exitCode: 2,
      guilt: 'caller',
    });
    expect(JSON.parse(JSON.stringify(error))).toEqual({
      error: error.message,
      code: error.code,
      cure: error.cure,
      field: 'language',
    });
  });

  test('shows no control characters of strangers, and does not fill holes with parameters that look like holes', () => {
    const hostile = new CupelError('unknown_language', {
      language: '\u001b[2J\n{available}\u202e',
      suggestion: '',
      available: 'secret',
    });
    expect(hostile.message).toBe('unknown language "\\u{1b}[2J\\u{a}{available}\\u{202e}"');
  });
});

describe('SandboxError', () => {
  test("knows the launcher's refusals", () => {
    const wall = new SandboxError({ kind: 'refused', refusal: 'wall', detail: 'seccomp: EINVAL' });
    expect(wall).toMatchObject({ name: 'SandboxError', code: 'wall_not_raised', exitCode: 1, retriable: false });
    expect(wall.message).toBe('strict mode refuses to run: seccomp: EINVAL');
    expect(new SandboxError({ kind: 'refused', refusal: 'full', detail: '64 boxes' }).retriable).toBe(true);
    expect(isRefusal('bad_name')).toBe(true);
    expect(isRefusal('toString')).toBe(false);
  });

  test('a launcher that dies is ours, and worth another try', () => {
    const died = new SandboxError({ kind: 'died', detail: 'killed by SIGKILL' }, { cause: new Error('EPIPE') });
    expect(died).toBeInstanceOf(CupelError);
    expect(died).toMatchObject({ code: 'launcher_died', guilt: 'ours', exitCode: 1, retriable: true });
    expect(died.cause).toBeInstanceOf(Error);
  });

  test('names the path of a launcher that is not there', () => {
    expect(new SandboxError({ kind: 'not_built', path: '/opt/x' }).message).toBe('the launcher is not there: /opt/x');
  });
});
