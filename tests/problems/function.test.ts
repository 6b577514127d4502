import { describe, expect, it } from 'vitest';
import { type Files, issuesOf, read } from './package.js';

const FUNCTION: Files = {
  'function/driver.py': 'pass\n',
  'function/main.py': 'pass\n',
  'submissions/accepted/echo.py': 'def answer(x): return x\n',
};
const withYaml = (text: string, more: Files = {}): Files => ({ ...FUNCTION, ...more, 'cupel.yaml': text });
const RIGHT = 'function:\n  driver: function/driver.py\n  stubs:\n    python3: function/main.py\n';

describe('a package that asks for a function', () => {
  it('says so in cupel.yaml: a driver, and a stub by language', async () => {
    const result = await read(withYaml(RIGHT));
    const problem = result.kind === 'package' ? result.package.problem : undefined;
    expect(problem?.languages).toEqual(['python']);
    expect(problem?.evaluation).toMatchObject({
      kind: 'function',
      driver: { name: 'function/driver.py', language: 'python' },
      stubs: { python: [{ name: 'main.py' }] },
      submissionNames: { python: 'solution.py' },
      checker: { kind: 'comparison' },
    });
  });

  it('may call the submission’s file otherwise, and is offered where both the stub and problem.yaml allow it', async () => {
    const stubs = '    python: {files: function/main.py, solution: answer.py}\n    c: {files: function/c}\n';
    const files = withYaml(RIGHT.replace(/ {4}python3.*\n/, stubs), {
      'function/c/main.c': 'int main(void) { return 0; }\n',
      'problem.yaml':
        'problem_format_version: 2025-09\nname: Echo\nuuid: 00000000-0000-4000-8000-000000000000\nlanguages: [python3, rust]\n',
    });
    const result = await read(files);
    const found = result.kind === 'package' ? result.package : undefined;
    expect(found?.problem?.evaluation).toMatchObject({ submissionNames: { python: 'answer.py', c: 'solution.c' } });
    expect(found?.languages).toEqual(['python']);
    expect(found?.issues.map(({ message }) => message)).toContain(
      'languages allows rust, but cupel.yaml has no stub for it: it is not offered',
    );
  });

  it.each([
    [
      'a driver that is not there',
      RIGHT.replace('driver.py', 'diver.py'),
      'error: cupel.yaml:2: there is no file and no folder function/diver.py',
    ],
    [
      'no driver',
      RIGHT.replace(/ {2}driver.*\n/, ''),
      'error: cupel.yaml:2: "function.driver" is missing: the program that makes the calls',
    ],
    [
      'no stub',
      RIGHT.replace(/ {2}stubs[\s\S]*/, ''),
      'error: cupel.yaml:2: "function.stubs" is missing: by language, the program that stands behind a submission',
    ],
    [
      'a language that nobody knows',
      RIGHT.replace('python3', 'pithon'),
      'error: cupel.yaml:4: "pithon" is no language that Cupel has',
    ],
    [
      'a slip in a key',
      RIGHT.replace('driver:', 'diver:'),
      'error: cupel.yaml:2: "function.diver" is no known key, did you mean "driver"?',
    ],
    [
      'a stub that has the submission’s name',
      RIGHT.replace('function/main.py', '{files: function/main.py, solution: main.py}'),
      'error: cupel.yaml:4: the stub has a file main.py, which is what the submission is called; rename it, or say "solution: …"',
    ],
  ])('is told of %s, with the line', async (_, yaml, issue) => {
    expect(await issuesOf(withYaml(yaml))).toContain(issue);
  });

  it('is told of a stub that no solution tries, and of types that go with no function', async () => {
    const untried = withYaml(`${RIGHT}    c: function/main.c\n`, { 'function/main.c': 'int main(void) { return 0; }\n' });
    expect(await issuesOf(untried)).toEqual([
      'warning: function/main.c: is never tried: submissions/accepted holds no solution in c',
    ]);
    const interactive = {
      'problem.yaml':
        'problem_format_version: 2025-09\ntype: interactive\nname: Echo\nuuid: 00000000-0000-4000-8000-000000000000\n',
      'output_validator/talk.py': 'pass\n',
    };
    expect(await issuesOf(withYaml(RIGHT, interactive))).toContain(
      'error: cupel.yaml: "function" is for problems that are pass-fail or scoring, and nothing else',
    );
  });
});
