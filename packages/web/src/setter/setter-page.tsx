import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { problemsQuery } from '../api/problems.ts';
import { useScope } from '../api/session.ts';
import { words } from '../strings/words.ts';
import { Upload } from './upload.tsx';
import '../problems/problems.css';
import './setter.css';

/** Every problem with its state, and the way in for a new one. */
export function SetterPage() {
  const mayset = useScope('setter');
  const problems = useQuery(problemsQuery);
  const { setter } = words;
  if (mayset === false) return <NotForYou />;
  return (
    <div className="page">
      <h1>{setter.title}</h1>
      <Upload />
      {problems.data?.length === 0 && <p>{setter.none}</p>}
      <ul className="rows">
        {problems.data?.map(({ id, slug, title, state }) => (
          <li key={id}>
            <Link to="/setter/$id" params={{ id: slug }}>
              <bdi>{title}</bdi>
            </Link>{' '}
            <span className="quiet">
              {slug} · {setter.states[state]}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}

export function NotForYou() {
  return (
    <div className="prose" role="alert">
      <h1>{words.setter.forbidden}</h1>
      <p>{words.setter.forbiddenWhy}</p>
    </div>
  );
}
