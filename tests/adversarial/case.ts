import type { Collect, InputFile, Limits, RunHooks, RunOutcome, RunSpec, Stdin, TerminalSize, Wall } from '@cupel/domain';

type Runner = (spec: RunSpec, hooks?: RunHooks) => Promise<RunOutcome>;

/** One line that a program printed. */
export type Fact = Readonly<Record<string, unknown>>;

/** What came of one run of an attack's program. */
export interface Ran {
  readonly facts: readonly Fact[];
  readonly outcome: RunOutcome;
  readonly verdict: string;
}

export interface Setting {
  /** In the arguments of every process of the run, and in every name that it leaves behind. */
  readonly token: string;
  /** One of the case's variants, or empty. */
  readonly variant: string;
  readonly limits: Limits;
  /** Starts further runs under the same walls as the attack's. */
  readonly run: Runner;
  /** The launcher's process, as the host numbers it, and the file that it was started from. */
  readonly launcher: { readonly pid: number; readonly file: string };
  /** Bytes of memory that everything inside the control's guard uses; 0 outside of it. */
  readonly guardMemory: () => number;
  /** The walls that were taken away; none where the shipped launcher runs it. */
  readonly lacking: readonly Wall[];
}

/** One attack, set up on this host. */
export interface Scene {
  readonly args: readonly string[];
  readonly files?: readonly InputFile[];
  readonly collect?: readonly Collect[];
  /** A terminal for descriptors 0 to 2. */
  readonly terminal?: TerminalSize;
  /** Nothing until the harness has looked, unless given. */
  readonly stdin?: Stdin;
  /** Looks from outside when the program says that it holds. */
  readonly look?: () => Promise<void>;
  /** Looks from outside, again and again while the program runs. */
  readonly watch?: () => Promise<void>;
  /** What of the attack's effect is there after the run; nothing where it had none. */
  readonly effect: (ran: Ran) => Promise<string | undefined> | string | undefined;
  readonly close?: () => Promise<void>;
}

/** A run of a command of the system's. */
export const commandSpec = (argv: readonly string[], limits: Limits): RunSpec => ({
  profile: 'judge',
  mode: 'strict',
  argv,
  env: {},
  limits,
  files: [],
  stdin: { kind: 'null' },
  stdout: { kind: 'pipe' },
  stderr: { kind: 'pipe' },
  collect: [],
  keep: false,
});

export interface Case {
  /** Below the folder of its class. */
  readonly folder: string;
  readonly variants?: readonly string[];
  readonly limits?: Partial<Limits>;
  readonly stage: (setting: Setting) => Promise<Scene> | Scene;
  /** Of single variants, where the header names several. */
  readonly verdicts?: Readonly<Record<string, readonly string[]>>;
  /** What more must hold with every wall. */
  readonly contained?: (ran: Ran) => void;
  /** Where no wall is named: the attack's effect on something naive; nothing where the probe would be vacuous. */
  readonly naive?: (setting: Setting) => Promise<string | undefined> | string | undefined;
}

/** How the attempts of that name ended: a symbolic errno, or an empty string where they succeeded. */
export const attempts = (ran: Ran, name: string): readonly unknown[] =>
  ran.facts.filter((fact) => fact.attempt === name).map((fact) => fact.errno);

/** The first value that the program told under that name. */
export const told = (ran: Ran, name: string): unknown => ran.facts.find((fact) => name in fact)?.[name];
