import type { Result, Runtime } from '@cupel/sdk';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useState } from 'react';
import { problemOf } from '../api/client.ts';
import type { Problem } from '../api/problem-types.ts';
import { problemQuery, submitTo } from '../api/problems.ts';
import { Editor } from '../editor/editor.tsx';
import { JudgingVerdict } from '../problems/judging/judging-verdict.tsx';
import { Outcome } from '../problems/judging/outcome.tsx';
import { useJudging } from '../problems/judging/use-judging.ts';
import { SubmitBar } from '../problems/submit-bar.tsx';
import { useSolution } from '../problems/use-solution.ts';
import { words } from '../strings/words.ts';
import '../problems/problems.css';
import '../playground/playground.css';

export interface EmbedProblemProps {
  /** UUID or slug. */
  readonly id: string;
  readonly runtimes: readonly Runtime[];
  /** What stands in the editor at first; else what the problem gives to start from. */
  readonly code: string | null;
  onEnd(result: Result): void;
}

/** The editor of a problem: what is written here is judged. What the problem asks the page around tells in its own way. */
export function EmbedProblem({ id, runtimes, ...rest }: EmbedProblemProps) {
  const { data: problem, error } = useQuery(problemQuery(id));
  if (error) return <p role="alert">{problemOf(error)}</p>;
  if (problem === undefined) return <p role="status">{words.playground.loadingEditor}</p>;
  const { languages } = problem;
  const offered = languages === null ? runtimes : runtimes.filter((runtime) => languages.includes(runtime.id));
  if (offered.length === 0) return <p role="alert">{words.playground.languagesMissing}</p>;
  return <Solve problem={problem} runtimes={offered} {...rest} />;
}

type SolveProps = Omit<EmbedProblemProps, 'id'> & { readonly problem: Problem };

function Solve({ problem, runtimes, code: first, onEnd }: SolveProps) {
  const solution = useSolution(problem, runtimes);
  const { language, code, generation } = solution;
  // What was given by the page comes before what this browser kept of another visit.
  const [given] = useState(first);
  const start = useEffectEvent(() => given !== null && solution.replace(language, given));
  useEffect(() => void start(), []);
  const judging = useJudging(() => undefined);
  const result = judging.state.kind === 'ended' ? judging.state.result : undefined;
  const tellEnd = useEffectEvent((ended: Result) => onEnd(ended));
  useEffect(() => {
    if (result) tellEnd(result);
  }, [result]);
  const submit = () =>
    judging.start((options) => submitTo({ problem: problem.id, contest: undefined }, { language, code }, options));
  return (
    <div className="embed-problem">
      <h1 className="unseen">
        <bdi>{problem.title}</bdi>
      </h1>
      <section className="solve" aria-label={words.problems.solution}>
        <SubmitBar solution={solution} runtimes={runtimes} judging={judging} onSubmit={submit} />
        <Editor
          id={`${problem.id} ${generation}`}
          text={code}
          mode={runtimes.find(({ id }) => id === language)?.editor ?? ''}
          label={words.problems.editorLabel}
          size={0.9375}
          onChange={solution.edit}
          onRun={submit}
        />
      </section>
      <section className="outcome" aria-label={words.playground.result}>
        <JudgingVerdict state={judging.state} />
        <Outcome state={judging.state} sample={undefined} />
      </section>
    </div>
  );
}
