/** Programs that look at what could give a warm start away, and programs whose end is a fine point. */
export const PROGRAMS: Readonly<Record<string, string>> = {
  'what Python says of itself': `
import sys
print(sys.argv, sys.orig_argv, sys.path, sys.flags, sys.executable, sys.prefix, sys.getrecursionlimit(), sys.getswitchinterval())
print(sys.stdin, sys.stdout, sys.stderr, sys.__stdin__ is sys.stdin, sys.__stdout__ is sys.stdout, sys.__stderr__ is sys.stderr)
for s in sys.stdin, sys.stdout, sys.stderr:
    print(s.name, s.mode, s.encoding, s.errors, s.newlines, s.line_buffering, s.write_through, s.buffer.name, s.buffer.mode, s.buffer.raw.name, s.buffer.raw.closefd)
print({k: type(v).__name__ for k, v in globals().items()}, __file__, __name__, __spec__, __package__, __doc__, __builtins__)
print(sys.meta_path, sorted(sys.path_importer_cache), sys.path_hooks, sys.gettrace(), sys.getprofile(), sys.warnoptions, sys._xoptions)
print(hasattr(sys, "last_value"), sys.exc_info(), sys._getframe().f_back, sys._getframe().f_lineno)
import gc, locale, threading, signal, atexit
print(gc.isenabled(), gc.get_threshold(), locale.getlocale(), locale.getpreferredencoding())
print(threading.current_thread(), threading.active_count(), threading.stack_size(), threading.main_thread().native_id)
print([signal.getsignal(n) for n in range(1, 65)], signal.getitimer(signal.ITIMER_REAL), signal.pthread_sigmask(signal.SIG_BLOCK, []))
`,
  'what the kernel says of it': `
import os, resource, time
print(os.environ, os.getcwd(), os.listdir("."), os.listdir("/proc/self/fd"), os.listdir("/proc"))
print(os.getpid(), os.getppid(), os.getsid(0), os.getpgrp(), os.getgroups(), os.umask(0), os.nice(0), os.sched_getscheduler(0))
print(os.readlink("/proc/self/exe"), os.readlink("/proc/self/cwd"), os.readlink("/proc/self/root"))
for name in "cmdline", "environ", "comm", "limits", "cgroup", "mounts", "oom_score_adj", "timerslack_ns", "loginuid", "wchan":
    try: print(name, open("/proc/self/" + name).read())
    except OSError as e: print(name, e)
wanted = ("Name", "Umask", "State", "Ngid", "Groups", "NStgid", "Threads", "Sig", "Shd", "Cap", "NoNewPrivs", "Seccomp", "Specul", "Cpus_allowed_list", "Mems_allowed_list")
print([line for line in open("/proc/self/status") if line.startswith(wanted)])
print(os.stat("/proc/self/fd").st_uid == os.getuid(), os.stat("/proc/self").st_mode, os.access("/proc/self/mem", os.R_OK))
print([(os.fstat(n).st_mode, os.fstat(n).st_uid == os.getuid(), os.get_inheritable(n), os.isatty(n)) for n in range(3)])
print([(n, resource.getrlimit(n)) for n in range(16)], time.tzname, time.timezone)
print(resource.getrusage(resource.RUSAGE_CHILDREN))
`,
  'standard input as text': 'import sys\nprint([line for line in sys.stdin.buffer], sys.stdin.read())',
  'input that is no UTF-8': 'import sys\nprint(ascii(sys.stdin.read()))',
  'a traceback through two files': 'import second\nsecond.fail()',
  'a syntax error': 'print("never")\nif :\n  pass\n',
  'a chain of exceptions': 'try:\n  1/0\nexcept ZeroDivisionError as e:\n  raise ValueError("é") from e',
  'exit with a number': 'import sys\nsys.exit(77)',
  'exit with a large number': 'raise SystemExit(300)',
  'exit with text': 'import sys\nsys.exit("so long")',
  'exit with nothing': 'exit()',
  'exit in a thread': 'import threading, sys\nt = threading.Thread(target=lambda: sys.exit(3))\nt.start(); t.join()\nprint("on")',
  'exit at once': 'import os\nprint("lost")\nos._exit(9)',
  'the end, in order': `
import atexit, sys, threading, time, weakref
class Said:
    def __init__(self, what): self.what = what
    def __del__(self): print("deleted", self.what, sys is None, __name__)
kept = Said("a global")
ring = [Said("in a ring")]; ring.append(ring)
class Hung: pass
Hung.of = Said("on a class")
weakref.finalize(Hung, print, "finalised")
atexit.register(print, "first registered")
atexit.register(lambda: print("second registered"))
threading.Thread(target=lambda: (time.sleep(0.05), print("a thread's last words"))).start()
def noisy(): raise RuntimeError("at exit")
atexit.register(noisy)
print("the end of the file")
`,
  'an interrupt that nobody catches': 'import os, signal\nos.kill(os.getpid(), signal.SIGINT)\nimport time; time.sleep(5)',
  'an interrupt that is caught':
    'import os, signal\ntry:\n  os.kill(os.getpid(), signal.SIGINT); import time; time.sleep(5)\nexcept KeyboardInterrupt: print("caught")',
  'a signal by its own hand': 'import os\nprint("said", flush=True)\nos.abort()',
  'a segmentation fault': 'import ctypes\nctypes.string_at(8)',
  'a closed output': 'import sys, os\nprint("x")\nos.close(1)',
  'an error in the last flush': 'import sys\nprint("x")\nsys.stdout.close()\nsys.stderr.write("y")',
  'children by fork, exec and pool': `
import os, subprocess, sys, multiprocessing
if (pid := os.fork()) == 0:
    os._exit(5)
print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
print(subprocess.run([sys.executable, "-c", "import sys; print(sys.argv, 1)"], capture_output=True, text=True))
print(subprocess.run("echo $MPLBACKEND; kill -PIPE $$", shell=True, capture_output=True))
with multiprocessing.Pool(2) as pool: print(pool.map(abs, [-1, -2]))
`,
  'deep recursion': 'import sys\nsys.setrecursionlimit(10**6)\ndef f(n): return 0 if n == 0 else 1 + f(n - 1)\nprint(f(50000))',
  'deep recursion in C': 'import sys\nsys.setrecursionlimit(10**6)\nx = []\nfor _ in range(20000): x = [x]\nprint(len(repr(x)))',
  'threads with the stack of a thread':
    'import threading\ndef f(n): return 0 if n == 0 else 1 + f(n - 1)\nt = [threading.Thread(target=lambda: print(f(800))) for _ in range(8)]\n[x.start() for x in t]; [x.join() for x in t]',
  'files and folders':
    'import os, tempfile\nopen("out.txt", "w").write("x" * 5000)\nprint(oct(os.stat("out.txt").st_mode), tempfile.gettempdir(), os.path.expanduser("~"))\nos.mkdir("d"); print(sorted(os.listdir()))',
  'modules that come late':
    'import hashlib, sqlite3, ssl, asyncio, decimal, email, xml.dom\nprint(hashlib.sha256(b"").hexdigest(), asyncio.run(asyncio.sleep(0, 7)))',
  'stack frames and sources':
    'import inspect, traceback, linecache\nprint([f.function for f in inspect.stack()], inspect.getsource(inspect.currentframe()))\ntraceback.print_stack()',
  'runpy and the main module':
    'import __main__, runpy, pickle, sys\nclass P: pass\nprint(pickle.loads(pickle.dumps(P())).__class__ is P, __main__.__dict__ is globals(), sys.modules["__main__"] is __main__)',
  warnings: 'import warnings\nwarnings.warn("look")\nassert 1 is 1\n"\\d"',
  'input()': 'print(input("? "), input())',
  'objects that hang on the interpreter': `
import builtins, codecs, os, sys
class Said:
    def __init__(self, what): self.what = what
    def __del__(self, write=os.write): write(2, f"deleted {self.what}\n".encode())
    def __call__(self, *_): return None
sys.one = Said("on sys"); builtins.two = Said("on builtins")
ring = [Said("in a ring on sys")]; ring.append(ring); sys.ring = ring; del ring
search = Said("a codec search, in a ring"); search.self = search
codecs.register(search); del search
codecs.register_error("odd", Said("an error handler"))
sys.excepthook = Said("an excepthook"); sys.displayhook = Said("a displayhook")
import second
second.third = Said("on a module of its own")
def suspended():
    try: yield
    finally: print("a generator closed")
pending = suspended(); next(pending)
print("the end of the file")
`,
  'output that waits for the last moment': `
import sys
class Late:
    def __del__(self): sys.stdout.write("written late"); out.write("and beside")
out = open("/proc/self/fd/1", "w")
late = Late(); sys.late = late
sys.stdout.write("no end of line")
`,
  'another standard output': `
import io, sys
class Loud(io.TextIOWrapper):
    def flush(self): sys.stderr.write("flushed\\n"); super().flush()
sys.stdout = Loud(sys.stdout.detach())
print("through it")
`,
  'a flush that is noticed':
    'import sys\nold = sys.stdout.flush\nsys.stdout.flush = lambda: (sys.stderr.write("flushed\\n"), old())\nprint("x")',
  'an output that takes nothing': 'import os, sys\nos.dup2(os.open("/dev/full", os.O_WRONLY), 1)\nprint("x")',
  'an output that takes nothing, and a code':
    'import os, sys\nos.dup2(os.open("/dev/full", os.O_WRONLY), 1)\nprint("x")\nsys.exit(4)',
  'errors that nobody takes': 'import os, sys\nos.dup2(os.open("/dev/full", os.O_WRONLY), 2)\nsys.stderr.write("x")\nsys.exit(4)',
  'no output at all': 'import sys\nprint("x")\nsys.stdout = sys.__stdout__ = None\nsys.exit(6)',
  'an output that is detached': 'import sys\nprint("x")\nsys.stdout.detach()',
  'without collection': 'import gc\ngc.disable()\nclass R:\n  def __del__(self): print("R")\nr = R(); r.self = r\nprint("end")',
  'a collection that is watched': 'import gc\ngc.callbacks.append(lambda phase, info: print(phase, sorted(info)))\nprint("end")',
  'an error at the end of a thread': 'import threading\nthreading.Thread(target=lambda: 1 / 0).start()\nprint("end")',
  'a daemon that is left behind':
    'import threading, time\nthreading.Thread(target=lambda: time.sleep(60), daemon=True).start()\nprint("end")\nraise SystemExit(8)',
  'an exit function that exits': 'import atexit, sys\natexit.register(lambda: sys.exit(9))\nprint("end")',
  'a child that ends as usual':
    'import os, sys\nif os.fork():\n  print(os.waitstatus_to_exitcode(os.wait()[1]))\nelse:\n  print("child")\n  sys.exit(11)',
  'exit from deep within':
    'import sys\ndef f(n):\n  try:\n    return f(n - 1) if n else sys.exit(12)\n  finally:\n    n == 100 and print("unwound")\nsorted([1, 2], key=lambda _: f(100))',
  'an exception of its own making': 'class Odd(Exception):\n  def __str__(self): raise ValueError\nraise Odd',
  'a hook for exceptions that exits': 'import sys\nsys.excepthook = lambda *_: sys.exit(13)\n1 / 0',
  'a log that is closed at the end':
    'import logging, logging.handlers\nlogging.basicConfig()\nh = logging.handlers.MemoryHandler(9, target=logging.StreamHandler())\nlogging.getLogger("a").addHandler(h)\nlogging.getLogger("a").warning("kept back")',
  'C code at the end': `
import ctypes
libc = ctypes.CDLL(None)
libc.printf(b"buffered by C\\n")
said = ctypes.CFUNCTYPE(None)(lambda: None)
libc.atexit(ctypes.cast(libc.abs, ctypes.c_void_p))
`,
};
