#include "finish.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <unwind.h>

#ifdef __x86_64__

enum { RBX = 3, RBP = 6, R12 = 12, SAVED = 6 };

/* What the call leaves as it was: registers rbx, rbp, r12 to r15; and where its caller goes on. */
struct place {
  uintptr_t registers[SAVED], stack, next;
  void *function;
  bool inside, found;
};

static _Unwind_Reason_Code look(struct _Unwind_Context *context, void *argument) {
  static const int saved[SAVED] = {RBX, RBP, R12, R12 + 1, R12 + 2, R12 + 3};
  struct place *place = argument;
  uintptr_t at = _Unwind_GetIP(context);
  if (place->inside) {
    for (int i = 0; i < SAVED; i++) place->registers[i] = _Unwind_GetGR(context, saved[i]);
    place->stack = _Unwind_GetCFA(context);
    place->next = at;
    place->found = true;
    return _URC_NORMAL_STOP;
  }
  place->inside = _Unwind_FindEnclosingFunction((void *)(at - 1)) == place->function;
  return _URC_NO_REASON;
}

/* By the tables that every function of this architecture has for debuggers and exceptions, since its calling convention asks for them. */
void finish_call(void *function, long result) {
  struct place place = {.function = function};
  _Unwind_Backtrace(look, &place);
  if (!place.found) return;
  __asm__ volatile(
      "movq 0(%0), %%rbx\n\tmovq 8(%0), %%rbp\n\tmovq 16(%0), %%r12\n\tmovq 24(%0), %%r13\n\tmovq 32(%0), %%r14\n\tmovq 40(%0), %%r15\n\t"
      "movq 56(%0), %%rdx\n\tmovq 48(%0), %%rsp\n\tjmp *%%rdx"
      :
      : "D"(&place), "a"(result)
      : "memory");
  __builtin_unreachable();
}

#else

/* Not tried on other architectures: there the interpreter takes itself down. */
void finish_call(void *function, long result) {
  (void)function;
  (void)result;
}

#endif
