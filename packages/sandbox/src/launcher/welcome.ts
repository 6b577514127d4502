import { type Evidence, type SandboxDescription, SandboxError, WALLS, type Wall } from '@cupel/domain';
import { Fields, FieldWriter } from './fields.js';
import { encodeFrame } from './frames.js';
import { wallsOf } from './names.js';
import { CLIENT_FRAMES, HELLO_FIELDS, PROTOCOL_MAGIC, PROTOCOL_VERSION, WELCOME_FIELDS as W } from './protocol.gen.js';

const CGROUPS = ['none', 'v1', 'v2'] as const;

/** What the launcher says of itself and its host when a connection begins. */
export interface Welcome {
  readonly build: string;
  readonly kernel: string;
  readonly cgroup: Evidence['host']['cgroup'];
  readonly controllers: readonly string[];
  /** The walls that this host allows. */
  readonly walls: readonly Wall[];
  /** "wall: what failed", one for each that it does not. */
  readonly problems: readonly string[];
  readonly profiles: readonly string[];
  readonly boxes: number;
  /** Cgroups that a killed predecessor had left. */
  readonly swept: number;
  readonly rootless: boolean;
}

/** The first frame of every connection. */
export const encodeHello = (): Buffer =>
  encodeFrame(
    CLIENT_FRAMES.HELLO,
    0,
    new FieldWriter().number(HELLO_FIELDS.MAGIC, PROTOCOL_MAGIC).number(HELLO_FIELDS.VERSION, PROTOCOL_VERSION).finish(),
  );

/** Throws a SandboxError where the launcher speaks another version, a RangeError where the payload is no welcome. */
export const readWelcome = (payload: Buffer): Welcome => {
  const fields = new Fields(payload);
  const version = fields.getNumber(W.WELCOME_VERSION);
  if (version !== PROTOCOL_VERSION) {
    const detail = `it speaks version ${version}, this is ${PROTOCOL_VERSION}`;
    throw new SandboxError({ kind: 'refused', refusal: 'version', detail });
  }
  const cgroup = CGROUPS[fields.getNumber(W.WELCOME_CGROUP)];
  if (cgroup === undefined) throw new RangeError('WELCOME_CGROUP is none of 0, 1, 2');
  return {
    build: fields.text(W.WELCOME_BUILD),
    kernel: fields.text(W.WELCOME_KERNEL),
    cgroup,
    controllers: fields.text(W.WELCOME_CONTROLLERS).split(' ').filter(Boolean),
    walls: wallsOf(fields.getNumber(W.WELCOME_WALLS)),
    problems: fields.texts(W.WELCOME_PROBLEM),
    profiles: fields.texts(W.WELCOME_PROFILE),
    boxes: fields.getNumber(W.WELCOME_BOXES),
    swept: fields.findNumber(W.WELCOME_SWEPT) ?? 0,
    rootless: fields.findNumber(W.WELCOME_ROOTLESS) === 1,
  };
};

/** What this host allows: strict where nothing is missing. */
export const describeWelcome = ({ build, kernel, cgroup, walls, problems, profiles, boxes }: Welcome): SandboxDescription => {
  const missing = WALLS.filter((wall) => !walls.includes(wall));
  return {
    isolation: { mode: missing.length === 0 ? 'strict' : 'permissive', walls, missing },
    problems,
    cgroup,
    kernel,
    launcher: build,
    profiles,
    boxes,
  };
};
