/*
 * CPython, any 3.8 or newer, with no header of its own: what is used of it is exported by the interpreter itself, and where
 * anything is not as expected the template ends, and programs run cold.
 *
 * It is initialised as `python3 ... FILE` would be, with a marker for FILE, and stops where Py_Main would go on to run FILE.
 * There a box's child writes its own file's name over the marker and calls Py_RunMain: from then on everything is as it
 * always is, tracebacks, exit codes and atexit included.
 */
#define _GNU_SOURCE
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>
#include <wchar.h>

#include "program.h"
#include "template.h"

#define WITH_NUL(bytes) ((bytes) + 1)
#define NAME_ROOM 600u /* of the marker: the longest path of a program */
#define CONFIG_BYTES 4096u /* PyConfig has less than 500 */
#define CONFIG_SEARCHED 512u
#define PRELOADED_MAX 512u

static const char script[] =
#include "../launcher/build/warm/python.inc"
    ;

static wchar_t *path_place, *name_place; /* where the configuration has the marker: made absolute, and as it was given */
static char *preloaded[PRELOADED_MAX];
static unsigned preloaded_count;
static int prefix_length; /* arguments before the file */
static char *const *the_argv;

static bool readable(const void *from, void *to, size_t length) {
  struct iovec local = {to, length}, remote = {(void *)from, length};
  return process_vm_readv(getpid(), &local, 1, &remote, 1, 0) == (ssize_t)length;
}

static bool is_marker(const wchar_t *at, const wchar_t *marker, size_t length) {
  wchar_t text[NAME_ROOM + 8];
  return readable(at, text, length * sizeof *text) && wmemcmp(text, marker, length) == 0;
}

/* Words of the configuration that point to the marker (its file, made absolute: "/" + "/" + marker) or to a list of it (its argv). */
static bool find_places(const char *marker_bytes) {
  static wchar_t marker[NAME_ROOM + 8];
  size_t length = WITH_NUL(mbstowcs(marker + 2, marker_bytes, NAME_ROOM));
  const void *const *words = _PyInterpreterState_GetConfig(PyInterpreterState_Get());
  marker[0] = marker[1] = L'/';
  for (size_t i = 0; i < CONFIG_SEARCHED / sizeof *words; i++) {
    const wchar_t *pointed;
    if (!words[i] || !readable(words[i], &pointed, sizeof pointed)) continue;
    if (is_marker(words[i], marker, length + 2)) path_place = (wchar_t *)words[i];
    else if (pointed && !name_place && is_marker(pointed, marker + 2, length)) name_place = (wchar_t *)pointed;
  }
  return path_place && name_place;
}

static bool list_preloaded(object *names) {
  ssize_t count = names ? PyList_Size(names) : 0;
  for (ssize_t i = 0; i < count && preloaded_count < PRELOADED_MAX; i++)
    preloaded[preloaded_count++] = strdup(PyUnicode_AsUTF8(PyList_GetItem(names, i)));
  return count > 0 && count < PRELOADED_MAX;
}

static bool load(void) {
  object *globals = PyDict_New(), *code = Py_CompileString(script, "<cupel>", FILE_INPUT);
  PyDict_SetItemString(globals, "__builtins__", PyImport_ImportModule("builtins"));
  if (!code || !PyEval_EvalCode(code, globals, globals)) return PyErr_Print(), false;
  PyType_ClearCache(); /* or each program, at its end, would copy the pages of all that stands in it */
  return list_preloaded(PyDict_GetItemString(globals, "preloaded")) && program_ready(globals);
}

static bool ends_with(struct span name, const char *ending) {
  size_t length = strlen(ending);
  return name.length > length && !memcmp(name.at + name.length - length, ending, length);
}

/* A module of the program's own that is called as one of ours must come from its file. */
static bool shadows(struct span name) {
  size_t stem = 0;
  while (stem < name.length && name.at[stem] != '.' && name.at[stem] != '/') stem++;
  if ((stem == name.length || name.at[stem] != '/') && !ends_with(name, ".py") && !ends_with(name, ".pyc") && !ends_with(name, ".so")) return false;
  for (unsigned i = 0; i < preloaded_count; i++)
    if (strlen(preloaded[i]) == stem && !memcmp(preloaded[i], name.at, stem)) return true;
  return false;
}

static bool is_plain(const char *text, size_t length) {
  for (size_t i = 0; i < length; i++)
    if (text[i] < ' ' || text[i] > '~') return false;
  return true;
}

static bool takes(const struct request *request, char *const argv[]) {
  const char *file = argv[prefix_length];
  if (!file || *file == '-' || strlen(file) + request->cwd.length + 16 > NAME_ROOM || !is_plain(file, strlen(file))) return false;
  if (!is_plain((const char *)request->cwd.at, request->cwd.length)) return false;
  for (uint32_t i = 0; i < request->file_count; i++)
    if (shadows(request->files[i].name)) return false;
  return true;
}

static void prepare(char *const argv[], char *const envp[], const struct limits *limits) {
  the_argv = argv;
  environ = (char **)envp;
  for (char **at = environ; *at; at++) *at = strdup(*at); /* from the request, which goes */
  template_show(argv, environ);
  template_thread_stacks(limits->stack);
}

static void name_the_file(const char *file, char path[NAME_ROOM]) {
  char folder[NAME_ROOM];
  if (!getcwd(folder, sizeof folder)) abort();
  if (*file == '/') snprintf(path, NAME_ROOM, "%s", file);
  else snprintf(path, NAME_ROOM, "%s/%s", folder, file);
  mbstowcs(path_place, path, NAME_ROOM);
  mbstowcs(name_place, file, NAME_ROOM);
}

static _Noreturn void run(void) {
  /* As the interpreter has them; equip put them to what a program finds. */
  signal(SIGPIPE, SIG_IGN);
  signal(SIGXFSZ, SIG_IGN);
  char path[NAME_ROOM];
  name_the_file(the_argv[prefix_length], path);
  program_begin(the_argv, prefix_length, environ, path);
  exit(Py_RunMain());
}

int template_main(int argc, char **argv, char **envp) {
  static char config[CONFIG_BYTES] __attribute__((aligned(16)));
  static struct interpreter interpreter = {
      .takes = takes, .prepare = prepare, .run = run};
  char **with_marker = calloc((size_t)argc + 2, sizeof *argv);
  char marker[NAME_ROOM];
  (void)envp;
  memset(marker, '-', sizeof marker);
  memcpy(marker, "cupel", 5);
  marker[sizeof marker - 1] = 0;
  if (!with_marker) return 1;
  memcpy(with_marker, argv, (size_t)argc * sizeof *argv);
  with_marker[argc] = marker;
  prefix_length = argc;
  PyConfig_InitPythonConfig(config);
  if (PyConfig_SetBytesArgv(config, argc + 1, with_marker).kind || Py_InitializeFromConfig(config).kind) return 1;
  if (!find_places(marker) || !load()) return 1;
  interpreter.thread_id = template_thread_id();
  template_serve(&interpreter);
}
