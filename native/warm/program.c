#define _GNU_SOURCE
#include "program.h"

#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "finish.h"

#define ARCHIVE_END "PK\005\006"
#define ARCHIVE_TAIL (65535u + 22u) /* in which an archive's end must stand */

/* The part of a dictionary that its contents hang on; program_ready sees whether it is so. */
struct dict { intptr_t references; void *type; intptr_t used; uint64_t version; void *keys, *values; };

static const char *const names[][2] = {{"stdin", "__stdin__"}, {"stdout", "__stdout__"}, {"stderr", "__stderr__"}};
static object *null_input, *pipes[3]; /* streams that wait; each is the program's or nobody's */
static object *first[3], *stream;     /* the template's own, and what makes others like them */
static object *environment, *main_thread, *importers, *reseed, *random_numbers;
static object *loaded, *interpreter, *last, *collector, *text_type, *binary_type;
static const object *begun[3]; /* addresses only: a reference would keep them open */

static void swap(object *one, object *other) {
  struct dict *a = (struct dict *)one, *b = (struct dict *)other, old = *a;
  a->used = b->used, a->keys = b->keys, a->values = b->values;
  b->used = old.used, b->keys = old.keys, b->values = old.values;
}

static bool can_swap(void) {
  object *one = PyDict_New(), *other = PyDict_New();
  if (!one || !other || PyDict_SetItemString(one, "a", one) || PyDict_SetItemString(one, "b", other)) return false;
  if (((struct dict *)one)->used != 2 || ((struct dict *)one)->values || ((struct dict *)other)->used != 0) return false;
  swap(one, other);
  return PyDict_Size(one) == 0 && PyDict_Size(other) == 2 && PyDict_GetItemString(other, "b") == other && !PyDict_GetItemString(one, "a");
}

static bool is_of(object *one, const object *type) {
  object *found = PyObject_Type(one);
  Py_DecRef(found);
  return found == type;
}

/*
 * The interpreter goes through all modules, and so would write to, and copy, each that is shared with the template. Of those
 * that the program left as they were nobody would notice: it is given the others alone.
 */
static void hide_loaded(void) {
  object *modules = PySys_GetObject("modules"), *others = PyDict_New(), *name, *module;
  ssize_t position = 0;
  if (!modules || !others || !is_of(modules, ((struct dict *)others)->type)) return PyErr_Clear();
  while (PyDict_Next(modules, &position, &name, &module))
    if (PyDict_GetItem(loaded, name) != module && PyDict_SetItem(others, name, module)) return PyErr_Clear();
  swap(modules, others);
  /* The old table is never let go of: it must not hold what is the program's. */
  for (position = 0; PyDict_Next(modules, &position, &name, &module);) PyDict_DelItem(others, name);
}

/* As the interpreter will in a moment; -1 where that may be seen, or fails, which it then reports, and ends with 120. */
static int flush(int fd) {
  object *one = PySys_GetObject(names[fd][0]);
  if (!one || one != begun[fd] || !is_of(one, text_type)) return -1;
  object *own = PyObject_GetAttrString(one, "__dict__"), *buffer = own ? PyObject_GetAttrString(one, "buffer") : NULL;
  bool usual = buffer && is_of(buffer, binary_type) && PyDict_Size(own) == 1 && PyDict_GetItemString(own, "mode");
  object *done = usual ? PyObject_CallMethod(one, "flush", NULL) : NULL;
  if (own) Py_DecRef(own);
  if (buffer) Py_DecRef(buffer);
  if (done) Py_DecRef(done);
  return done ? 0 : -1;
}

static bool collects(void) {
  object *on = PyObject_CallMethod(collector, "isenabled", NULL), *callbacks = PyObject_GetAttrString(collector, "callbacks");
  return on && callbacks && PyObject_IsTrue(on) == 1 && PyList_Size(callbacks) == 0;
}

/* The last of the exit functions, for it was the first to be registered. */
static object *leave(object *self, object *nothing) {
  (void)nothing;
  hide_loaded();
  if (collects() && flush(1) == 0 && flush(2) == 0 && PyDict_SetItemString(interpreter, "cupel", last) == 0) {
    Py_DecRef(last);
    Py_DecRef(interpreter);
  }
  PyErr_Clear();
  Py_IncRef(self);
  return self;
}

/*
 * The destructor of what `leave` put where the interpreter drops it just behind the last of the program's objects: all that can
 * be seen has been done, but for what the last collection would find, and for a result, which `leave` knows to be 0.
 */
static void finish(object *capsule) {
  (void)capsule;
  PyGC_Collect();
  finish_call((void *)Py_FinalizeEx, 0);
}

static bool take(object *globals, const char *name, object **into) {
  *into = PyDict_GetItemString(globals, name);
  if (!*into) return false;
  Py_IncRef(*into);
  return PyDict_DelItemString(globals, name) == 0;
}

bool program_ready(object *globals) {
  static struct method leaving = {"leave", leave, NO_ARGUMENTS, NULL};
  const struct { const char *name; object **into; } wanted[] = {
      {"null_input", &null_input}, {"pipe_input", &pipes[0]}, {"pipe_output", &pipes[1]}, {"pipe_errors", &pipes[2]},
      {"stream", &stream}, {"environment", &environment}, {"main_thread", &main_thread}, {"importers", &importers},
      {"reseed", &reseed}, {"random_numbers", &random_numbers}, {"loaded", &loaded}, {"collector", &collector},
      {"text_type", &text_type}, {"binary_type", &binary_type}};
  for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++)
    if (!take(globals, wanted[i].name, wanted[i].into)) return false;
  for (int fd = 0; fd < 3; fd++) Py_IncRef(first[fd] = PySys_GetObject(names[fd][0]));
  Py_IncRef(interpreter = PyInterpreterState_GetDict(PyInterpreterState_Get()));
  last = PyCapsule_New(&leaving, NULL, finish);
  object *exits = PyImport_ImportModule("atexit"), *function = PyCFunction_NewEx(&leaving, &_Py_NoneStruct, NULL);
  return can_swap() && last && exits && function && PyObject_CallMethod(exits, "register", "O", function);
}

/* A stream that was made over another pipe, or over /dev/null, is like one that is made over this. */
static object *stream_for(int fd) {
  static const char *const modes[] = {"r", "w", "w"};
  struct stat st;
  if (fstat(fd, &st) == 0 && S_ISFIFO(st.st_mode)) return pipes[fd];
  if (fd == 0 && S_ISCHR(st.st_mode) && st.st_rdev == makedev(1, 3)) return null_input;
  return PyObject_CallFunction(stream, "Ois", first[fd], fd, modes[fd]);
}

static void set(const char *name, object *value) {
  if (!value || PySys_SetObject(name, value)) PyErr_Print();
}

static void open_streams(void) {
  for (int fd = 0; fd < 3; fd++) {
    object *one = stream_for(fd);
    begun[fd] = one;
    for (int i = 0; i < 2; i++) set(names[fd][i], one);
    if (one) Py_DecRef(one);
  }
}

static void set_arguments(char *const argv[], int skip) {
  ssize_t count = 0;
  while (argv[count]) count++;
  object *all = PyList_New(count);
  for (ssize_t i = 0; i < count; i++) PyList_SetItem(all, i, PyUnicode_DecodeFSDefault(argv[i]));
  object *own = PyList_GetSlice(all, skip, count);
  set("orig_argv", all);
  set("argv", own);
  Py_DecRef(all);
  Py_DecRef(own);
}

static void set_environment(char *const envp[]) {
  PyDict_Clear(environment);
  for (; *envp; envp++) {
    const char *equals = strchr(*envp, '=');
    if (!equals) continue;
    object *name = PyBytes_FromStringAndSize(*envp, equals - *envp), *value = PyBytes_FromString(equals + 1);
    if (!PyDict_GetItem(environment, name)) PyDict_SetItem(environment, name, value);
    Py_DecRef(name);
    Py_DecRef(value);
  }
}

/* Whether it is neither a folder nor an archive, which Python would run otherwise; any doubt is one. */
static bool is_plain_file(const char *path) {
  static char tail[ARCHIVE_TAIL];
  struct stat st;
  int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  bool plain = fd >= 0 && fstat(fd, &st) == 0 && S_ISREG(st.st_mode);
  if (plain) {
    off_t from = st.st_size > (off_t)sizeof tail ? st.st_size - (off_t)sizeof tail : 0;
    ssize_t length = pread(fd, tail, sizeof tail, from);
    plain = length == st.st_size - from && !memmem(tail, (size_t)length, ARCHIVE_END, strlen(ARCHIVE_END));
  }
  if (fd >= 0) close(fd);
  return plain;
}

void program_begin(char *const argv[], int skip, char *const envp[], const char *path) {
  object *thread = PyLong_FromLong(gettid());
  PyObject_SetAttrString(main_thread, "_native_id", thread); /* which a fork leaves as it was */
  Py_DecRef(thread);
  object *nothing = PyObject_CallFunction(reseed, "O", random_numbers);
  if (nothing) Py_DecRef(nothing);
  set_environment(envp);
  set_arguments(argv, skip);
  open_streams();
  /* What looking for an importer would come to, by way of the whole of zipimport. */
  if (is_plain_file(path)) {
    object *name = PyUnicode_DecodeFSDefault(path);
    PyDict_SetItem(importers, name, &_Py_NoneStruct);
    Py_DecRef(name);
  }
  if (!nothing) PyErr_Print();
}
