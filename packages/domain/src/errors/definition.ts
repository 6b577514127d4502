/** Whose mistake it was. The program's own is no error at all: it is a verdict. */
export type Guilt = 'caller' | 'ours';

export interface ErrorDefinition {
  readonly guilt: Guilt;
  /** HTTP status, for whoever answers over HTTP. */
  readonly status: number;
  /** May hold `{parameters}`, as may the cure. */
  readonly message: string;
  readonly cause: string;
  readonly cure: string;
}

/** Exit code of the command line: 2 for a caller's mistake, 1 for our fault. */
export const EXIT_CODES = { caller: 2, ours: 1 } as const satisfies Record<Guilt, number>;

type Names<Template extends string> = Template extends `${string}{${infer Name}}${infer Rest}` ? Name | Names<Rest> : never;

/** The parameters that a definition's message and cure ask for. */
export type ParamsOf<D extends ErrorDefinition> = Readonly<Record<Names<D['message']> | Names<D['cure']>, string | number>>;

/** One line of the register: guilt, HTTP status, message, cause, cure. */
export function define<G extends Guilt, M extends string, C extends string>(
  guilt: G,
  status: number,
  message: M,
  cause: string,
  cure: C,
) {
  return { guilt, status, message, cause, cure };
}
