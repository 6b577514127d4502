"""Runs in the template, before any stranger's program exists. What it leaves in its names, program.c takes."""

import gc
import io
import os
import sys

known_folders = set(sys.path_importer_cache)

hooks = []
register_at_fork = os.register_at_fork
os.register_at_fork = lambda **functions: (hooks.extend(functions.values()), register_at_fork(**functions))

# What programs import most. Nothing here starts a thread, opens a file that stays open, or looks at the environment of a run.
for name in (
    "abc array ast base64 bisect calendar cmath collections collections.abc contextlib copy copyreg csv dataclasses datetime"
    " decimal enum fractions functools heapq io itertools json math numbers operator os pickle"
    " platform pprint queue random re shutil signal statistics string struct subprocess tempfile textwrap threading time"
    " tokenize traceback types typing unicodedata warnings weakref zlib"
).split():
    try:
        __import__(name)
    except ImportError:
        pass


os.register_at_fork = register_at_fork
# A fork without threads leaves nothing to be mended but random numbers, and so these are not called in the boxes.
if not {hook.__module__ for hook in hooks} <= {"threading", "random"}:
    raise SystemExit("a module that is not known wants to hear of forks")


def stream(old, fd, mode):
    """As the interpreter makes them when it starts."""
    buffer = io.open(fd, mode + "b", -1, closefd=False)
    buffer.raw.name = old.name
    line = fd == 2 or buffer.raw.isatty()
    new = io.TextIOWrapper(buffer, old.encoding, old.errors, "\n", line)
    new.mode = mode
    return new


def over(there, fd, mode):
    """One that waits for a program whose descriptor is of the same kind."""
    os.dup2(there, fd)
    return stream((sys.stdin, sys.stdout, sys.stderr)[fd], fd, mode)


loaded = {name: module for name, module in sys.modules.items() if name not in ("__main__", "sys", "builtins")}
for folder in set(sys.path_importer_cache) - known_folders:
    del sys.path_importer_cache[folder]
preloaded = sorted({name.partition(".")[0] for name in sys.modules})
environment, importers, collector = os.environ._data, sys.path_importer_cache, gc
main_thread = sys.modules["threading"].main_thread()
random_numbers = sys.modules["random"]._inst
reseed = sys.modules["_random"].Random.seed
text_type, binary_type = io.TextIOWrapper, io.BufferedWriter
gc.collect()
# Collecting writes to what it looks at, and so would copy all that is shared. What hangs together with the program itself
# must stay collectable, or its finalisers would not run at its end: that is made afterwards.
gc.freeze()
fresh = type(sys)("__main__")
fresh.__dict__.clear()
fresh.__dict__.update(sys.modules["__main__"].__dict__)
sys.modules["__main__"] = fresh
own, null, (out, into) = [os.dup(fd) for fd in range(3)], os.open("/dev/null", os.O_RDONLY), os.pipe()
null_input, pipe_input, pipe_output, pipe_errors = over(null, 0, "r"), over(out, 0, "r"), over(into, 1, "w"), over(into, 2, "w")
for fd in range(3):
    os.dup2(own[fd], fd)
for fd in (*own, null, out, into):
    os.close(fd)
del fresh, own
