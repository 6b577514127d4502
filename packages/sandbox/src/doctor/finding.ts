import { CupelError, type ErrorCode, type ErrorParams } from '@cupel/domain';

export type Area = 'kernel' | 'wall' | 'limit' | 'toolchain' | 'timing' | 'hardening';

/** One line of the doctor's report. */
export interface Finding {
  readonly area: Area;
  readonly name: string;
  /** `fail`: strict runs are not possible. `warn`: they are, but the host or what it offers is not as it should be. */
  readonly level: 'ok' | 'warn' | 'fail';
  readonly found: string;
  /** Absent where all is well, as is the cure. */
  readonly code?: ErrorCode;
  readonly cure?: string;
}

type Trouble = <C extends ErrorCode>(name: string, code: C, params: ErrorParams<C>) => Finding;

/** The kinds of lines of one area. What is not well takes its words and its cure from the register of errors. */
export function linesOf(area: Area): { ok(name: string, found: string): Finding; warn: Trouble; fail: Trouble } {
  const trouble =
    (level: 'warn' | 'fail'): Trouble =>
    (name, code, params) => {
      const { message, cure } = new CupelError(code, params);
      return { area, name, level, found: message, code, cure };
    };
  return { ok: (name, found) => ({ area, name, level: 'ok', found }), warn: trouble('warn'), fail: trouble('fail') };
}
