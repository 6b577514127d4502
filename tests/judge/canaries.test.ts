import { type Audience, disclose, type Evaluation, type Problem } from '@cupel/domain';
import { describe, expect, it } from 'vitest';
import { judge, problem, program, testCase } from './support.ts';

const INPUT = 'canary-input-5512';
const ANSWER = 'canary-answer-9043';

/** Says all that it knows, wherever it can, and then ends as it is told to. */
const gossip = (end: string) => `
import sys
input, answer, feedback = sys.argv[1:4]
all = open(input).read() + open(answer).read() + sys.stdin.read()
for name in ["judgemessage.txt", "judgeerror.txt", "teammessage.txt"]: open(feedback + name, "w").write(all)
print(all)
print(all, file=sys.stderr)
${end}`;

const given = (end: string): Problem => {
  const evaluation: Evaluation = {
    kind: 'output',
    checker: { kind: 'program', protocol: 'kattis', program: program(gossip(end)) },
  };
  return problem([testCase(`secret-${INPUT}`, INPUT, ANSWER)], { evaluation });
};

/** Writes the input to every place that a report holds. */
const PARROT = 'import sys\ntext = sys.stdin.read()\nprint(text)\nprint(text, file=sys.stderr)';

const NOT_SETTERS: readonly Audience[] = ['submitter', 'public'];

describe('a hidden test', () => {
  it.each([
    ['is accepted', 'sys.exit(42)', PARROT],
    ['is refused', 'sys.exit(43)', PARROT],
    ['meets a checker that crashes', 'raise ValueError(all)', PARROT],
    ['meets a checker that gives a bad score', 'open(feedback + "score.txt", "w").write(all)\nsys.exit(42)', PARROT],
    ['meets a checker that never ends', 'while True: pass', PARROT],
    ['makes the program fail', 'sys.exit(42)', `${PARROT}\nraise ValueError(text)`],
  ])('that %s reaches the setter alone', async (_, end, source) => {
    const tested = given(end);
    const limited = { ...tested, limits: { ...tested.limits, validation: { cpuTime: 500_000, wallTime: 1_500_000 } } };
    const report = await judge(limited, source);
    for (const audience of NOT_SETTERS) expect(JSON.stringify(disclose(report, limited, audience))).not.toContain('canary');
    expect(JSON.stringify(disclose(report, limited, 'setter'))).toContain(INPUT);
    const owner = JSON.stringify(disclose(report, limited, 'owner'));
    expect(owner).not.toContain(ANSWER);
  });
});
