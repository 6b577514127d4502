import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { problemOf } from '../api/client.ts';
import { type Verification, verificationQuery, verifyVersion } from '../api/setter.ts';
import { visible } from '../playground/output/visible.ts';
import { words } from '../strings/words.ts';
import { Button } from '../ui/button.tsx';

type Report = NonNullable<Verification['report']>;

/** Whether a version holds what it promises, as a worker found it; and the button that has it found out. */
export function VerificationSection({ id, version }: { readonly id: string; readonly version: number }) {
  const queries = useQueryClient();
  const found = useQuery(verificationQuery(id, version));
  const start = useMutation({
    mutationFn: () => verifyVersion(id, version),
    onSettled: () => queries.invalidateQueries({ queryKey: ['verification', id, version] }),
  });
  const { setter } = words;
  const isWaiting = found.data?.state === 'waiting';
  const error = found.error ?? start.error;
  return (
    <div className="verification">
      <p className="facts">
        <Button onClick={() => start.mutate()} disabled={isWaiting || start.isPending}>
          {isWaiting ? setter.verifying : setter.verify}
        </Button>
        <span aria-live="polite">{found.data && <Standing verification={found.data} />}</span>
      </p>
      {error && (
        <p className="note bad" role="alert">
          {problemOf(error)}
        </p>
      )}
      {found.data?.report && <Found report={found.data.report} />}
    </div>
  );
}

function Standing({ verification: { state, holds } }: { readonly verification: Verification }) {
  const { setter } = words;
  if (state === 'waiting') return <span className="quiet">{setter.verifyingWhy}</span>;
  if (state === 'failed') return <span className="state limit">{setter.verifyFailed}</span>;
  return holds ? <span className="state good">{setter.holds}</span> : <span className="state bad">{setter.holdsNot}</span>;
}

function Found({ report }: { readonly report: Report }) {
  const { setter } = words;
  const told = (['statements', 'inputs', 'outputs'] as const).flatMap((part) =>
    report[part].filter(({ problem, note }) => (problem ?? note) !== undefined).map((one) => ({ part, ...one })),
  );
  return (
    <details>
      <summary>
        {setter.checked(report.statements.length + report.inputs.length + report.outputs.length, report.submissions.length)}
      </summary>
      {told.length > 0 && (
        <ul className="letters">
          {told.map(({ part, name, by, problem, note }) => (
            <li key={`${part} ${name} ${by}`} className="because">
              <span className={`state ${problem === undefined ? 'limit' : 'bad'}`}>{setter.parts[part]}</span>{' '}
              <code>{visible(name)}</code> {visible(by)}: {visible(problem ?? note ?? '')}
            </li>
          ))}
        </ul>
      )}
      <Submissions submissions={report.submissions} />
      {report.timeLimit && <TimeLimit limit={report.timeLimit} />}
    </details>
  );
}

function Submissions({ submissions }: Pick<Report, 'submissions'>) {
  const { setter } = words;
  if (submissions.length === 0) return null;
  return (
    <table className="list">
      <thead>
        <tr>
          <th scope="col">{setter.example}</th>
          <th scope="col">{setter.ends}</th>
          <th scope="col" className="number">
            {setter.slowest}
          </th>
          <th scope="col">{setter.promise}</th>
        </tr>
      </thead>
      <tbody>
        {submissions.map(({ path, verdicts, slowest, points, problems }) => (
          <tr key={path}>
            <td className="because">
              <code>{visible(path)}</code>
            </td>
            <td>
              {Object.entries(verdicts)
                .map(([verdict, count]) => `${count} ${verdict}`)
                .join(', ')}
              {points === undefined ? '' : ` (${points})`}
            </td>
            <td className="number">{slowest.toFixed(3)} s</td>
            <td className="because">
              {problems.length === 0 ? (
                <span className="state good">{setter.kept}</span>
              ) : (
                <span className="state bad">{problems.map(visible).join('; ')}</span>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function TimeLimit({ limit: { limit, problems } }: { readonly limit: NonNullable<Report['timeLimit']> }) {
  const { setter } = words;
  return (
    <>
      <p>{limit === undefined ? setter.noLimitFits : setter.proposed(limit)}</p>
      {problems.map((problem) => (
        <p key={problem} className="note bad because">
          {visible(problem)}
        </p>
      ))}
    </>
  );
}
