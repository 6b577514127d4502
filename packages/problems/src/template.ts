import { mkdir, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { CupelError } from '@cupel/domain';
import { packageName } from './convert/converted.js';
import { problemYaml, yamlFile } from './convert/metadata.js';

export const TEMPLATES = ['pass-fail', 'scoring', 'interactive'] as const;
export type Template = (typeof TEMPLATES)[number];

const SUM = 'a, b = map(int, input().split())\nprint(a + b)\n';

/** A new package that `cupel problem verify` accepts as it is, to be changed from there. Throws `folder_not_empty`. */
export async function createPackage(folder: string, template: Template): Promise<readonly string[]> {
  const there = await stat(folder).catch(() => undefined);
  if (there !== undefined) throw new CupelError('folder_not_empty', { name: folder });
  const name = packageName(basename(resolve(folder)));
  const files = [...base(name, template), ...(template === 'interactive' ? interactive() : sum(template))];
  for (const { path, text } of files) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  return files.map(({ path }) => path);
}

interface NewFile {
  readonly path: string;
  readonly text: string;
}

function base(name: string, template: Template): readonly NewFile[] {
  const metadata = problemYaml({ title: name, types: [template], timeLimit: 1, memory: 256 });
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
