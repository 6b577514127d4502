/*
 * The language spoken on the launcher's socket.
 *
 * This file is the one source: tools/generate-protocol.mjs reads the tables below and writes
 * packages/sandbox/src/launcher/protocol.gen.ts, so keep one row per line.
 *
 * A frame is a header of 12 bytes and a payload, everything little-endian:
 *
 *     u32 length of the payload | u16 type | u16 zero | u32 run
 *
 * `run` is a number that the client chose for the run and may use again once the run has ended; 0 where a frame
 * concerns no run. A payload is either raw bytes (marked so below) or a sequence of fields:
 *
 *     u16 tag | u16 zero | u32 length | bytes
 *
 * Integers in fields are u64 unless a row says otherwise, times are nanoseconds, sizes are bytes. Which fields may
 * repeat is said in their row. A frame that breaks these rules closes the connection and kills its runs; a frame that
 * keeps them but asks for something impossible is answered with REFUSED and nothing else happens.
 *
 * Every RUN, and every member of a GROUP, ends in exactly one REFUSED or one EVIDENCE frame.
 */
#ifndef CUPEL_PROTOCOL_H
#define CUPEL_PROTOCOL_H

#define PROTOCOL_MAGIC 0x4C505543u /* "CUPL" */
#define PROTOCOL_VERSION 1u

#define FRAME_HEADER_BYTES 12u
#define FIELD_HEADER_BYTES 8u
#define FRAME_MAX_BYTES (32u << 20) /* payload of one frame from a client; larger inputs go as blobs */
#define CHUNK_MAX_BYTES (64u << 10) /* payload of one OUTPUT or FILE_DATA frame from the launcher */
#define INPUT_WINDOW_BYTES (256u << 10) /* INPUT bytes that a client may send before it is granted more */
#define NAME_MAX_BYTES 255u /* a file name in a box, with its folders */
#define GROUP_MAX_MEMBERS 8u

/* Frames from the client. */
#define CLIENT_FRAMES(X) \
  X(HELLO, 1)   /* MAGIC, VERSION; first frame of a connection */ \
  X(RUN, 2)     /* the fields of RUN_FIELDS */ \
  X(GROUP, 3)   /* MEMBER fields; all start together or none does */ \
  X(INPUT, 4)   /* raw: bytes for the program's stdin; an empty payload ends the input (on a pty: types Ctrl-D) */ \
  X(CREDIT, 5)  /* raw: u32 stream, u32 bytes; the launcher may send so many more bytes of that stream */ \
  X(CANCEL, 6)  /* empty: kill the run; its EVIDENCE says `cancelled` */ \
  X(USAGE, 7)   /* empty: answered with a USAGE_NOW frame while the run lasts, and with nothing after it */ \
  X(RELEASE, 8) /* raw: u64 artefact handle */ \
  X(SIGNAL, 9)  /* raw: u32 signal number, sent to the program; INT, QUIT and TSTP on a pty to its foreground group, as its keys do */ \
  X(RESIZE, 10) /* raw: u32 rows, u32 columns, of the run's pty */ \
  X(STATUS, 11) /* empty: answered with a STATE frame */

/* Frames from the launcher. */
#define LAUNCHER_FRAMES(X) \
  X(WELCOME, 64)     /* the fields of WELCOME_FIELDS */ \
  X(STARTED, 65)     /* empty: the program is about to be executed */ \
  X(OUTPUT, 66)      /* raw: u32 stream, then bytes */ \
  X(INPUT_CREDIT, 67) /* raw: u32 bytes of INPUT that may be sent further */ \
  X(FILE_DATA, 68)   /* raw: bytes of the declared output that the next FILE_END names; under the credit of stream 3 */ \
  X(FILE_END, 69)    /* the fields of FILE_FIELDS; one for each COLLECT, in their order, before EVIDENCE */ \
  X(USAGE_NOW, 70)   /* EV_CPU, EV_MEMORY_NOW, EV_WALL */ \
  X(EVIDENCE, 71)    /* the fields of EVIDENCE_FIELDS */ \
  X(REFUSED, 72)     /* the fields of REFUSED_FIELDS */ \
  X(STATE, 73)       /* the fields of STATE_FIELDS */

/* What may stand in a HELLO. */
#define HELLO_FIELDS(X) \
  X(MAGIC, 1)   /* PROTOCOL_MAGIC */ \
  X(VERSION, 2) /* PROTOCOL_VERSION */

/* What may stand in a RUN. */
#define RUN_FIELDS(X) \
  X(PROFILE, 1)    /* text: a profile of the launcher's file */ \
  X(ARG, 2)        /* text, repeats, at least one: argv; argv[0] is a path or is looked up in the profile's PATH */ \
  X(ENV, 3)        /* text, repeats: NAME=value, over the profile's environment */ \
  X(FILE, 4)       /* repeats: u32 mode, u32 length of name, name, content; written into /box */ \
  X(BLOB_FILE, 5)  /* repeats: u32 mode, u32 length of name, name, 64 hex digits of the blob's sha256 */ \
  X(STDIO, 6)      /* repeats, once per descriptor: u32 fd (0-2), u32 STDIO_KINDS, then what the kind asks */ \
  X(COLLECT, 7)    /* repeats: u64 most bytes, then the name of a declared output below /box */ \
  X(KEEP, 8)       /* 1: what is in /box when the program ends with code 0 becomes an artefact */ \
  X(ARTEFACT, 9)   /* handle of an artefact to mount read-only at /program */ \
  X(CWD, 10)       /* text: working directory, /box unless given */ \
  X(MODE, 11)      /* MODES; strict unless given */ \
  X(MEMBER, 12)    /* in a GROUP only, repeats: u32 run, then fields of RUN_FIELDS */ \
  X(WITHOUT, 13)   /* bit mask of WALLS; only the launcher that the attack tests build knows it, others refuse */ \
  X(WARM, 14)      /* text: the template to take the program's interpreter from; where it cannot serve, the run is a cold one */ \
  X(BOOT_ARGS, 15) /* how many of the ARGs an interpreter that waits in a pool must have booted with; the rest may come later */ \
  X(READ_ONLY, 16) /* 1: the program cannot write into /box, which holds its files and nothing else */ \
  X(WALL_TIME, 20) /* limits from here on, all of them required */ \
  X(CPU_TIME, 21) \
  X(MEMORY, 22) \
  X(PROCESSES, 23) /* the box's tasks, threads included */ \
  X(SCRATCH_BYTES, 24) \
  X(SCRATCH_INODES, 25) \
  X(STDOUT_BYTES, 26) /* the run is stopped when a stream passes its limit */ \
  X(STDERR_BYTES, 27) \
  X(FILE_SIZE, 28) \
  X(OPEN_FILES, 29) \
  X(STACK, 30) \
  X(CORES, 31)     /* thousandths of a core */

#define STDIO_KINDS(X) \
  X(NULL, 0)   /* /dev/null */ \
  X(PIPE, 1)   /* INPUT frames for 0, OUTPUT frames for 1 and 2 */ \
  X(PTY, 2)    /* u32 rows, u32 columns (up to 65535); one pty for all that name it, descriptor 1 among them; output: stream 1 */ \
  X(LINK, 3)   /* u32 number: in a GROUP, the pipe that joins the two ends which name the same number */ \
  X(BLOB, 4)   /* descriptor 0 only: 64 hex digits; the blob's bytes arrive through a pipe */ \
  X(STDOUT, 5) /* descriptor 2 only: where descriptor 1 goes */

#define MODES(X) \
  X(STRICT, 0)     /* a wall that cannot be raised refuses the run */ \
  X(PERMISSIVE, 1) /* a wall that cannot be raised is named in EV_MISSING */

/* In the order in which they are raised. The bit of a wall in a mask is 1 << its number. */
#define WALLS(X) \
  X(PID, 0) \
  X(MOUNT, 1) \
  X(NETWORK, 2) \
  X(IPC, 3) \
  X(UTS, 4) \
  X(CGROUP, 5) \
  X(RLIMIT, 6) \
  X(USER, 7) \
  X(CAPABILITY, 8) \
  X(NO_NEW_PRIVILEGES, 9) \
  X(SECCOMP, 10)

#define WELCOME_FIELDS(X) \
  X(WELCOME_VERSION, 1)        /* PROTOCOL_VERSION */ \
  X(WELCOME_BUILD, 2)          /* text: the launcher's version */ \
  X(WELCOME_CGROUP, 3)         /* 0 none, 1 v1, 2 v2 */ \
  X(WELCOME_CONTROLLERS, 4)    /* text: those found, separated by spaces */ \
  X(WELCOME_KERNEL, 5)         /* text */ \
  X(WELCOME_WALLS, 6)          /* bit mask of WALLS that this host allows */ \
  X(WELCOME_PROBLEM, 7)        /* text, repeats: "wall: what failed", one for each that it does not */ \
  X(WELCOME_PROFILE, 8)        /* text, repeats */ \
  X(WELCOME_BOXES, 9)          /* how many runs may be under way at once */ \
  X(WELCOME_SWEPT, 10)         /* cgroups that a killed predecessor had left */ \
  X(WELCOME_ROOTLESS, 11)      /* 1: started by an ordinary user */

#define FILE_FIELDS(X) \
  X(FILE_NAME, 1)   /* text */ \
  X(FILE_STATUS, 2) /* COLLECT_STATUS */ \
  X(FILE_BYTES, 3)  /* size that the file had; what was sent is in the FILE_DATA before */ \
  X(FILE_ERRNO, 4)

#define COLLECT_STATUS(X) \
  X(OK, 0) \
  X(ABSENT, 1) \
  X(NOT_REGULAR, 2)  /* a link, FIFO, device, socket or directory, or reached through a link */ \
  X(HARD_LINK, 3) \
  X(TOO_LARGE, 4) \
  X(UNREADABLE, 5)   /* FILE_ERRNO says why */

#define CAUSES(X) \
  X(ENDED, 0)       /* the program ended by itself */ \
  X(WALL_LIMIT, 1) \
  X(CPU_LIMIT, 2) \
  X(OOM_KILL, 3) \
  X(OUTPUT_LIMIT, 4) \
  X(FORBIDDEN_CALL, 5) \
  X(CANCELLED, 6) \
  X(FAULT, 7)       /* the box could not be built, or the launcher failed: EV_FAULT_* */

/*
 * Where the half-built child was when it failed. EXEC, and FILES where what was asked for does not fit, are the caller's or
 * the program's own fault, the others are ours.
 */
#define STAGES(X) \
  X(NONE, 0) \
  X(CLONE, 1) \
  X(CGROUP, 2) \
  X(NAMESPACES, 3) \
  X(MOUNTS, 4) \
  X(SCRATCH, 5) \
  X(RLIMITS, 6) \
  X(USER, 7) \
  X(CAPABILITIES, 8) \
  X(NO_NEW_PRIVILEGES, 9) \
  X(FILES, 10)      /* writing the input files; EV_FAULT_INDEX is the file */ \
  X(STDIO, 11) \
  X(SECCOMP, 12) \
  X(EXEC, 13) \
  X(LAUNCHER, 14)

#define EVIDENCE_FIELDS(X) \
  X(EV_CAUSE, 1)           /* CAUSES: the first cause of the end */ \
  X(EV_EXIT_CODE, 2)       /* absent where a signal ended the program or it never ran */ \
  X(EV_SIGNAL, 3)          /* absent likewise */ \
  X(EV_CPU, 4)             /* of the whole box */ \
  X(EV_CPU_USER, 5) \
  X(EV_CPU_SYSTEM, 6) \
  X(EV_WALL, 7) \
  X(EV_MEMORY_PEAK, 8) \
  X(EV_OOM_KILLS, 9) \
  X(EV_MEMORY_EVENTS, 10)  /* times the limit was met (failcnt, or events `max`): never a proof of anything */ \
  X(EV_PIDS_PEAK, 11)      /* absent where the kernel does not tell */ \
  X(EV_PIDS_REFUSED, 12)   /* forks that the kernel refused */ \
  X(EV_STDOUT_BYTES, 13)   /* read from the program, not necessarily sent */ \
  X(EV_STDERR_BYTES, 14) \
  X(EV_STDOUT_CUT, 15)     /* 1: the limit was passed */ \
  X(EV_STDERR_CUT, 16) \
  X(EV_SCRATCH_BYTES, 17)  /* used when the program ended */ \
  X(EV_SCRATCH_INODES, 18) \
  X(EV_SCRATCH_FULL, 19)   /* 1: no byte or no inode was left; 2: a file had reached FILE_SIZE */ \
  X(EV_SECCOMP_NR, 20)     /* system call for which the filter ended the run */ \
  X(EV_SECCOMP_ARCH, 21)   /* AUDIT_ARCH_* of that call */ \
  X(EV_WALLS, 22)          /* bit mask of WALLS that stood */ \
  X(EV_MISSING, 23)        /* bit mask of WALLS that did not */ \
  X(EV_FAULT_STAGE, 24)    /* STAGES */ \
  X(EV_FAULT_INDEX, 25) \
  X(EV_FAULT_ERRNO, 26) \
  X(EV_FAULT_DETAIL, 27)   /* text: what was being done, for example "mounts[3] /proc" */ \
  X(EV_ARTEFACT, 28)       /* handle, where KEEP was asked and the program ended with code 0 */ \
  X(EV_MEMORY_NOW, 29)     /* in USAGE_NOW only */ \
  X(EV_T_BOX, 30)          /* from RUN until a box stood ready */ \
  X(EV_T_START, 31)        /* from there until the program was executed */ \
  X(EV_T_END, 32)          /* from its end until everything was counted and gone */ \
  X(EV_STEAL, 33)          /* host: time stolen from all cores while the run lasted */ \
  X(EV_PRESSURE, 34)       /* host: time that some task waited for a core meanwhile */ \
  X(EV_PREBUILT, 35)       /* 1: the box had been built ahead */ \
  X(EV_MAX_RSS, 36)        /* of the program itself, from its rusage */ \
  X(EV_SWITCHES_FORCED, 37) \
  X(EV_SWITCHES_VOLUNTARY, 38) \
  X(EV_MODE, 39)           /* MODES */ \
  X(EV_WARM, 40)           /* 1: the interpreter had booted before the run came */

#define REFUSED_FIELDS(X) \
  X(REFUSED_CODE, 1)    /* REFUSALS */ \
  X(REFUSED_FIELD, 2)   /* tag of the field at fault; 0 where it is the frame */ \
  X(REFUSED_DETAIL, 3)  /* text for people */

#define REFUSALS(X) \
  X(MALFORMED, 1)        /* sent as the last frame before the connection is closed */ \
  X(VERSION, 2)          /* likewise: the client speaks another version */ \
  X(MISSING, 3)          /* a required field is absent */ \
  X(OUT_OF_RANGE, 4) \
  X(UNKNOWN_PROFILE, 5) \
  X(BAD_NAME, 6) \
  X(UNKNOWN_ARTEFACT, 7) \
  X(UNKNOWN_BLOB, 8) \
  X(BAD_STDIO, 9) \
  X(RUN_IN_USE, 10) \
  X(WALL, 11)            /* strict, and a wall cannot be raised: the detail names the wall and the cure */ \
  X(FULL, 12)            /* every box is in use; ask again when one has ended */ \
  X(NOT_SUPPORTED, 13)

#define STATE_FIELDS(X) \
  X(STATE_RUNNING, 1) \
  X(STATE_READY, 2)      /* boxes built ahead and waiting */ \
  X(STATE_ARTEFACTS, 3) \
  X(STATE_RUNS, 4)       /* since the launcher started */ \
  X(STATE_CGROUPS, 5)    /* directories of ours that exist now */ \
  X(STATE_PROCESSES, 6)  /* processes of ours that exist now, programs not counted */ \
  X(STATE_DESCRIPTORS, 7) \
  X(STATE_RSS, 8) \
  X(STATE_POOLED, 9)     /* processes that wait in pools */ \
  X(STATE_POOL_BYTES, 10) /* memory that they take: of each kind one is measured */ \
  X(STATE_POOL_BUDGET, 11)

#define PROTOCOL_ENUM(name, value) name = value,
#define PROTOCOL_FRAME(name, value) FRAME_##name = value,
#define PROTOCOL_RUN_FIELD(name, value) RUN_##name = value,
#define PROTOCOL_STDIO(name, value) STDIO_##name = value,
#define PROTOCOL_MODE(name, value) MODE_##name = value,
#define PROTOCOL_WALL(name, value) WALL_##name = value,
#define PROTOCOL_COLLECT(name, value) COLLECT_##name = value,
#define PROTOCOL_CAUSE(name, value) CAUSE_##name = value,
#define PROTOCOL_STAGE(name, value) STAGE_##name = value,
#define PROTOCOL_REFUSAL(name, value) REFUSE_##name = value,
#define PROTOCOL_HELLO(name, value) HELLO_##name = value,

enum frame_type { CLIENT_FRAMES(PROTOCOL_FRAME) LAUNCHER_FRAMES(PROTOCOL_FRAME) };
enum hello_field { HELLO_FIELDS(PROTOCOL_HELLO) };
enum run_field { RUN_FIELDS(PROTOCOL_RUN_FIELD) };
enum stdio_kind { STDIO_KINDS(PROTOCOL_STDIO) };
enum run_mode { MODES(PROTOCOL_MODE) };
enum wall { WALLS(PROTOCOL_WALL) WALL_COUNT };
enum welcome_field { WELCOME_FIELDS(PROTOCOL_ENUM) };
enum file_field { FILE_FIELDS(PROTOCOL_ENUM) };
enum collect_status { COLLECT_STATUS(PROTOCOL_COLLECT) };
enum cause { CAUSES(PROTOCOL_CAUSE) };
enum stage { STAGES(PROTOCOL_STAGE) };
enum evidence_field { EVIDENCE_FIELDS(PROTOCOL_ENUM) };
enum refused_field { REFUSED_FIELDS(PROTOCOL_ENUM) };
enum refusal_code { REFUSALS(PROTOCOL_REFUSAL) };
enum state_field { STATE_FIELDS(PROTOCOL_ENUM) };

#endif
