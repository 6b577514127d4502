import type { Sample } from '../../api/problem-types.ts';
import { visible } from '../../playground/output/visible.ts';
import { CompilerWords } from '../../playground/run/compiler-words.tsx';
import { words } from '../../strings/words.ts';
import type { JudgingState } from './judging-state.ts';
import { SideBySide } from './side-by-side.tsx';
import { TestTable } from './test-table.tsx';

/** Below the verdict: the tests as they come, then all that may be known of them; of a run on a sample, both outputs. */
export function Outcome({ state, sample }: { readonly state: JudgingState; readonly sample: Sample | undefined }) {
  if (state.kind === 'under way') return <TestTable tests={state.tests} />;
  if (state.kind !== 'ended') return null;
  const { judging, stdout, stderr } = state.result;
  if (judging)
    return (
      <>
        {judging.hint !== undefined && (
          <p className="note">
            <b>{words.problems.hint}</b> {visible(judging.hint)}
          </p>
        )}
        <CompilerWords output={judging.compile_output} refused={judging.status === 'compile_error'} />
        <TestTable tests={judging.tests} groups={judging.groups} />
      </>
    );
  return (
    <>
      <CompilerWords output={state.result.compile?.output} refused={state.result.verdict === 'CE'} />
      {sample?.output !== undefined && stdout !== null && <SideBySide expected={sample.output} got={stdout} />}
      {stderr !== null && stderr !== '' && (
        <figure className="sample-text">
          <figcaption>{words.playground.stderrLegend}</figcaption>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
          <pre tabIndex={0}>{visible(stderr)}</pre>
        </figure>
      )}
    </>
  );
}
