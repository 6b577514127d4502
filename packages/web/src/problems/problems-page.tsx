import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { problemOf } from '../api/client.ts';
import { problemsQuery } from '../api/problems.ts';
import { words } from '../strings/words.ts';
import { Shape } from '../verdict/shape.tsx';
import type { Tone } from '../verdict/tone.ts';
import './problems.css';

type State = 'solved' | 'tried' | 'new';
type Filter = keyof typeof words.problems.filters;

const TONES: Record<State, Tone> = { solved: 'good', tried: 'limit', new: 'still' };

/** Every problem that one may see, with how far one has come with it. */
export function ProblemsPage() {
  const problems = useQuery(problemsQuery);
  const [search, setSearch] = useState('');
  const [filter, setFilter] = useState<Filter>('all');
  const shown = (problems.data ?? []).filter(
    ({ title, slug, mine }) =>
      `${title} ${slug}`.toLowerCase().includes(search.trim().toLowerCase()) &&
      (filter === 'all' || (filter === 'solved') === (mine === 'solved')),
  );
  return (
    <div className="page">
      <h1>{words.problems.title}</h1>
      {problems.error && (
        <p className="note bad" role="alert">
          {problemOf(problems.error)}
        </p>
      )}
      {problems.data?.length === 0 && (
        <div className="prose-start">
          <h2>{words.problems.none}</h2>
          <p>{words.problems.noneWhy}</p>
        </div>
      )}
      {problems.data && problems.data.length > 0 && (
        <>
          <search className="filters">
            <label className="field">
              <span>{words.problems.search}</span>
              <input
                className="text"
                type="search"
                placeholder={words.problems.searchHint}
                value={search}
                onChange={(event) => setSearch(event.target.value)}
              />
            </label>
            <label className="field">
              <span>{words.problems.show}</span>
              <select className="text" value={filter} onChange={(event) => setFilter(event.target.value as Filter)}>
                {Object.entries(words.problems.filters).map(([value, name]) => (
                  <option key={value} value={value}>
                    {name}
                  </option>
                ))}
              </select>
            </label>
          </search>
          <table className="list">
            <thead>
              <tr>
                <th scope="col">{words.problems.columns.state}</th>
                <th scope="col">{words.problems.columns.problem}</th>
              </tr>
            </thead>
            <tbody>
              {shown.map(({ id, slug, title, mine }) => (
                <tr key={id}>
                  <td className="state-cell">
                    <StateWord state={mine ?? 'new'} />
                  </td>
                  <td>
                    <Link to="/problems/$id" params={{ id: slug }}>
                      <bdi>{title}</bdi>
                    </Link>{' '}
                    <span className="quiet">{slug}</span>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          {shown.length === 0 && <p>{words.problems.noneFound}</p>}
        </>
      )}
    </div>
  );
}

function StateWord({ state }: { readonly state: State }) {
  return (
    <span className={`state ${TONES[state]}`}>
      <Shape tone={TONES[state]} size={16} /> {words.problems.states[state]}
    </span>
  );
}
