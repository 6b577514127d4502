import { useState } from 'react';
import type { Problem } from '../api/problem-types.ts';
import { type AnswerFile, answerOf } from '../api/problems.ts';
import { visible } from '../playground/output/visible.ts';
import { words } from '../strings/words.ts';
import { Button } from '../ui/button.tsx';
import { amount } from '../verdict/figures.ts';
import type { JudgingControl } from './judging/use-judging.ts';

export interface AnswersProps {
  readonly problem: Problem;
  readonly judging: JudgingControl;
  onSubmit(files: readonly AnswerFile[]): void;
}

/** In the place of the editor where a problem asks for answers: files that are called as its tests are, or a zip of them. */
export function Answers({ problem, judging, onSubmit }: AnswersProps) {
  const [files, setFiles] = useState<readonly File[]>([]);
  const { problems } = words;
  const bytes = files.reduce((total, { size }) => total + size, 0);
  const isTooLarge = bytes > problem.limits.code;
  const underWay = judging.state.kind === 'under way';
  return (
    <form
      className="prose filters"
      onSubmit={(event) => {
        event.preventDefault();
        void Promise.all(files.map(answerOf)).then(onSubmit);
      }}
    >
      <p>{problems.answersWhy}</p>
      <label className="field">
        <span>{problems.answers}</span>
        <input type="file" multiple required onChange={(event) => setFiles([...(event.target.files ?? [])])} />
      </label>
      <ul>
        {files.map(({ name, size }) => (
          <li key={name}>
            <code>{visible(name)}</code> {amount(size)}
          </li>
        ))}
      </ul>
      {isTooLarge && <p className="note bad">{problems.answersTooLarge(amount(problem.limits.code))}</p>}
      {underWay ? (
        <Button className="stop" onClick={judging.cancel}>
          {problems.cancel}
        </Button>
      ) : (
        <Button type="submit" look="main" disabled={files.length === 0 || isTooLarge}>
          {problems.submit}
        </Button>
      )}
    </form>
  );
}
