/*
 * An agent for a JVM that waits in a pool: loaded when the JVM boots, behind every wall, long before any program comes.
 *
 * Once the JVM stands, and before its launcher looks for the main class, it lets the classes run that warm the JVM up
 * (native/warm/java), says so, and waits for a program: its files, its arguments. From then on everything is as it always is,
 * because the code is: the JVM's own launcher loads the main class and calls main. Of two of its calls the arguments are
 * changed, where the command line had a word that stands for what was not known yet.
 */
#define _GNU_SOURCE
#include "jvm.h"

#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PLACEHOLDER "cupel"
#define CLASSES_BYTES (1u << 20)
#define WARM_STACK (8u << 20)
#define COMMAND_BYTES (64u << 10)
#define CALL(env, entry, result, ...) (((result (*)(__VA_ARGS__))(*(env))[entry]))

static environment machine, tool;
static void **original, **changed; /* copies of JNI's table */
static const char *classes_path;
static char **late; /* the arguments that came with the program */
static uint32_t late_count;
static bool named; /* the first of them is the class */
static object launcher, loaded;
static void *check_and_load, *make_string;

static object find_class(environment jni, const char *name) { return CALL(jni, JNI_FIND_CLASS, object, environment, const char *)(jni, name); }

static void *static_method(environment jni, object class, const char *name, const char *type) {
  void *method = class ? CALL(jni, JNI_GET_STATIC_METHOD, void *, environment, object, const char *, const char *)(jni, class, name, type) : NULL;
  if (!method) CALL(jni, JNI_EXCEPTION_CLEAR, void, environment)(jni);
  return method;
}

/* Warming up: what it leaves undone, the program's own use does. */

/* Defined by a loader of their own, which nobody can find; each after what it extends, the last one has warm(). */
static object define_classes(environment jni, const uint8_t *bytes, size_t length) {
  object type = find_class(jni, "java/security/SecureClassLoader"), class = NULL;
  void *make = CALL(jni, JNI_GET_METHOD, void *, environment, object, const char *, const char *)(jni, type, "<init>", "()V");
  object loader = CALL(jni, JNI_NEW_OBJECT, object, environment, object, void *, ...)(jni, type, make);
  for (size_t at = 0; at + 4 <= length;) {
    uint32_t size;
    memcpy(&size, bytes + at, 4);
    at += 4;
    if (size > length - at) return NULL;
    class = CALL(jni, JNI_DEFINE_CLASS, object, environment, const char *, object, const uint8_t *, int32_t)(jni, NULL, loader, bytes + at, (int32_t)size);
    if (!class) return NULL;
    at += size;
  }
  return class;
}

static size_t read_classes(uint8_t *bytes) {
  int fd = open(classes_path, O_RDONLY | O_CLOEXEC);
  ssize_t length = fd < 0 ? -1 : read(fd, bytes, CLASSES_BYTES);
  if (fd >= 0) close(fd);
  return length > 0 ? (size_t)length : 0;
}

/* The number of the last thread goes back by `back`, or to `to`: those that warm up are not to be counted. Newer JVMs keep it elsewhere. */
static int64_t number_threads(environment jni, int64_t back, int64_t to) {
  object thread = find_class(jni, "java/lang/Thread");
  void *field = CALL(jni, JNI_GET_STATIC_FIELD, void *, environment, object, const char *, const char *)(jni, thread, "threadSeqNumber", "J");
  if (!field) return CALL(jni, JNI_EXCEPTION_CLEAR, void, environment)(jni), 0;
  int64_t number = to ? to : CALL(jni, JNI_GET_STATIC_LONG, int64_t, environment, object, void *)(jni, thread, field) - back;
  CALL(jni, JNI_SET_STATIC_LONG, void, environment, object, void *, int64_t)(jni, thread, field, number);
  return number;
}

static void run_classes(environment jni) {
  uint8_t *bytes = malloc(CLASSES_BYTES);
  size_t length = bytes ? read_classes(bytes) : 0;
  object class = length ? define_classes(jni, bytes, length) : NULL;
  void *warm = class ? static_method(jni, class, "warm", "()V") : NULL;
  if (warm) CALL(jni, JNI_CALL_STATIC_VOID, void, environment, object, void *, ...)(jni, class, warm);
  CALL(jni, JNI_EXCEPTION_CLEAR, void, environment)(jni);
  free(bytes);
}

/* In a thread of its own: what the main thread counts, identity hash codes above all, begins as if nothing had been. */
static void *warm_up(void *vm) {
  static struct attachment attachment = {.version = JNI_VERSION, .name = "warm"}; /* or it is given a name with a number */
  environment jni;
  if (CALL((environment)vm, VM_ATTACH, int, environment, environment *, void *)(vm, &jni, &attachment)) return NULL;
  number_threads(jni, 1, 0); /* we are none */
  find_class(jni, "jdk/internal/ref/CleanerFactory"); /* starts a thread that stays, as it does for every program */
  int64_t number = number_threads(jni, 0, 0);
  run_classes(jni);
  number_threads(jni, 0, number);
  CALL((environment)vm, VM_DETACH, int, environment)(vm);
  return NULL;
}

static void warm_up_apart(void) {
  pthread_t thread;
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  pthread_attr_setstacksize(&attributes, WARM_STACK);
  if (pthread_create(&thread, &attributes, warm_up, (void *)machine) == 0) pthread_join(thread, NULL);
  pthread_attr_destroy(&attributes);
}

/* The program: u32 count of files, for each mode, lengths, name and content; u32 count of arguments, for each length and bytes. */

/* A process that goes without having said that the program begins is made up for by a cold run. */
static void take(void *to, size_t length) {
  for (size_t got = 0; got < length;) {
    ssize_t bytes = read(0, (char *)to + got, length - got);
    if (bytes <= 0) _exit(1);
    got += (size_t)bytes;
  }
}

static uint32_t take_word(void) {
  uint32_t word;
  take(&word, sizeof word);
  return word;
}

static char *take_text(uint32_t length) {
  char *text = malloc((size_t)length + 1);
  if (!text) _exit(1);
  take(text, length);
  text[length] = 0;
  return text;
}

static void make_parents(char *path) {
  for (char *slash = strchr(path, '/'); slash; slash = strchr(slash + 1, '/')) {
    *slash = 0;
    mkdir(path, 0755);
    *slash = '/';
  }
}

static void take_file(void) {
  uint32_t mode = take_word(), name_length = take_word(), length = take_word();
  char *name = take_text(name_length), *content = take_text(length);
  make_parents(name);
  int fd = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode);
  if (fd < 0 || write(fd, content, length) != (ssize_t)length || close(fd) < 0) _exit(1);
  free(name);
  free(content);
}

static void take_program(void) {
  if (write(1, "w", 1) != 1) _exit(1); /* it waits */
  for (uint32_t left = take_word(); left > 0; left--) take_file();
  late_count = take_word();
  late = calloc((size_t)late_count + 1, sizeof *late);
  if (!late || !late_count) _exit(1);
  for (uint32_t i = 0; i < late_count; i++) late[i] = take_text(take_word());
  /* Where it is read-only to the program, another mount covers the one that we wrote into. */
  if (chdir("/box") < 0) _exit(1);
  if (write(1, "g", 1) != 1) _exit(1); /* what follows is the program */
}

/* The two calls. */

static object text_of(environment jni, const char *bytes) {
  int32_t length = (int32_t)strlen(bytes);
  object array = CALL(jni, JNI_NEW_BYTE_ARRAY, object, environment, int32_t)(jni, length);
  CALL(jni, JNI_SET_BYTES, void, environment, object, int32_t, int32_t, const char *)(jni, array, 0, length, bytes);
  return CALL(jni, JNI_CALL_STATIC_OBJECT, object, environment, object, void *, ...)(jni, launcher, make_string, 1, array);
}

static bool is_placeholder(environment jni, object text) {
  const char *bytes = CALL(jni, JNI_GET_STRING_UTF, const char *, environment, object, uint8_t *)(jni, text, NULL);
  return bytes && !strcmp(bytes, PLACEHOLDER);
}

static object load_main(environment jni, object class, void *method, ...) {
  va_list arguments;
  va_start(arguments, method);
  if (method != check_and_load) {
    object result = ((object(*)(environment, object, void *, va_list))original[JNI_CALL_STATIC_OBJECT_V])(jni, class, method, arguments);
    va_end(arguments);
    return result;
  }
  int to_stderr = va_arg(arguments, int), mode = va_arg(arguments, int);
  object name = va_arg(arguments, object);
  va_end(arguments);
  object (*call)(environment, object, void *, ...) = (object(*)(environment, object, void *, ...))original[JNI_CALL_STATIC_OBJECT];
  /* Until main is called this function stands in the table: it must not meet itself in text_of. */
  named = is_placeholder(jni, name);
  loaded = call(jni, class, method, to_stderr, mode, named ? text_of(jni, late[0]) : name);
  return loaded;
}

/* Those that the command line had, but for the word that stood for others; then the others. */
static object all_arguments(environment jni, object given) {
  uint32_t skipped = named, kept = (uint32_t)CALL(jni, JNI_GET_ARRAY_LENGTH, int32_t, environment, object)(jni, given) - !named;
  object string = find_class(jni, "java/lang/String");
  object all = CALL(jni, JNI_NEW_OBJECT_ARRAY, object, environment, int32_t, object, object)(jni, (int32_t)(kept + late_count - skipped), string, NULL);
  for (uint32_t i = 0; i < kept + late_count - skipped; i++) {
    object one = i < kept ? CALL(jni, JNI_GET_ELEMENT, object, environment, object, int32_t)(jni, given, (int32_t)i) : text_of(jni, late[i - kept + skipped]);
    CALL(jni, JNI_SET_ELEMENT, void, environment, object, int32_t, object)(jni, all, (int32_t)i, one);
  }
  return all;
}

static void call_main(environment jni, object class, void *method, ...) {
  va_list arguments;
  va_start(arguments, method);
  bool is_main = loaded && method == static_method(jni, class, "main", "([Ljava/lang/String;)V");
  if (is_main) {
    object all = all_arguments(jni, va_arg(arguments, object));
    CALL(tool, JVMTI_SET_JNI_TABLE, int, environment, void **)(tool, original);
    CALL(jni, JNI_CALL_STATIC_VOID, void, environment, object, void *, ...)(jni, class, method, all);
  } else {
    ((void (*)(environment, object, void *, va_list))original[JNI_CALL_STATIC_VOID_V])(jni, class, method, arguments);
  }
  va_end(arguments);
}

/* The property that tells how the JVM was started, with the arguments that came later. */
static void tell_command(environment jni) {
  object system = find_class(jni, "java/lang/System"), key = CALL(jni, JNI_NEW_STRING_UTF, object, environment, const char *)(jni, "sun.java.command");
  void *get = static_method(jni, system, "getProperty", "(Ljava/lang/String;)Ljava/lang/String;");
  void *set = static_method(jni, system, "setProperty", "(Ljava/lang/String;Ljava/lang/String;)Ljava/lang/String;");
  object now = CALL(jni, JNI_CALL_STATIC_OBJECT, object, environment, object, void *, ...)(jni, system, get, key);
  const char *bytes = now ? CALL(jni, JNI_GET_STRING_UTF, const char *, environment, object, uint8_t *)(jni, now, NULL) : NULL;
  static char command[COMMAND_BYTES];
  size_t used = bytes ? strlen(bytes) - strlen(PLACEHOLDER) : 0;
  if (!bytes || used >= sizeof command) return;
  memcpy(command, bytes, used);
  for (uint32_t i = 0; i < late_count && used < sizeof command; i++)
    used += (size_t)snprintf(command + used, sizeof command - used, i ? " %s" : "%s", late[i]);
  CALL(jni, JNI_CALL_STATIC_OBJECT, object, environment, object, void *, ...)(jni, system, set, key, text_of(jni, command));
}

static void vm_init(environment ti, environment jni, object thread) {
  (void)ti;
  (void)thread;
  launcher = find_class(jni, "sun/launcher/LauncherHelper");
  check_and_load = static_method(jni, launcher, "checkAndLoadMain", "(ZILjava/lang/String;)Ljava/lang/Class;");
  make_string = static_method(jni, launcher, "makePlatformString", "(Z[B)Ljava/lang/String;");
  if (!check_and_load || !make_string) _exit(1);
  warm_up_apart();
  take_program();
  tell_command(jni);
  CALL(tool, JVMTI_GET_JNI_TABLE, int, environment, void ***)(tool, &original);
  CALL(tool, JVMTI_GET_JNI_TABLE, int, environment, void ***)(tool, &changed);
  changed[JNI_CALL_STATIC_OBJECT] = (void *)load_main;
  changed[JNI_CALL_STATIC_VOID] = (void *)call_main;
  CALL(tool, JVMTI_SET_JNI_TABLE, int, environment, void **)(tool, changed);
}

__attribute__((visibility("default"))) int Agent_OnLoad(environment vm, char *options, void *reserved);
int Agent_OnLoad(environment vm, char *options, void *reserved) {
  static const struct callbacks callbacks = {.vm_init = vm_init};
  (void)reserved;
  machine = vm;
  classes_path = strdup(options ? options : "");
  if (CALL(vm, VM_GET_ENV, int, environment, environment *, int)(vm, &tool, JVMTI_VERSION)) return 1;
  CALL(tool, JVMTI_SET_CALLBACKS, int, environment, const struct callbacks *, int)(tool, &callbacks, sizeof callbacks);
  return CALL(tool, JVMTI_SET_EVENT_MODE, int, environment, int, int, object, ...)(tool, EVENT_ENABLE, EVENT_VM_INIT, NULL);
}
