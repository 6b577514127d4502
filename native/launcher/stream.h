/* The program's three descriptors, seen from outside, and the pipe of the collector. All of them under credit. */
#ifndef CUPEL_STREAM_H
#define CUPEL_STREAM_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "bytes.h"
#include "loop.h"

struct run;

/* What the program writes. Bytes are counted while they are read; past `most` they are thrown away. */
struct stream {
  struct watch watch;
  struct run *run;
  uint32_t number; /* 1 stdout, 2 stderr */
  uint64_t bytes, most, credit;
  bool cut, discard;
  bool greeting; /* the first byte is the loader's: the program begins */
};

/* What the program reads: frames or a blob. */
struct input {
  struct watch watch;
  struct run *run;
  struct buffer pending;
  struct buffer given; /* to a program that has not begun: it may have to be given once more */
  uint64_t granted, owed; /* INPUT bytes that may still come; bytes taken but not yet granted again */
  int blob_fd;
  int64_t blob_offset;
  bool ended, mid_line; /* nothing more comes; the last byte ended no line */
};

/* What the collector writes; see collect.h. */
struct collection {
  struct watch watch;
  struct run *run;
  struct buffer pending;
  uint64_t credit;
  uint32_t next; /* index of the declared output that it is at */
  bool ended, over; /* nothing more comes; everything has been said */
  pid_t collector;
};

#define COLLECTION_STREAM 3u

void stream_open(struct stream *stream, struct run *run, uint32_t number, int fd, uint64_t most);
/* Looks for that byte. */
void stream_greet(struct stream *stream);
/* Of a run that starts over: as it was before it was opened. */
void stream_rewind(struct stream *stream);
void stream_credit(struct stream *stream, uint64_t bytes);
/* All writers are dead. What is left waits for credit, unless nobody wants it (`discard`). */
void stream_last(struct stream *stream, bool discard);

void input_prepare(struct input *input, struct run *run);
void input_open(struct input *input, int fd);
/* -1 where the client sent more than it was granted. */
int input_take(struct input *input, const uint8_t *bytes, size_t length);
void input_close(struct input *input);
/* What the program was given is to be given again, through another pipe. */
void input_rewind(struct input *input);

void collection_open(struct collection *collection, struct run *run, int fd, pid_t collector);
/* Where there is no collector: each declared output is unreadable. */
void collection_fail(struct collection *collection, struct run *run);
/* Ends the collector, if there is one still. */
void collection_close(struct collection *collection);
void collection_credit(struct collection *collection, uint64_t bytes);

#endif
