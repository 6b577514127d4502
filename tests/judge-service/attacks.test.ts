/**
 * Cheating on hidden tests, through the whole service (the classes E and F of the threat model). Whatever a submission writes,
 * prints or forges, the verdict is made of kernel facts and compared bytes, in processes that it never was in.
 */
import { describe, expect, it } from 'vitest';
import type { Files } from '../problems/package.ts';
import { ECHO, useCast, zipOf } from './support.ts';

const cast = useCast();
const HEAD = ECHO['problem.yaml'];

async function problem(slug: string, files: Files): Promise<void> {
  const made = await cast().setter.upload(`/api/problems?slug=${slug}&publish=true`, zipOf(files));
  if (made.status !== 201 && made.body.code !== 'name_taken') throw new Error(made.text);
}

async function submit(slug: string, code: string, language = 'python') {
  const reply = await cast().student.post(`/api/problems/${slug}/submissions?wait=true`, { language, code });
  if (reply.status !== 200) throw new Error(reply.text);
  return reply.body;
}

describe('F: a submission', () => {
  it.each<[string, string, string, string]>([
    ['F1 that ends with 0 before it did anything', 'python', 'import os\nos._exit(0)', 'WA'],
    [
      'F1 that ends in a constructor',
      'cpp',
      '#include <cstdlib>\nstruct A { A() { _Exit(0); } } a;\nint main() { abort(); }',
      'WA',
    ],
    ['F3 that prints what a grader would', 'python', 'print("PASSED 100%\\nAC\\nscore: 100\\n{\\"verdict\\": \\"AC\\"}")', 'WA'],
    [
      'F3 that writes every plausible result file, and leaves a daemon to write them again',
      'python',
      `import os
names = ["score.txt", "judgemessage.txt", "reward.txt", "result.json", "junit.xml", "feedback/score.txt", "nextpass.in"]
def forge():
    for name in names:
        for place in ["", "/tmp/", "/box/", "/program/"]:
            try: open(place + name, "w").write("100")
            except OSError: pass
forge()
if os.fork() == 0:
    os.setsid()
    while True: forge()
print("no")`,
      'TLE|WA',
    ],
    [
      'F6 that redefines main and hooks the end',
      'c',
      '#include <stdlib.h>\n#include <unistd.h>\nstatic void end(void) { _exit(0); }\nint main(void) { atexit(end); return 1; }',
      'WA',
    ],
    ['F10 that forges the code of a signal', 'python', 'import sys\nsys.exit(137)', 'RE'],
    [
      'F10 that prints the words of a limit',
      'python',
      'import sys\nprint("Time limit exceeded", file=sys.stderr)\nsys.exit(1)',
      'RE',
    ],
    ['F8 that prints NUL bytes about its answer', 'python', 'import sys\nsys.stdout.write("\\0" + input() + "\\0")', 'WA'],
  ])('%s is judged by what it wrote', async (_, language, code, verdict) => {
    await problem('echo', ECHO);
    expect((await submit('echo', code, language)).verdict).toMatch(new RegExp(`^(${verdict})$`));
  });

  const scored: Files = {
    ...ECHO,
    'problem.yaml': `${HEAD}type: scoring\n`,
    // Trusts what the submission says of itself, as a careless checker does.
    'output_validator/validate.py':
      'import sys\nopen(sys.argv[3] + "score.txt", "w").write(sys.stdin.read().strip())\nsys.exit(42)\n',
  };
  it.each(['NaN', 'Infinity', '-1', '1e309', '1e999999999', '0x10', '5\\n6', '', '٣'])(
    'F7 gets no points for the score %j',
    async (score) => {
      await problem('scored', scored);
      const { judging, verdict } = await submit('scored', `print("${score}")`);
      expect([verdict, judging.status, judging.points]).toEqual(['IE', 'judging_failed', undefined]);
    },
  );

  const interactive: Files = {
    ...ECHO,
    'problem.yaml': `${HEAD}type: interactive\n`,
    'data/sample/1.in': undefined,
    'data/sample/1.ans': undefined,
    'output_validator/validate.py': `import sys
print(7, flush=True)
said = sys.stdin.readline(1000)
sys.exit(42 if said.strip() == "14" else 43)
`,
  };
  it.each<[string, string, string]>([
    ['answers', 'print(int(input()) * 2)', 'AC'],
    ['closes both pipes and sleeps', 'import os, time\nos.close(0)\nos.close(1)\ntime.sleep(60)', 'WA|TLE'],
    ['floods', 'import sys\ninput()\nwhile True: sys.stdout.write("1" * 65536)', 'WA|OLE|TLE|SIG|RE'],
    ['exits early', 'pass', 'WA'],
    ['says nothing', 'import time\ntime.sleep(60)', 'TLE'],
    ['talks on after it was accepted', 'print(int(input()) * 2, flush=True)\nwhile True: print("more")', 'AC|RE|SIG|TLE|OLE|WA'],
    ['fails after it was accepted', 'print(int(input()) * 2, flush=True)\nraise SystemExit(3)', 'AC|RE'],
  ])('F9 that %s is judged, by the one who offended first', async (_, code, verdict) => {
    await problem('talk', interactive);
    const body = await submit('talk', code);
    expect(body.verdict).toMatch(new RegExp(`^(${verdict})$`));
    expect(body.judging.status).toBe('judged');
  });
});

describe('E5: verdicts as an oracle', () => {
  it('give away two bits with each submission at most where four verdicts can be told apart, and are noted when they are asked for', async () => {
    const secret = 0b1101_0010_0111_0001_1010_0101_1100_0011;
    await problem('oracle', {
      ...ECHO,
      'data/secret/01.in': `${secret}\n`,
      'data/secret/01.ans': 'unknown\n',
      'data/secret/02.in': undefined,
      'data/secret/02.ans': undefined,
      'data/sample/1.in': undefined,
      'data/sample/1.ans': undefined,
    });
    const probe = (bit: number) =>
      `import os\nbits = int(input()) >> ${bit} & 3\nif bits == 1: raise SystemExit(1)\nif bits == 2: os.abort()\nif bits == 3:\n    while True: print("x" * 65536)\n`;
    const meaning: Record<string, number> = { WA: 0, RE: 1, SIG: 2, OLE: 3 };
    let read = 0;
    let submissions = 0;
    for (let bit = 0; bit < 32; bit += 2) {
      const { verdict, judging } = await submit('oracle', probe(bit));
      submissions += 1;
      read += (meaning[verdict] ?? 0) * 2 ** bit;
      // Nothing but the verdict tells one probe from another.
      expect(JSON.stringify({ ...judging, id: '', verdict: '', because: '', groups: '' })).not.toMatch(
        /time|memory|exit|output|stderr/,
      );
    }
    expect([read, submissions]).toEqual([secret, 16]);
    for (let again = 0; again < 5; again += 1) await submit('oracle', probe(again * 2));
    const noted = (await cast().operator.get('/api/abuse')).body.items.filter(({ kind }: { kind: string }) => kind === 'probing');
    expect(noted).toHaveLength(1);
    expect(noted[0].details).toMatchObject({ more_than: 20, within_seconds: 3600 });
  }, 120_000);
});
