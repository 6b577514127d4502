import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { problemOf } from '../api/client.ts';
import { runtimesQuery } from '../api/queries.ts';
import { changeLimits, type ProblemVersion } from '../api/setter.ts';
import { words } from '../strings/words.ts';
import { Button } from '../ui/button.tsx';
import { type AllowanceDraft, draftOf, emptyAllowance, type LimitsDraft, requestOf } from './limits-draft.ts';
import { Made } from './made.tsx';

const MEASURES = ['time', 'memory', 'output', 'code'] as const;

/** What the program may take, as a form: what is changed makes a new version, and the old one stays what it was. */
export function LimitsSection({ id, version }: { readonly id: string; readonly version: ProblemVersion }) {
  const queries = useQueryClient();
  const [draft, setDraft] = useState(() => draftOf(version.limits));
  const [publish, setPublish] = useState(false);
  const send = useMutation({
    mutationFn: () => changeLimits(id, version.number, { ...requestOf(draft, version.limits), publish }),
    onSuccess: () => queries.invalidateQueries(),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    send.mutate();
  };
  const { setter } = words;
  return (
    <section aria-label={setter.limits}>
      <h2>{setter.limits}</h2>
      <p className="quiet">{setter.limitsWhy(version.number)}</p>
      <form className="limits" onSubmit={submit} aria-describedby={send.error ? 'limits-problem' : undefined}>
        <div className="filters measures">
          {MEASURES.map((name) => (
            <label key={name} className="field">
              <span>{setter.measures[name]}</span>
              <input
                className="text figures"
                type="number"
                step="any"
                min="0"
                required
                value={draft[name]}
                onChange={(event) => setDraft({ ...draft, [name]: event.target.value })}
              />
            </label>
          ))}
        </div>
        <Allowances draft={draft} onChange={(allowances) => setDraft({ ...draft, allowances })} />
        <div className="filters">
          <label className="check">
            <input type="checkbox" checked={publish} onChange={(event) => setPublish(event.target.checked)} /> {setter.publishNow}
          </label>
          <Button type="submit" disabled={send.isPending}>
            {setter.makeVersion}
          </Button>
        </div>
      </form>
      <div aria-live="polite">
        {send.error && (
          <p className="note bad because" role="alert" id="limits-problem">
            {problemOf(send.error)}
          </p>
        )}
        {send.data && <Made made={send.data} />}
      </div>
    </section>
  );
}

interface AllowancesProps {
  readonly draft: LimitsDraft;
  onChange(allowances: readonly AllowanceDraft[]): void;
}

/** Languages that are given more, or less, than the others. */
function Allowances({ draft: { allowances }, onChange }: AllowancesProps) {
  const runtimes = useQuery(runtimesQuery).data ?? [];
  const { setter } = words;
  const named = new Set(allowances.map(({ language }) => language));
  const free = runtimes.filter(({ id }) => !named.has(id));
  const change = (index: number, changes: Partial<AllowanceDraft>) =>
    onChange(allowances.map((one, at) => (at === index ? { ...one, ...changes } : one)));
  return (
    <fieldset className="allowances">
      <legend className="label">{setter.allowances}</legend>
      {allowances.map((one, index) => (
        <div key={one.language} className="allowance">
          <b>{runtimes.find(({ id }) => id === one.language)?.name ?? one.language}</b>
          {(['factor', 'extra', 'memory'] as const).map((part) => (
            <label key={part} className="field">
              <span>{setter.allowance[part]}</span>
              <input
                className="text figures"
                type="number"
                step="any"
                min="0"
                required
                value={one[part]}
                onChange={(event) => change(index, { [part]: event.target.value })}
              />
            </label>
          ))}
          <Button
            look="plain"
            aria-label={setter.removeAllowance(one.language)}
            onClick={() => onChange(allowances.filter((_, at) => at !== index))}
          >
            {setter.remove}
          </Button>
        </div>
      ))}
      <select
        className="text"
        aria-label={setter.addAllowance}
        value=""
        onChange={(event) => onChange([...allowances, emptyAllowance(event.target.value)])}
      >
        <option value="" disabled>
          {setter.addAllowance}
        </option>
        {free.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
    </fieldset>
  );
}
