/* Code for interpreters, built into this program: what it starts with root's rights, or puts into boxes, is trusted as far as it is. */
#include "libraries.h"

#include <string.h>

#define LIBRARY(name) \
  __asm__(".section .rodata\n.balign 16\n.global library_" #name "\n.hidden library_" #name "\nlibrary_" #name ":\n.incbin \"" LIBRARIES "/" #name \
          ".so\"\n.global library_" #name "_end\n.hidden library_" #name "_end\nlibrary_" #name "_end:\n.previous\n"); \
  extern const char library_##name[], library_##name##_end[]
LIBRARY(python);
LIBRARY(jvm);

static const struct {
  const char *name, *from, *to;
} libraries[] = {{"python", library_python, library_python_end}, {"jvm", library_jvm, library_jvm_end}};

struct span library_find(const char *name) {
  for (size_t i = 0; i < sizeof libraries / sizeof *libraries; i++)
    if (!strcmp(libraries[i].name, name)) return (struct span){(const uint8_t *)libraries[i].from, (size_t)(libraries[i].to - libraries[i].from)};
  return (struct span){0};
}
