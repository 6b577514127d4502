import type { Runtime } from '@cupel/sdk';
import { words } from '../strings/words.ts';
import { Button } from '../ui/button.tsx';
import type { JudgingControl } from './judging/use-judging.ts';
import type { Solution } from './use-solution.ts';

export interface SubmitBarProps {
  readonly solution: Solution;
  readonly runtimes: readonly Runtime[];
  readonly judging: JudgingControl;
  onSubmit(): void;
}

export function SubmitBar({ solution, runtimes, judging, onSubmit }: SubmitBarProps) {
  const underWay = judging.state.kind === 'under way';
  return (
    <div className="toolbar">
      <select
        className="text"
        aria-label={words.problems.language}
        value={solution.language}
        onChange={(event) => solution.choose(event.target.value)}
      >
        {runtimes.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
      {solution.starter !== '' && (
        <Button look="plain" onClick={() => solution.replace(solution.language, solution.starter)}>
          {words.problems.starter}
        </Button>
      )}
      <div className="toolbar-end">
        {underWay ? (
          <Button className="stop" onClick={judging.cancel}>
            {words.problems.cancel}
          </Button>
        ) : (
          <Button look="main" onClick={onSubmit} disabled={solution.code.trim() === ''} aria-keyshortcuts="Control+Enter">
            {words.problems.submit}
            <span className="keys">{words.problems.submitKeys}</span>
          </Button>
        )}
      </div>
    </div>
  );
}
