import type { JudgedTest, Judging } from '../../api/problem-types.ts';
import { visible } from '../../playground/output/visible.ts';
import { words } from '../../strings/words.ts';
import { amount, duration } from '../../verdict/figures.ts';
import { Shape } from '../../verdict/shape.tsx';
import { toneOf } from '../../verdict/tone.ts';
import { TestDetail } from './test-detail.tsx';

/** The groups where they earn points, then each test that this reader may know of. */
export function TestTable({ tests, groups }: { readonly tests: readonly JudgedTest[]; readonly groups?: Judging['groups'] }) {
  const { problems } = words;
  const scored = groups?.some(({ points }) => points !== undefined);
  return (
    <>
      {groups !== undefined && scored && (
        <table className="list results">
          <caption>{problems.groups}</caption>
          <thead>
            <tr>
              <th scope="col">{problems.group}</th>
              <th scope="col">{problems.verdict}</th>
              <th scope="col">{problems.pointsName}</th>
            </tr>
          </thead>
          <tbody>
            {groups.map(({ name, verdict, points }) => (
              <tr key={name}>
                <th scope="row">
                  <bdi>{visible(name)}</bdi>
                </th>
                <td>{verdict ? <VerdictWord verdict={verdict} /> : <span className="quiet">{problems.notRun}</span>}</td>
                <td className="figures">{points && problems.verdictPoints(points.earned, points.maximum)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {tests.length > 0 && (
        <table className="list results">
          <caption>{problems.tests}</caption>
          <thead>
            <tr>
              <th scope="col">{problems.test}</th>
              <th scope="col">{problems.verdict}</th>
              <th scope="col">{problems.used}</th>
              <th scope="col">{problems.space}</th>
            </tr>
          </thead>
          <tbody>
            {[...tests]
              .sort((a, b) => a.number - b.number)
              .map((test) => (
                <TestRow key={test.number} test={test} />
              ))}
          </tbody>
        </table>
      )}
    </>
  );
}

function TestRow({ test }: { readonly test: JudgedTest }) {
  const { number, name, visibility, verdict, because, time, memory, points, runs } = test;
  return (
    <tr>
      <th scope="row">
        <span className="figures">{number}</span>{' '}
        <span className="quiet">{visibility === 'hidden' ? words.problems.hidden : <bdi>{visible(name ?? '')}</bdi>}</span>
      </th>
      <td>
        {verdict && <VerdictWord verdict={verdict} />}
        {points && <span className="quiet"> {words.problems.verdictPoints(points.earned, points.maximum)}</span>}
        {because !== undefined && verdict !== 'AC' && <p className="quiet because">{visible(because)}</p>}
        {runs !== undefined && runs > 1 && <p className="quiet">{words.problems.runs(runs)}</p>}
        <TestDetail test={test} />
      </td>
      <td className="figures">{time === undefined ? '' : duration(time)}</td>
      <td className="figures">{memory === undefined ? '' : amount(memory)}</td>
    </tr>
  );
}

export function VerdictWord({ verdict }: { readonly verdict: NonNullable<JudgedTest['verdict']> }) {
  const tone = toneOf(verdict);
  return (
    <span className={`state ${tone}`}>
      <Shape tone={tone} size={16} /> {words.verdict.names[verdict]}
    </span>
  );
}
