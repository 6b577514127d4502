import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { problemOf } from '../api/client.ts';
import { problemQuery } from '../api/problems.ts';
import { useScope } from '../api/session.ts';
import { archiveProblem, faultsQuery, type ProblemVersion, publishVersion, versionsQuery } from '../api/setter.ts';
import { visible } from '../playground/output/visible.ts';
import { words } from '../strings/words.ts';
import { Button } from '../ui/button.tsx';
import { amount, duration } from '../verdict/figures.ts';
import { LimitsSection } from './limits.tsx';
import { RejudgeSection } from './rejudge.tsx';
import { Report } from './report.tsx';
import { NotForYou } from './setter-page.tsx';
import { Tests } from './tests.tsx';
import { Upload } from './upload.tsx';
import { VerificationSection } from './verification.tsx';
import '../problems/problems.css';
import './setter.css';

/** One problem as its setter sees it: versions, tests, what is broken, judging again. */
export function SetterProblemPage() {
  const { id } = useParams({ from: '/setter/$id' });
  const mayset = useScope('setter');
  const problem = useQuery(problemQuery(id));
  const versions = useQuery(versionsQuery(id));
  const faults = useQuery(faultsQuery(id));
  const queries = useQueryClient();
  const act = useMutation({
    mutationFn: (what: () => Promise<unknown>) => what(),
    onSettled: () => queries.invalidateQueries(),
  });
  const { setter, problems } = words;
  if (mayset === false) return <NotForYou />;
  const error = versions.error ?? act.error;
  const items = versions.data?.items ?? [];
  const shown = items.find(({ published }) => published) ?? items[0];
  return (
    <div className="page wide">
      <header>
        <h1>
          <bdi>{problem.data?.title ?? id}</bdi>
        </h1>
        {problem.data && (
          <p className="facts">
            <span>{setter.states[problem.data.state]}</span>
            <span>
              {problems.time} <b>{duration(problem.data.limits.time)}</b>
            </span>
            <span>
              {problems.memory} <b>{amount(problem.data.limits.memory)}</b>
            </span>
            <Link to="/problems/$id" params={{ id }}>
              {setter.statement}
            </Link>
            {problem.data.state === 'published' && (
              <Button look="plain" onClick={() => act.mutate(() => archiveProblem(id))}>
                {setter.archive}
              </Button>
            )}
          </p>
        )}
        {error && (
          <p className="note bad" role="alert">
            {problemOf(error)}
          </p>
        )}
      </header>
      <section>
        <h2>{setter.versions}</h2>
        <ol className="letters">
          {items.map((version) => (
            <Version
              key={version.id}
              id={id}
              version={version}
              onPublish={() => act.mutate(() => publishVersion(id, version.number))}
            />
          ))}
        </ol>
      </section>
      <Upload id={id} />
      {faults.data && faults.data.items.length > 0 && (
        <section>
          <h2>{setter.faults}</h2>
          <p className="quiet">{setter.faultsWhy}</p>
          <ul className="letters">
            {faults.data.items.map((fault) => (
              <li key={fault.judging_id}>
                {fault.faults.map(({ part, program, test, problem: what }) => (
                  <p key={`${part} ${test} ${what}`} className="because">
                    <b>
                      {part} {visible(program)}
                    </b>
                    {test !== undefined && ` (${visible(test)})`}: {visible(what)}
                  </p>
                ))}
                <code className="quiet">{fault.submission_id}</code>
              </li>
            ))}
          </ul>
        </section>
      )}
      {shown && <LimitsSection key={shown.id} id={id} version={shown} />}
      {shown && <Tests id={id} version={shown.number} />}
      <RejudgeSection problem={id} />
    </div>
  );
}

interface VersionProps {
  readonly id: string;
  readonly version: ProblemVersion;
  onPublish(): void;
}

function Version({ id, version, onPublish }: VersionProps) {
  const { setter } = words;
  return (
    <li>
      <p className="facts">
        <b>
          {setter.version} {version.number}
        </b>
        <time dateTime={version.created_at}>
          {setter.made} {new Date(version.created_at).toLocaleString()}
        </time>
        {version.published ? (
          <span className="state good">{setter.published}</span>
        ) : (
          <Button onClick={onPublish}>{setter.publish}</Button>
        )}
      </p>
      <Report issues={version.issues} />
      <VerificationSection id={id} version={version.number} />
    </li>
  );
}
