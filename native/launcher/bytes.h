/* Reading and writing little-endian integers and the fields of protocol.h, never past the end of what was given. */
#ifndef CUPEL_BYTES_H
#define CUPEL_BYTES_H

#include <stddef.h>
#include <stdint.h>

struct span {
  const uint8_t *at;
  size_t length;
};

struct field {
  uint16_t tag;
  struct span value;
};

uint16_t read_u16(const uint8_t *at);
uint32_t read_u32(const uint8_t *at);
uint64_t read_u64(const uint8_t *at);
void write_u16(uint8_t *at, uint16_t value);
void write_u32(uint8_t *at, uint32_t value);
void write_u64(uint8_t *at, uint64_t value);

/* Takes the next field off the front of `rest`: 1 when there was one, 0 at the end, -1 when it breaks the format. */
int take_field(struct span *rest, struct field *out);

/* Takes bytes off the front: 0, or -1 when there are fewer. */
int take_u32(struct span *rest, uint32_t *out);
int take_u64(struct span *rest, uint64_t *out);
int take_bytes(struct span *rest, size_t length, struct span *out);

/* A growing buffer. Running out of memory ends the launcher: there is no sensible way on, and it is started again. */
struct buffer {
  uint8_t *bytes;
  size_t length, room;
};

uint8_t *buffer_extend(struct buffer *buffer, size_t length);
void buffer_drop_front(struct buffer *buffer, size_t length);
void buffer_free(struct buffer *buffer);
void buffer_put_field(struct buffer *buffer, uint16_t tag, const void *bytes, size_t length);
void buffer_put_number(struct buffer *buffer, uint16_t tag, uint64_t value);
void buffer_put_text(struct buffer *buffer, uint16_t tag, const char *text);

#endif
