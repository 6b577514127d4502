import type { Runtime } from '@cupel/sdk';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { client, problemOf } from '../api/client.ts';
import type { Problem, Sample } from '../api/problem-types.ts';
import { type AnswerFile, problemQuery, submitTo } from '../api/problems.ts';
import { runtimesQuery } from '../api/queries.ts';
import { Board } from '../contests/board.tsx';
import { Editor } from '../editor/editor.tsx';
import { words } from '../strings/words.ts';
import { amount, duration } from '../verdict/figures.ts';
import { Answers } from './answers.tsx';
import { History } from './history/history.tsx';
import { JudgingVerdict } from './judging/judging-verdict.tsx';
import { Outcome } from './judging/outcome.tsx';
import { useJudging } from './judging/use-judging.ts';
import { StatementView } from './statement.tsx';
import { SubmitBar } from './submit-bar.tsx';
import { type ProblemContest, useContest } from './use-contest.ts';
import { useSolution } from './use-solution.ts';
import './problems.css';

type Tab = keyof typeof words.problems.tabs;
const TABS: readonly Tab[] = ['statement', 'history', 'board'];

/** The problem on one side, the solution and what came of it on the other. */
export function ProblemPage() {
  const { id } = useParams({ from: '/problems/$id' });
  const problem = useQuery(problemQuery(id));
  const runtimes = useQuery(runtimesQuery);
  const error = problem.error ?? runtimes.error;
  if (error)
    return (
      <div className="prose" role="alert">
        <h1>{words.problems.failed}</h1>
        <p>{problemOf(error)}</p>
      </div>
    );
  if (!problem.data || !runtimes.data) return <div className="prose" aria-busy="true" />;
  return <Solve problem={problem.data} runtimes={allowed(problem.data, runtimes.data)} />;
}

function allowed({ languages }: Problem, runtimes: readonly Runtime[]): readonly Runtime[] {
  return languages === null ? runtimes : runtimes.filter(({ id }) => languages.includes(id));
}

function Solve({ problem, runtimes }: { readonly problem: Problem; readonly runtimes: readonly Runtime[] }) {
  const queries = useQueryClient();
  const solution = useSolution(problem, runtimes);
  const judging = useJudging(() => {
    for (const queryKey of [['history'], ['problems']]) void queries.invalidateQueries({ queryKey });
  });
  const inContest = useContest(problem.id);
  const place = { problem: problem.id, contest: inContest?.how === 'counts' ? inContest.contest.slug : undefined };
  const [tab, setTab] = useState<Tab>('statement');
  const [sample, setSample] = useState<Sample>();
  const { language, code } = solution;
  const submit = () => {
    setSample(undefined);
    judging.start((options) => submitTo(place, { language, code }, options));
  };
  const submitAnswers = (files: readonly AnswerFile[]) =>
    judging.start((options) => submitTo(place, { language: 'answers', files }, options));
  const runSample = (one: Sample) => {
    setSample(one);
    const request = { language, code, stdin: one.input ?? '', expected_output: one.output ?? '', lane: 'interactive' } as const;
    judging.start((options) => client.submit(request, options));
  };
  const runtime = runtimes.find(({ id }) => id === language);
  return (
    <div className="problem">
      <section className="read" aria-label={words.problems.statement}>
        <header>
          <h1>
            <bdi>{problem.title}</bdi>
          </h1>
          <Facts problem={problem} />
          {inContest && <ContestLine {...inContest} />}
          <nav className="tabs" aria-label={problem.title}>
            {TABS.filter((one) => one !== 'board' || inContest).map((one) => (
              <button key={one} type="button" aria-current={tab === one ? 'page' : undefined} onClick={() => setTab(one)}>
                {words.problems.tabs[one]}
              </button>
            ))}
          </nav>
        </header>
        {tab === 'statement' && <StatementView problem={problem} onRunSample={runSample} />}
        {tab === 'history' && (
          <History problem={problem.id} onOpen={(source) => solution.replace(source.language, source.code)} />
        )}
        {tab === 'board' && inContest && <Board contest={inContest.contest.slug} />}
      </section>
      <section className="solve" aria-label={words.problems.solution}>
        {problem.takes === 'answers' ? (
          <Answers problem={problem} judging={judging} onSubmit={submitAnswers} />
        ) : (
          <>
            <SubmitBar solution={solution} runtimes={runtimes} judging={judging} onSubmit={submit} />
            <Editor
              id={`${problem.id} ${solution.generation}`}
              text={code}
              mode={runtime?.editor ?? ''}
              label={words.problems.editorLabel}
              size={0.9375}
              onChange={solution.edit}
              onRun={submit}
            />
          </>
        )}
        <div className="outcome">
          {sample && <p className="quiet">{words.problems.sampleResult(sample.name)}</p>}
          <JudgingVerdict state={judging.state} />
          <Outcome state={judging.state} sample={sample} />
        </div>
      </section>
    </div>
  );
}

function ContestLine({ contest, how }: ProblemContest) {
  const { problems } = words;
  return (
    <p className="facts">
      <span>
        {problems.inContest[how]}{' '}
        <Link to="/contests/$id" params={{ id: contest.slug }}>
          <bdi>{contest.title}</bdi>
        </Link>
      </span>
    </p>
  );
}

function Facts({ problem: { limits, points, interactive } }: { readonly problem: Problem }) {
  const { problems } = words;
  return (
    <p className="facts">
      <span>
        {problems.time} <b>{duration(limits.time)}</b>
      </span>
      <span>
        {problems.memory} <b>{amount(limits.memory)}</b>
      </span>
      <span>{points === null ? problems.passOrFail : problems.points(points)}</span>
      {interactive && <span>{problems.interactive}</span>}
    </p>
  );
}
