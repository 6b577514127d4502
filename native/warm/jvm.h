/*
 * What jvm.c uses of the JVM's two interfaces: places in their tables of functions, which stay where they are for ever (JNI
 * and JVMTI specifications). Written down here because the launcher is built where no JDK need be.
 */
#ifndef CUPEL_JVM_H
#define CUPEL_JVM_H

#include <stdint.h>

typedef void *object; /* a reference of any type */
typedef void *const *const *environment; /* JNIEnv *, jvmtiEnv *, JavaVM *: a pointer to a pointer to functions */

enum jni {
  JNI_DEFINE_CLASS = 5,
  JNI_FIND_CLASS = 6,
  JNI_EXCEPTION_CLEAR = 17,
  JNI_NEW_OBJECT = 28,
  JNI_GET_METHOD = 33,
  JNI_GET_STATIC_METHOD = 113,
  JNI_CALL_STATIC_OBJECT = 114,
  JNI_CALL_STATIC_OBJECT_V = 115,
  JNI_CALL_STATIC_VOID = 141,
  JNI_CALL_STATIC_VOID_V = 142,
  JNI_GET_STATIC_FIELD = 144,
  JNI_GET_STATIC_LONG = 151,
  JNI_SET_STATIC_LONG = 160,
  JNI_NEW_STRING_UTF = 167,
  JNI_GET_STRING_UTF = 169,
  JNI_GET_ARRAY_LENGTH = 171,
  JNI_NEW_OBJECT_ARRAY = 172,
  JNI_GET_ELEMENT = 173,
  JNI_SET_ELEMENT = 174,
  JNI_NEW_BYTE_ARRAY = 176,
  JNI_SET_BYTES = 208,
};

/* The table of JVMTI begins at 1. */
enum jvmti { JVMTI_SET_EVENT_MODE = 1, JVMTI_SET_JNI_TABLE = 119, JVMTI_GET_JNI_TABLE = 120, JVMTI_SET_CALLBACKS = 121 };

enum { VM_ATTACH = 4, VM_DETACH = 5, VM_GET_ENV = 6, JNI_VERSION = 0x00010008, JVMTI_VERSION = 0x30010200, EVENT_VM_INIT = 50, EVENT_ENABLE = 1 };

struct attachment {
  int32_t version;
  const char *name;
  object group;
};

/* Its events begin with this one. */
struct callbacks {
  void (*vm_init)(environment ti, environment jni, object thread);
  void *others[40];
};

#endif
