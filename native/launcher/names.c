#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "request.h"

#define COMPONENT_MAX_BYTES 100u
#define DEPTH_MAX 10u

static bool is_plain(uint8_t c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-' || c == '+';
}

static bool component_is_safe(const uint8_t *at, size_t length) {
  if (length == 0 || length > COMPONENT_MAX_BYTES || at[0] == '-') return false;
  if (at[0] == '.' && (length == 1 || (length == 2 && at[1] == '.'))) return false;
  for (size_t i = 0; i < length; i++)
    if (!is_plain(at[i])) return false;
  return true;
}

bool name_is_safe(struct span name) {
  if (name.length > NAME_MAX_BYTES) return false;
  size_t start = 0, depth = 1;
  for (size_t i = 0; i < name.length; i++) {
    if (name.at[i] != '/') continue;
    if (++depth > DEPTH_MAX || !component_is_safe(name.at + start, i - start)) return false;
    start = i + 1;
  }
  return component_is_safe(name.at + start, name.length - start);
}

int refuse(struct refusal *why, enum refusal_code code, uint16_t field, const char *format, ...) {
  why->code = code;
  why->field = field;
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(why->detail, sizeof why->detail, format, arguments);
  va_end(arguments);
  return -1;
}
