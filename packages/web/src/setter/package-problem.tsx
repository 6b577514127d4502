import { CupelApiError } from '@cupel/sdk';
import { problemOf } from '../api/client.ts';
import { visible } from '../playground/output/visible.ts';
import { words } from '../strings/words.ts';
import { Report } from './report.tsx';

/** Why a package was refused: where its files are at fault, each with its line; else in the service's words. */
export function PackageProblem({ error }: { readonly error: unknown }) {
  const issues = error instanceof CupelApiError ? error.issues : [];
  return (
    <div className="note bad" role="alert">
      {issues.length === 0 ? (
        <p className="because">{visible(problemOf(error))}</p>
      ) : (
        <>
          <p>
            <b>{words.setter.refused(issues.filter(({ level }) => level === 'error').length)}</b>
          </p>
          <Report issues={issues} />
        </>
      )}
    </div>
  );
}
