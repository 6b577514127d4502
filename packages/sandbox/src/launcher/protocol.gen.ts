// Written by tools/generate-protocol.mjs from native/launcher/protocol.h.

/** "CUPL" */
export const PROTOCOL_MAGIC = 1280333123;
export const PROTOCOL_VERSION = 1;
export const FRAME_HEADER_BYTES = 12;
export const FIELD_HEADER_BYTES = 8;
/** payload of one frame from a client; larger inputs go as blobs */
export const FRAME_MAX_BYTES = 33554432;
/** payload of one OUTPUT or FILE_DATA frame from the launcher */
export const CHUNK_MAX_BYTES = 65536;
/** INPUT bytes that a client may send before it is granted more */
export const INPUT_WINDOW_BYTES = 262144;
/** a file name in a box, with its folders */
export const NAME_MAX_BYTES = 255;
export const GROUP_MAX_MEMBERS = 8;

/** Frames from the client. */
export const CLIENT_FRAMES = {
  /** MAGIC, VERSION; first frame of a connection */
  HELLO: 1,
  /** the fields of RUN_FIELDS */
  RUN: 2,
  /** MEMBER fields; all start together or none does */
  GROUP: 3,
  /** raw: bytes for the program's stdin; an empty payload ends the input (on a pty: types Ctrl-D) */
  INPUT: 4,
  /** raw: u32 stream, u32 bytes; the launcher may send so many more bytes of that stream */
  CREDIT: 5,
  /** empty: kill the run; its EVIDENCE says `cancelled` */
  CANCEL: 6,
  /** empty: answered with a USAGE_NOW frame while the run lasts, and with nothing after it */
  USAGE: 7,
  /** raw: u64 artefact handle */
  RELEASE: 8,
  /** raw: u32 signal number, sent to the program; INT, QUIT and TSTP on a pty to its foreground group, as its keys do */
  SIGNAL: 9,
  /** raw: u32 rows, u32 columns, of the run's pty */
  RESIZE: 10,
  /** empty: answered with a STATE frame */
  STATUS: 11,
} as const;

/** Frames from the launcher. */
export const LAUNCHER_FRAMES = {
  /** the fields of WELCOME_FIELDS */
  WELCOME: 64,
  /** empty: the program is about to be executed */
  STARTED: 65,
  /** raw: u32 stream, then bytes */
  OUTPUT: 66,
  /** raw: u32 bytes of INPUT that may be sent further */
  INPUT_CREDIT: 67,
  /** raw: bytes of the declared output that the next FILE_END names; under the credit of stream 3 */
  FILE_DATA: 68,
  /** the fields of FILE_FIELDS; one for each COLLECT, in their order, before EVIDENCE */
  FILE_END: 69,
  /** EV_CPU, EV_MEMORY_NOW, EV_WALL */
  USAGE_NOW: 70,
  /** the fields of EVIDENCE_FIELDS */
  EVIDENCE: 71,
  /** the fields of REFUSED_FIELDS */
  REFUSED: 72,
  /** the fields of STATE_FIELDS */
  STATE: 73,
} as const;

/** What may stand in a HELLO. */
export const HELLO_FIELDS = {
  /** PROTOCOL_MAGIC */
  MAGIC: 1,
  /** PROTOCOL_VERSION */
  VERSION: 2,
} as const;

/** What may stand in a RUN. */
export const RUN_FIELDS = {
  /** text: a profile of the launcher's file */
  PROFILE: 1,
  /** text, repeats, at least one: argv; argv[0] is a path or is looked up in the profile's PATH */
  ARG: 2,
  /** text, repeats: NAME=value, over the profile's environment */
  ENV: 3,
  /** repeats: u32 mode, u32 length of name, name, content; written into /box */
  FILE: 4,
  /** repeats: u32 mode, u32 length of name, name, 64 hex digits of the blob's sha256 */
  BLOB_FILE: 5,
  /** repeats, once per descriptor: u32 fd (0-2), u32 STDIO_KINDS, then what the kind asks */
  STDIO: 6,
  /** repeats: u64 most bytes, then the name of a declared output below /box */
  COLLECT: 7,
  /** 1: what is in /box when the program ends with code 0 becomes an artefact */
  KEEP: 8,
  /** handle of an artefact to mount read-only at /program */
  ARTEFACT: 9,
  /** text: working directory, /box unless given */
  CWD: 10,
  /** MODES; strict unless given */
  MODE: 11,
  /** in a GROUP only, repeats: u32 run, then fields of RUN_FIELDS */
  MEMBER: 12,
  /** bit mask of WALLS; only the launcher that the attack tests build knows it, others refuse */
  WITHOUT: 13,
  /** text: the template to take the program's interpreter from; where it cannot serve, the run is a cold one */
  WARM: 14,
  /** how many of the ARGs an interpreter that waits in a pool must have booted with; the rest may come later */
  BOOT_ARGS: 15,
  /** 1: the program cannot write into /box, which holds its files and nothing else */
  READ_ONLY: 16,
  /** limits from here on, all of them required */
  WALL_TIME: 20,
  CPU_TIME: 21,
  MEMORY: 22,
  /** the box's tasks, threads included */
  PROCESSES: 23,
  SCRATCH_BYTES: 24,
  SCRATCH_INODES: 25,
  /** the run is stopped when a stream passes its limit */
  STDOUT_BYTES: 26,
  STDERR_BYTES: 27,
  FILE_SIZE: 28,
  OPEN_FILES: 29,
  STACK: 30,
  /** thousandths of a core */
  CORES: 31,
} as const;

export const STDIO_KINDS = {
  /** /dev/null */
  NULL: 0,
  /** INPUT frames for 0, OUTPUT frames for 1 and 2 */
  PIPE: 1,
  /** u32 rows, u32 columns (up to 65535); one pty for all that name it, descriptor 1 among them; output: stream 1 */
  PTY: 2,
  /** u32 number: in a GROUP, the pipe that joins the two ends which name the same number */
  LINK: 3,
  /** descriptor 0 only: 64 hex digits; the blob's bytes arrive through a pipe */
  BLOB: 4,
  /** descriptor 2 only: where descriptor 1 goes */
  STDOUT: 5,
} as const;

export const MODES = {
  /** a wall that cannot be raised refuses the run */
  STRICT: 0,
  /** a wall that cannot be raised is named in EV_MISSING */
  PERMISSIVE: 1,
} as const;

/** In the order in which they are raised. The bit of a wall in a mask is 1 << its number. */
export const WALLS = {
  PID: 0,
  MOUNT: 1,
  NETWORK: 2,
  IPC: 3,
  UTS: 4,
  CGROUP: 5,
  RLIMIT: 6,
  USER: 7,
  CAPABILITY: 8,
  NO_NEW_PRIVILEGES: 9,
  SECCOMP: 10,
} as const;

export const WELCOME_FIELDS = {
  /** PROTOCOL_VERSION */
  WELCOME_VERSION: 1,
  /** text: the launcher's version */
  WELCOME_BUILD: 2,
  /** 0 none, 1 v1, 2 v2 */
  WELCOME_CGROUP: 3,
  /** text: those found, separated by spaces */
  WELCOME_CONTROLLERS: 4,
  /** text */
  WELCOME_KERNEL: 5,
  /** bit mask of WALLS that this host allows */
  WELCOME_WALLS: 6,
  /** text, repeats: "wall: what failed", one for each that it does not */
  WELCOME_PROBLEM: 7,
  /** text, repeats */
  WELCOME_PROFILE: 8,
  /** how many runs may be under way at once */
  WELCOME_BOXES: 9,
  /** cgroups that a killed predecessor had left */
  WELCOME_SWEPT: 10,
  /** 1: started by an ordinary user */
  WELCOME_ROOTLESS: 11,
} as const;

export const FILE_FIELDS = {
  /** text */
  FILE_NAME: 1,
  /** COLLECT_STATUS */
  FILE_STATUS: 2,
  /** size that the file had; what was sent is in the FILE_DATA before */
  FILE_BYTES: 3,
  FILE_ERRNO: 4,
} as const;

export const COLLECT_STATUS = {
  OK: 0,
  ABSENT: 1,
  /** a link, FIFO, device, socket or directory, or reached through a link */
  NOT_REGULAR: 2,
  HARD_LINK: 3,
  TOO_LARGE: 4,
  /** FILE_ERRNO says why */
  UNREADABLE: 5,
} as const;

export const CAUSES = {
  /** the program ended by itself */
  ENDED: 0,
  WALL_LIMIT: 1,
  CPU_LIMIT: 2,
  OOM_KILL: 3,
  OUTPUT_LIMIT: 4,
  FORBIDDEN_CALL: 5,
  CANCELLED: 6,
  /** the box could not be built, or the launcher failed: EV_FAULT_* */
  FAULT: 7,
} as const;

/** Where the half-built child was when it failed. EXEC, and FILES where what was asked for does not fit, are the caller's or the program's own fault, the others are ours. */
export const STAGES = {
  NONE: 0,
  CLONE: 1,
  CGROUP: 2,
  NAMESPACES: 3,
  MOUNTS: 4,
  SCRATCH: 5,
  RLIMITS: 6,
  USER: 7,
  CAPABILITIES: 8,
  NO_NEW_PRIVILEGES: 9,
  /** writing the input files; EV_FAULT_INDEX is the file */
  FILES: 10,
  STDIO: 11,
  SECCOMP: 12,
  EXEC: 13,
  LAUNCHER: 14,
} as const;

export const EVIDENCE_FIELDS = {
  /** CAUSES: the first cause of the end */
  EV_CAUSE: 1,
  /** absent where a signal ended the program or it never ran */
  EV_EXIT_CODE: 2,
  /** absent likewise */
  EV_SIGNAL: 3,
  /** of the whole box */
  EV_CPU: 4,
  EV_CPU_USER: 5,
  EV_CPU_SYSTEM: 6,
  EV_WALL: 7,
  EV_MEMORY_PEAK: 8,
  EV_OOM_KILLS: 9,
  /** times the limit was met (failcnt, or events `max`): never a proof of anything */
  EV_MEMORY_EVENTS: 10,
  /** absent where the kernel does not tell */
  EV_PIDS_PEAK: 11,
  /** forks that the kernel refused */
  EV_PIDS_REFUSED: 12,
  /** read from the program, not necessarily sent */
  EV_STDOUT_BYTES: 13,
  EV_STDERR_BYTES: 14,
  /** 1: the limit was passed */
  EV_STDOUT_CUT: 15,
  EV_STDERR_CUT: 16,
  /** used when the program ended */
  EV_SCRATCH_BYTES: 17,
  EV_SCRATCH_INODES: 18,
  /** 1: no byte or no inode was left; 2: a file had reached FILE_SIZE */
  EV_SCRATCH_FULL: 19,
  /** system call for which the filter ended the run */
  EV_SECCOMP_NR: 20,
  /** AUDIT_ARCH_* of that call */
  EV_SECCOMP_ARCH: 21,
  /** bit mask of WALLS that stood */
  EV_WALLS: 22,
  /** bit mask of WALLS that did not */
  EV_MISSING: 23,
  /** STAGES */
  EV_FAULT_STAGE: 24,
  EV_FAULT_INDEX: 25,
  EV_FAULT_ERRNO: 26,
  /** text: what was being done, for example "mounts[3] /proc" */
  EV_FAULT_DETAIL: 27,
  /** handle, where KEEP was asked and the program ended with code 0 */
  EV_ARTEFACT: 28,
  /** in USAGE_NOW only */
  EV_MEMORY_NOW: 29,
  /** from RUN until a box stood ready */
  EV_T_BOX: 30,
  /** from there until the program was executed */
  EV_T_START: 31,
  /** from its end until everything was counted and gone */
  EV_T_END: 32,
  /** host: time stolen from all cores while the run lasted */
  EV_STEAL: 33,
  /** host: time that some task waited for a core meanwhile */
  EV_PRESSURE: 34,
  /** 1: the box had been built ahead */
  EV_PREBUILT: 35,
  /** of the program itself, from its rusage */
  EV_MAX_RSS: 36,
  EV_SWITCHES_FORCED: 37,
  EV_SWITCHES_VOLUNTARY: 38,
  /** MODES */
  EV_MODE: 39,
  /** 1: the interpreter had booted before the run came */
  EV_WARM: 40,
} as const;

export const REFUSED_FIELDS = {
  /** REFUSALS */
  REFUSED_CODE: 1,
  /** tag of the field at fault; 0 where it is the frame */
  REFUSED_FIELD: 2,
  /** text for people */
  REFUSED_DETAIL: 3,
} as const;

export const REFUSALS = {
  /** sent as the last frame before the connection is closed */
  MALFORMED: 1,
  /** likewise: the client speaks another version */
  VERSION: 2,
  /** a required field is absent */
  MISSING: 3,
  OUT_OF_RANGE: 4,
  UNKNOWN_PROFILE: 5,
  BAD_NAME: 6,
  UNKNOWN_ARTEFACT: 7,
  UNKNOWN_BLOB: 8,
  BAD_STDIO: 9,
  RUN_IN_USE: 10,
  /** strict, and a wall cannot be raised: the detail names the wall and the cure */
  WALL: 11,
  /** every box is in use; ask again when one has ended */
  FULL: 12,
  NOT_SUPPORTED: 13,
} as const;

export const STATE_FIELDS = {
  STATE_RUNNING: 1,
  /** boxes built ahead and waiting */
  STATE_READY: 2,
  STATE_ARTEFACTS: 3,
  /** since the launcher started */
  STATE_RUNS: 4,
  /** directories of ours that exist now */
  STATE_CGROUPS: 5,
  /** processes of ours that exist now, programs not counted */
  STATE_PROCESSES: 6,
  STATE_DESCRIPTORS: 7,
  STATE_RSS: 8,
  /** processes that wait in pools */
  STATE_POOLED: 9,
  /** memory that they take: of each kind one is measured */
  STATE_POOL_BYTES: 10,
  STATE_POOL_BUDGET: 11,
} as const;
