import { mkdir, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { CupelError } from '@cupel/domain';
import { stringify } from 'yaml';
import { packageName } from './convert/converted.js';
import { problemYaml, yamlFile } from './convert/metadata.js';

export const TEMPLATES = ['pass-fail', 'scoring', 'interactive', 'submit-answer', 'function'] as const;
export type Template = (typeof TEMPLATES)[number];

const SUM = 'a, b = map(int, input().split())\nprint(a + b)\n';

/** A new package that `cupel problem verify` accepts as it is, to be changed from there. Throws `folder_not_empty`. */
export async function createPackage(folder: string, template: Template): Promise<readonly string[]> {
  const there = await stat(folder).catch(() => undefined);
  if (there !== undefined) throw new CupelError('folder_not_empty', { name: folder });
  const name = packageName(basename(resolve(folder)));
  const files = [...base(name, template), ...FILES[template]()];
  for (const { path, text } of files) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  return files.map(({ path }) => path);
}

const FILES: Readonly<Record<Template, () => readonly NewFile[]>> = {
  'pass-fail': () => sum('pass-fail'),
  scoring: () => sum('scoring'),
  interactive,
  'submit-answer': answers,
  function: asked,
};

interface NewFile {
  readonly path: string;
  readonly text: string;
}

function base(name: string, template: Template): readonly NewFile[] {
  const type = template === 'function' ? 'pass-fail' : template;
  const limits = template === 'submit-answer' ? {} : { timeLimit: 1, memory: 256 };
  const metadata = problemYaml({ title: name, types: [type], ...limits });
  return 'text' in metadata ? [metadata] : [];
}

function sum(template: Template): readonly NewFile[] {
  const group = yamlFile('data/secret/test_group.yaml', { max_score: 100, score_aggregation: 'sum' });
  return [
    ...(template === 'scoring' && 'text' in group ? [group] : []),
    {
      path: 'statement/problem.en.md',
      text: 'Add two numbers.\n\n## Input\n\nTwo integers $a$ and $b$ ($0 \\le a, b \\le 1000$).\n\n## Output\n\nTheir sum.\n',
    },
    { path: 'data/sample/1.in', text: '1 2\n' },
    { path: 'data/sample/1.ans', text: '3\n' },
    { path: 'data/secret/01.in', text: '0 0\n' },
    { path: 'data/secret/01.ans', text: '0\n' },
    { path: 'data/secret/02.in', text: '1000 1000\n' },
    { path: 'data/secret/02.ans', text: '2000\n' },
    {
      path: 'input_validators/validate.py',
      text: 'import re\nimport sys\n\nline = sys.stdin.read()\nif not re.fullmatch(r"\\d{1,4} \\d{1,4}\\n", line) or max(map(int, line.split())) > 1000:\n    sys.exit("two integers from 0 to 1000")\nsys.exit(42)\n',
    },
    { path: 'submissions/accepted/sum.py', text: SUM },
    { path: 'submissions/wrong_answer/difference.py', text: SUM.replace('a + b', 'a - b') },
  ];
}

function interactive(): readonly NewFile[] {
  return [
    {
      path: 'statement/problem.en.md',
      text: 'The judge thinks of a number from 1 to 100.\n\n## Interaction\n\nPrint a guess; the judge answers `lower`, `higher` or `correct`.\n',
    },
    { path: 'data/sample/1.in', text: '7\n' },
    { path: 'data/sample/1.ans', text: '' },
    { path: 'data/sample/1.interaction', text: '>50\n<lower\n>7\n<correct\n' },
    { path: 'data/secret/01.in', text: '100\n' },
    { path: 'data/secret/01.ans', text: '' },
    {
      path: 'input_validators/validate.py',
      text: 'import re\nimport sys\n\nline = sys.stdin.read()\nsys.exit(42 if re.fullmatch(r"[1-9]\\d*\\n", line) and int(line) <= 100 else 43)\n',
    },
    {
      path: 'output_validator/interact.py',
      text: 'import sys\n\nwith open(sys.argv[1]) as file:\n    number = int(file.read())\nfor turn in range(7):\n    line = sys.stdin.readline(20).strip()\n    if not line.isdigit():\n        sys.exit(43)\n    if int(line) == number:\n        print("correct", flush=True)\n        sys.exit(42)\n    print("lower" if number < int(line) else "higher", flush=True)\nsys.exit(43)\n',
    },
    {
      path: 'submissions/accepted/halves.py',
      text: 'low, high = 1, 100\nanswer = ""\nwhile answer != "correct":\n    guess = (low + high) // 2\n    print(guess, flush=True)\n    answer = input()\n    if answer == "lower":\n        high = guess - 1\n    else:\n        low = guess + 1\n',
    },
    { path: 'submissions/wrong_answer/fifty.py', text: 'print(50, flush=True)\n' },
  ];
}

/** What is handed in is the answers, a file for each test. */
function answers(): readonly NewFile[] {
  const ask = 'Write the letters of the word in the order of the alphabet. Hand in a file for each input, as `01.out`.\n';
  return [
    { path: 'statement/problem.en.md', text: ask },
    { path: 'attachments/01.in', text: 'cupel\n' },
    { path: 'data/secret/01.in', text: 'cupel\n' },
    { path: 'data/secret/01.ans', text: 'celpu\n' },
    {
      path: 'input_validators/validate.py',
      text: 'import re\nimport sys\n\nsys.exit(42 if re.fullmatch(r"[a-z]{1,100}\\n", sys.stdin.read()) else 43)\n',
    },
    { path: 'submissions/accepted/sorted/01.out', text: 'celpu\n' },
    { path: 'submissions/wrong_answer/as_it_was/01.out', text: 'cupel\n' },
  ];
}

/** What is handed in is a function, which a driver calls from another box. */
function asked(): readonly NewFile[] {
  const validate = 'import re\nimport sys\n\nsys.exit(42 if re.fullmatch(r"(-?\\d{1,9}\\n)+", sys.stdin.read()) else 43)\n';
  return [
    { path: 'statement/problem.en.md', text: 'Write a function `double(x)` that returns twice the integer $x$.\n' },
    yamlText('cupel.yaml', {
      function: { driver: 'function/driver.py', stubs: { python: 'function/stubs/python' } },
      starter: { python: 'attachments/solution.py' },
    }),
    { path: 'attachments/solution.py', text: 'def double(x):\n    return x\n' },
    { path: 'data/sample/1.in', text: '1\n-3\n' },
    { path: 'data/sample/1.ans', text: '2\n-6\n' },
    { path: 'data/secret/01.in', text: '0\n500000000\n' },
    { path: 'data/secret/01.ans', text: '0\n1000000000\n' },
    { path: 'input_validators/validate.py', text: validate },
    {
      path: 'function/driver.py',
      text: '"""Calls the submission with each line of the test; what it answers is data, and never evaluated."""\nimport sys\n\nwith open("input") as test, open("output", "w") as output:\n    for line in test:\n        print(line, end="", flush=True)\n        answer = sys.stdin.readline(20).strip()\n        if not answer.lstrip("-").isdigit():\n            sys.exit(43)\n        output.write(answer + "\\n")\n',
    },
    {
      path: 'function/stubs/python/main.py',
      text: 'import os\nimport sys\n\n# What a solution prints goes to stderr; answers go where stdout was.\nanswers = os.fdopen(os.dup(1), "w")\nos.dup2(2, 1)\n\nfrom solution import double  # noqa: E402\n\nfor line in sys.stdin:\n    print(int(double(int(line))), file=answers, flush=True)\n',
    },
    { path: 'submissions/accepted/twice.py', text: 'def double(x):\n    return 2 * x\n' },
    { path: 'submissions/wrong_answer/ends_early.py', text: 'import os\n\n\ndef double(x):\n    os._exit(0)\n' },
  ];
}

function yamlText(path: string, value: unknown): NewFile {
  return { path, text: stringify(value) };
}
