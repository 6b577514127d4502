/* What is used of CPython: exported by the interpreter itself, of any version from 3.8 on. */
#ifndef CUPEL_CAPI_H
#define CUPEL_CAPI_H

#include <sys/types.h>

typedef struct object object;
struct status { int kind; const char *function, *message; int exit_code; };
struct method { const char *name; object *(*call)(object *self, object *nothing); int flags; const char *doc; };

#define FILE_INPUT 257 /* Py_file_input */
#define NO_ARGUMENTS 4 /* METH_NOARGS */

extern object _Py_NoneStruct;
extern object *PyExc_Exception;

extern void PyConfig_InitPythonConfig(void *config);
extern struct status PyConfig_SetBytesArgv(void *config, ssize_t argc, char *const *argv);
extern struct status Py_InitializeFromConfig(const void *config);
extern int Py_RunMain(void);
extern int Py_FinalizeEx(void);
extern void PyOS_BeforeFork(void);
extern void PyOS_AfterFork_Parent(void);
extern void PyOS_AfterFork_Child(void);
extern void *PyInterpreterState_Get(void);
extern object *PyInterpreterState_GetDict(void *interpreter);
extern const void *_PyInterpreterState_GetConfig(void *interpreter);

extern void Py_IncRef(object *one);
extern void Py_DecRef(object *one);
extern object *PyObject_Type(object *one);
extern int PyObject_IsTrue(object *one);
extern object *PyObject_GetAttrString(object *one, const char *name);
extern int PyObject_SetAttrString(object *one, const char *name, object *value);
extern object *PyObject_CallFunction(object *callable, const char *format, ...);
extern object *PyObject_CallMethod(object *one, const char *name, const char *format, ...);
extern int PyErr_ExceptionMatches(object *exception);
extern void PyErr_Clear(void);
extern void PyErr_Print(void);

extern object *PyDict_New(void);
extern void PyDict_Clear(object *dict);
extern int PyDict_Next(object *dict, ssize_t *position, object **key, object **value);
extern object *PyDict_GetItem(object *dict, object *key);
extern int PyDict_SetItem(object *dict, object *key, object *value);
extern object *PyDict_GetItemString(object *dict, const char *key);
extern int PyDict_SetItemString(object *dict, const char *key, object *value);
extern int PyDict_DelItem(object *dict, object *key);
extern int PyDict_DelItemString(object *dict, const char *key);
extern ssize_t PyDict_Size(object *dict);
extern object *PyList_New(ssize_t length);
extern int PyList_SetItem(object *list, ssize_t index, object *item);
extern ssize_t PyList_Size(object *list);
extern object *PyList_GetItem(object *list, ssize_t index);
extern object *PyList_GetSlice(object *list, ssize_t from, ssize_t to);
extern object *PyBytes_FromString(const char *text);
extern object *PyBytes_FromStringAndSize(const char *text, ssize_t length);
extern object *PyLong_FromLong(long number);
extern object *PyUnicode_FromString(const char *text);
extern object *PyUnicode_DecodeFSDefault(const char *bytes);
extern const char *PyUnicode_AsUTF8(object *text);
extern object *PyCapsule_New(void *pointer, const char *name, void (*destructor)(object *capsule));
extern object *PyCFunction_NewEx(struct method *method, object *self, object *module);
extern object *PySys_GetObject(const char *name);
extern int PySys_SetObject(const char *name, object *value);

extern object *PyEval_GetBuiltins(void);
extern object *PyImport_ImportModule(const char *name);
extern object *Py_CompileString(const char *text, const char *name, int start);
extern object *PyEval_EvalCode(object *code, object *globals, object *locals);
extern unsigned PyType_ClearCache(void);
extern ssize_t PyGC_Collect(void);

#endif
