import { CupelApiError } from '@cupel/sdk';
import { useMutation } from '@tanstack/react-query';
import { type ReactNode, useId } from 'react';
import { problemOf } from '../api/client.ts';
import { Button } from '../ui/button.tsx';

/** One line to fill in; `name` is the field's name in the API, by which a refusal finds it. */
export interface FormField {
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
  readonly type?: 'text' | 'password';
  readonly autoComplete: string;
  readonly minLength?: number;
  readonly optional?: boolean;
  readonly value?: string;
}

export interface AccountFormProps {
  readonly fields: readonly FormField[];
  readonly action: string;
  readonly look?: 'main' | 'usual';
  /** Below the button. */
  readonly children?: ReactNode;
  /** Said when it is done; a form that leads elsewhere has nothing to say. */
  readonly done?: string;
  send(values: Readonly<Record<string, string>>): Promise<unknown>;
  onDone?(): void;
}

/** The form of everything that has to do with accounts: fields, what was refused beside the field at fault, one button. */
export function AccountForm({ fields, action, look = 'main', children, done, send, onDone }: AccountFormProps) {
  const { mutate, error, isPending, isSuccess } = useMutation({ mutationFn: send });
  const field = error instanceof CupelApiError ? fields.find(({ name }) => name === error.field)?.name : undefined;
  return (
    <form
      className="account-form"
      onSubmit={(event) => {
        event.preventDefault();
        const form = event.currentTarget;
        mutate(valuesOf(form), {
          onSuccess: () => {
            if (done !== undefined) form.reset();
            onDone?.();
          },
        });
      }}
    >
      {fields.map((one) => (
        <Field key={one.name} {...one} problem={error !== null && one.name === field ? problemOf(error) : undefined} />
      ))}
      {error && field === undefined && (
        <p className="note bad" role="alert">
          {problemOf(error)}
        </p>
      )}
      {isSuccess && done !== undefined && (
        <p className="note" role="status">
          {done}
        </p>
      )}
      <Button type="submit" look={look} disabled={isPending}>
        {action}
      </Button>
      {children}
    </form>
  );
}

function Field(props: FormField & { readonly problem: string | undefined }) {
  const { name, label, hint, type = 'text', autoComplete, minLength, optional = false, value, problem } = props;
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        className="text"
        name={name}
        type={type}
        autoComplete={autoComplete}
        autoCapitalize={name === 'login' ? 'none' : undefined}
        spellCheck={false}
        minLength={minLength}
        required={!optional}
        defaultValue={value}
        aria-invalid={problem !== undefined}
        aria-describedby={`${id}-hint ${id}-problem`}
      />
      <small id={`${id}-hint`}>{hint}</small>
      <span id={`${id}-problem`} className="field-problem" role="alert">
        {problem}
      </span>
    </div>
  );
}

/** What was left empty is left out. */
function valuesOf(form: HTMLFormElement): Record<string, string> {
  const filled = [...new FormData(form)].filter(
    (pair): pair is [string, string] => typeof pair[1] === 'string' && pair[1] !== '',
  );
  return Object.fromEntries(filled);
}
