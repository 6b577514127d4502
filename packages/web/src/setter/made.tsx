import { Link } from '@tanstack/react-router';
import type { ProblemMade } from '../api/setter.ts';
import { words } from '../strings/words.ts';
import { Report } from './report.tsx';

/** What came of an upload or an edit: the version, where to see it, and what its reader found. */
export function Made({ made: { problem, version, judged_again: again } }: { readonly made: ProblemMade }) {
  const { setter } = words;
  return (
    <>
      <p>
        <Link to="/setter/$id" params={{ id: problem.slug }}>
          {setter.uploaded(problem.title, version.number)}
        </Link>{' '}
        {version.published ? setter.judgesNow : setter.isDraft}
        {again !== undefined && again > 0 && ` ${setter.judgedAgain(again)}`}
      </p>
      <Report issues={version.issues} />
    </>
  );
}
