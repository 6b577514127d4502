import { Link } from '@tanstack/react-router';
import { visible } from '../playground/output/visible.ts';
import { words } from '../strings/words.ts';

/** An address that leads nowhere: what was asked for, and where to go on. */
export function NotFound() {
  const { layout, playground, problems, contests } = words;
  return (
    <div className="prose">
      <h1>{layout.notFound}</h1>
      <p>
        {layout.notFoundWhy} <code className="because">{visible(window.location.pathname)}</code>
      </p>
      <ul className="ways">
        <li>
          <Link to="/">{playground.title}</Link> {layout.ways.playground}
        </li>
        <li>
          <Link to="/problems">{problems.title}</Link> {layout.ways.problems}
        </li>
        <li>
          <Link to="/contests">{contests.title}</Link> {layout.ways.contests}
        </li>
        <li>
          <a href="/docs">{layout.api}</a> {layout.ways.api}
        </li>
      </ul>
    </div>
  );
}
