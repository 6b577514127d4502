#include "bytes.h"

#include <stdlib.h>
#include <string.h>

#include "protocol.h"

uint16_t read_u16(const uint8_t *at) { return (uint16_t)(at[0] | at[1] << 8); }

uint32_t read_u32(const uint8_t *at) { return read_u16(at) | (uint32_t)read_u16(at + 2) << 16; }

uint64_t read_u64(const uint8_t *at) { return read_u32(at) | (uint64_t)read_u32(at + 4) << 32; }

void write_u16(uint8_t *at, uint16_t value) {
  at[0] = (uint8_t)value;
  at[1] = (uint8_t)(value >> 8);
}

void write_u32(uint8_t *at, uint32_t value) {
  write_u16(at, (uint16_t)value);
  write_u16(at + 2, (uint16_t)(value >> 16));
}

void write_u64(uint8_t *at, uint64_t value) {
  write_u32(at, (uint32_t)value);
  write_u32(at + 4, (uint32_t)(value >> 32));
}

int take_bytes(struct span *rest, size_t length, struct span *out) {
  if (rest->length < length) return -1;
  *out = (struct span){rest->at, length};
  rest->at += length;
  rest->length -= length;
  return 0;
}

int take_u32(struct span *rest, uint32_t *out) {
  struct span bytes;
  if (take_bytes(rest, 4, &bytes) < 0) return -1;
  *out = read_u32(bytes.at);
  return 0;
}

int take_u64(struct span *rest, uint64_t *out) {
  struct span bytes;
  if (take_bytes(rest, 8, &bytes) < 0) return -1;
  *out = read_u64(bytes.at);
  return 0;
}

int take_field(struct span *rest, struct field *out) {
  if (rest->length == 0) return 0;
  struct span header;
  if (take_bytes(rest, FIELD_HEADER_BYTES, &header) < 0) return -1;
  if (read_u16(header.at + 2) != 0) return -1;
  out->tag = read_u16(header.at);
  return take_bytes(rest, read_u32(header.at + 4), &out->value) < 0 ? -1 : 1;
}

uint8_t *buffer_extend(struct buffer *buffer, size_t length) {
  if (buffer->room - buffer->length < length) {
    size_t room = buffer->room ? buffer->room : 4096;
    while (room - buffer->length < length) room *= 2;
    uint8_t *bytes = realloc(buffer->bytes, room);
    if (!bytes) abort();
    buffer->bytes = bytes;
    buffer->room = room;
  }
  uint8_t *at = buffer->bytes + buffer->length;
  buffer->length += length;
  return at;
}

void buffer_drop_front(struct buffer *buffer, size_t length) {
  buffer->length -= length;
  if (buffer->length) memmove(buffer->bytes, buffer->bytes + length, buffer->length);
  /* One large frame must not be paid for ever after. */
  if (buffer->length == 0 && buffer->room > (1u << 20)) buffer_free(buffer);
}

void buffer_free(struct buffer *buffer) {
  free(buffer->bytes);
  *buffer = (struct buffer){0};
}

void buffer_put_field(struct buffer *buffer, uint16_t tag, const void *bytes, size_t length) {
  uint8_t *at = buffer_extend(buffer, FIELD_HEADER_BYTES + length);
  write_u16(at, tag);
  write_u16(at + 2, 0);
  write_u32(at + 4, (uint32_t)length);
  if (length) memcpy(at + FIELD_HEADER_BYTES, bytes, length);
}

void buffer_put_number(struct buffer *buffer, uint16_t tag, uint64_t value) {
  uint8_t bytes[8];
  write_u64(bytes, value);
  buffer_put_field(buffer, tag, bytes, sizeof bytes);
}

void buffer_put_text(struct buffer *buffer, uint16_t tag, const char *text) {
  buffer_put_field(buffer, tag, text, strlen(text));
}
