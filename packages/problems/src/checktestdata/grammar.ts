import type { Value } from './values.js';

/** What a grammar of checktestdata says, as a tree. */
export type Expression =
  | { readonly kind: 'value'; readonly value: Value }
  | { readonly kind: 'variable'; readonly variable: Variable }
  | { readonly kind: 'length'; readonly of: Expression }
  | { readonly kind: 'minus'; readonly of: Expression }
  | { readonly kind: 'binary'; readonly sign: string; readonly left: Expression; readonly right: Expression };

export interface Variable {
  readonly name: string;
  readonly indices: readonly Expression[];
}

export type Test =
  | { readonly kind: 'compare'; readonly sign: string; readonly left: Expression; readonly right: Expression }
  | { readonly kind: 'both' | 'either'; readonly left: Test; readonly right: Test }
  | { readonly kind: 'not'; readonly of: Test }
  | { readonly kind: 'match'; readonly characters: Expression }
  | { readonly kind: 'is_eof' }
  | { readonly kind: 'unique'; readonly names: readonly string[] }
  | { readonly kind: 'in_array'; readonly value: Expression; readonly name: string };

export interface Loop {
  /** Counts from 0. */
  readonly counter?: Variable;
  readonly separator?: Command;
  readonly body: readonly Command[];
}

export type Command = { readonly line: number } & (
  | { readonly kind: 'literal'; readonly text: Expression }
  | { readonly kind: 'regex'; readonly pattern: Expression; readonly into?: Variable }
  | { readonly kind: 'int'; readonly least: Expression; readonly most: Expression; readonly into?: Variable }
  | {
      readonly kind: 'float';
      readonly least: Expression;
      readonly most: Expression;
      readonly decimals?: readonly [Expression, Expression];
      readonly into?: Variable;
      readonly style?: string;
    }
  | { readonly kind: 'eof' }
  | { readonly kind: 'assert'; readonly test: Test }
  | { readonly kind: 'set'; readonly variable: Variable; readonly value: Expression }
  | { readonly kind: 'unset'; readonly name: string }
  | { readonly kind: 'if'; readonly test: Test; readonly then: readonly Command[]; readonly otherwise: readonly Command[] }
  | ({ readonly kind: 'repeat'; readonly count: Expression } & Loop)
  | ({ readonly kind: 'while'; readonly test: Test } & Loop)
);
