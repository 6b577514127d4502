"""Runs in the template, before any stranger's program exists; `begin` runs in each box, behind its walls."""

import atexit
import gc
import io
import os
import sys

known_folders = set(sys.path_importer_cache)

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


def stream(old, fd, mode):
    """As the interpreter makes them when it starts."""
    buffer = io.open(fd, mode + "b", -1, closefd=False)
    buffer.raw.name = old.name
    line = fd == 2 or buffer.raw.isatty()
    new = io.TextIOWrapper(buffer, old.encoding, old.errors, "\n", line)
    new.mode = mode
    return new


def begin(argv, skip, environ):
    main_thread._set_native_id()  # which a fork leaves as it was
    own = os.environ._data
    own.clear()
    own.update(entry.split(b"=", 1) for entry in environ)
    sys.orig_argv = [os.fsdecode(arg) for arg in argv]
    sys.argv = sys.orig_argv[skip:]
    sys.stdin = sys.__stdin__ = stream(sys.__stdin__, 0, "r")
    sys.stdout = sys.__stdout__ = stream(sys.__stdout__, 1, "w")
    sys.stderr = sys.__stderr__ = stream(sys.__stderr__, 2, "w")
    streams[:] = id(sys.stdout), id(sys.stderr)  # no more than that: a reference would keep them open


def leave():
    """Last of the exit functions, for it was registered first. What follows would take down, and so copy, every page that
    is shared with the template; of the modules that the program left as they were, nobody would notice."""
    kept.append([sys.modules.pop(name) for name in loaded if name in sys.modules])
    leave_early()


def leave_early():
    """Where the program left the interpreter's end as it mostly is, that is cut short just behind the last of its objects."""
    interpreter = globals().pop("interpreter")
    if not isenabled() or gc.callbacks:
        return
    try:
        for one, begun in zip((sys.stdout, sys.stderr), streams):
            if id(one) != begun or type(one) is not text or type(one.buffer) is not binary or [*one.__dict__] != ["mode"]:
                return
            one.flush()
    except Exception:
        return  # it fails again in a moment, and then the interpreter tells of it and ends with 120
    interpreter["cupel"] = globals().pop("last")


kept = []
streams = []
text, binary = io.TextIOWrapper, io.BufferedWriter
isenabled = gc.isenabled
loaded = sorted(set(sys.modules) - {"__main__", "sys", "builtins"})
atexit.register(leave)
for folder in set(sys.path_importer_cache) - known_folders:
    del sys.path_importer_cache[folder]
main_thread = sys.modules["threading"].main_thread()
preloaded = sorted({name.partition(".")[0] for name in sys.modules})
gc.collect()
# Collecting writes to what it looks at, and so would copy all that is shared. What hangs together with the program itself,
# by way of its namespace, must stay collectable, or its finalisers would not run at its end: that one is made afterwards.
gc.freeze()
fresh = type(sys)("__main__")
fresh.__dict__.clear()
fresh.__dict__.update(sys.modules["__main__"].__dict__)
sys.modules["__main__"] = fresh
del fresh
