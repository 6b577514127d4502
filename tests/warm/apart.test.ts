import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Product, startProduct } from '../support/product.js';
import { python, text, warmly } from './support.js';

/** Nothing of one run is to be found in another, and what must differ from run to run does. */
let product: Product;
beforeAll(async () => {
  product = await startProduct();
});
afterAll(() => product.close());

/** Put together where it is looked for, so that looking does not plant it. */
const CANARY = 'import os\nCANARY = "-".join(["cupel", "canary", "of", "one", "run"])\n';

/** Wherever a program can leave something behind: modules that all share, memory, environment, files, descriptors, timers. */
const PLANT = `${CANARY}
import builtins, gc, json, random, signal, string, sys, threading, time, typing, codecs, copyreg, warnings, re, atexit, socket
held = [(CANARY * 1000 + str(n)).encode() for n in range(200)]
for module in builtins, json, random, string, sys, threading, typing, re: module.canary = held
json.JSONEncoder.canary = CANARY; sys.path.append(CANARY); sys.modules[CANARY] = json
codecs.register(lambda name: print(CANARY)); warnings.simplefilter("error"); random.seed(1); sys.setrecursionlimit(77777)
os.environ["CANARY"] = CANARY; os.umask(0o77); os.chdir("/tmp")
for folder in "/tmp", "/box", "/dev/shm": open(folder + "/" + CANARY, "w").write(CANARY)
left = [os.open("/box/" + CANARY, os.O_RDONLY) for _ in range(20)], socket.socketpair()
signal.signal(signal.SIGALRM, lambda *_: print(CANARY)); signal.setitimer(signal.ITIMER_REAL, 100, 100)
threading.Thread(target=time.sleep, args=(100,), daemon=True).start()
if os.fork() == 0:
    os.setsid(); time.sleep(100)
sys.stdout.write("planted"); sys.stdout.flush(); os._exit(0)
`;

const LOOK = `${CANARY}
import sys, json, random, signal, threading, socket, builtins, warnings
found = []
needle = CANARY.encode()
with open("/proc/self/mem", "rb", 0) as memory:
    for line in open("/proc/self/maps"):
        span, rights = line.split()[:2]
        if rights[0] != "r" or "[v" in line: continue
        first, last = (int(part, 16) for part in span.split("-"))
        memory.seek(first)
        for at in range(first, last, 1 << 20):
            try: page = memory.read(min(1 << 20, last - at))
            except OSError: break
            if page.count(needle) > 500: found.append(line)
print(found, [hasattr(m, "canary") for m in (builtins, json, random, sys, threading)], hasattr(json.JSONEncoder, "canary"))
print(CANARY in sys.path, CANARY in sys.modules, "CANARY" in os.environ, os.umask(0), os.getcwd(), sys.getrecursionlimit())
print([os.listdir(f) for f in ("/tmp", "/box", "/dev/shm")], os.listdir("/proc/self/fd"), [p for p in os.listdir("/proc") if p.isdigit()])
print(signal.getitimer(signal.ITIMER_REAL), signal.getsignal(signal.SIGALRM), threading.active_count(), len(warnings.filters))
`;

const NOTHING = `[] [False, False, False, False, False] False
False False False 18 /box 1000
[[], ['main.py'], []] ['0', '1', '2', '3'] ['2']
(0.0, 0.0) 0 1 5
`;

describe('nothing of one run reaches another', () => {
  it('in no later run is anything of an earlier one', async () => {
    for (let round = 0; round < 6; round += 1) {
      const planted = await warmly(product.sandbox, python(PLANT));
      expect(text(planted.stdout)).toBe('planted');
      const looked = await warmly(product.sandbox, python(LOOK));
      expect(looked.evidence.timing.warm).toBe(true);
      expect(text(looked.stderr)).toBe('');
      expect(text(looked.stdout)).toBe(NOTHING);
    }
  });

  it('the search finds a canary that is there', async () => {
    const code = LOOK.replace('found = []', 'found = []\nkept = CANARY * 1000\n');
    const looked = await warmly(product.sandbox, python(code));
    expect(text(looked.stdout)).not.toContain('[] [False');
  });

  it('of runs at the same time, each is its own', async () => {
    const code =
      'import sys, time\nopen("/tmp/mine", "x").write(sys.argv[1])\ntime.sleep(0.05)\nprint(open("/tmp/mine").read(), sys.argv[1])';
    const runs = Array.from({ length: 24 }, (_, n) =>
      product.sandbox.run(python(code, { argv: ['/usr/bin/python3', '-B', '-s', 'main.py', String(n)] })),
    );
    expect((await Promise.all(runs)).map(({ stdout }) => text(stdout))).toEqual(runs.map((_, n) => `${n} ${n}\n`));
  });
});

it('random numbers differ from run to run', async () => {
  const code =
    'import random, os, uuid, secrets, tempfile\nprint(random.random(), os.urandom(8).hex(), uuid.uuid4(), secrets.token_hex(), tempfile.mktemp())';
  const said = new Set<string>();
  for (let run = 0; run < 5; run += 1) {
    const outcome = await warmly(product.sandbox, python(code));
    expect(outcome.evidence.timing.warm).toBe(true);
    for (const word of text(outcome.stdout).split(' ')) said.add(word);
  }
  expect(said.size).toBe(5 * 5);
});
