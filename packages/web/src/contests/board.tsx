import { useEffect, useState } from 'react';
import { followBoard } from '../api/contests.ts';
import type { BoardCell, BoardRow, Leaderboard } from '../api/problem-types.ts';
import { words } from '../strings/words.ts';
import './board.css';

/** The board of a contest, live; what is frozen says so. */
export function Board({ contest }: { readonly contest: string }) {
  const [board, setBoard] = useState<Leaderboard>();
  const [live, setLive] = useState(true);
  useEffect(() => {
    const following = followBoard(contest, { onBoard: setBoard, onLive: setLive });
    return () => following.close();
  }, [contest]);
  const { contests: own } = words;
  if (board === undefined) return <p aria-busy={live}>{live ? '' : own.lost}</p>;
  const byPoints = board.scoring === 'ioi';
  return (
    <section aria-label={own.board}>
      <h2 className="board-title">
        {own.board} <small className={live ? 'live' : 'quiet'}>{live ? own.live : own.lost}</small>
      </h2>
      {board.frozen && <p className="note">{own.frozen}</p>}
      {board.rows.length === 0 && <p>{own.empty}</p>}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
      <section className="board-scroll" tabIndex={0} aria-label={own.board}>
        <table className="list board">
          <thead>
            <tr>
              <th scope="col">{own.rank}</th>
              <th scope="col">{own.name}</th>
              <th scope="col">{byPoints ? own.points : own.solved}</th>
              {!byPoints && <th scope="col">{own.penalty}</th>}
              {board.problems.map(({ label, title }) => (
                <th key={label} scope="col" title={title}>
                  {label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {board.rows.map((row) => (
              <Row key={row.participant} row={row} labels={board.problems.map(({ label }) => label)} byPoints={byPoints} />
            ))}
          </tbody>
        </table>
      </section>
    </section>
  );
}

function Row({
  row,
  labels,
  byPoints,
}: {
  readonly row: BoardRow;
  readonly labels: readonly string[];
  readonly byPoints: boolean;
}) {
  return (
    <tr>
      <td className="figures">{row.rank}</td>
      <th scope="row">
        <bdi>{row.name}</bdi>
      </th>
      <td className="figures">
        <b>{byPoints ? row.points : row.solved}</b>
      </td>
      {!byPoints && <td className="figures">{row.penalty}</td>}
      {labels.map((label) => (
        <td key={label} className="figures">
          <Cell cell={row.problems[label]} byPoints={byPoints} />
        </td>
      ))}
    </tr>
  );
}

/** A sign for who sees it and words for who hears it. */
function Cell({ cell, byPoints }: { readonly cell: BoardCell | undefined; readonly byPoints: boolean }) {
  if (cell === undefined) return null;
  const { contests: own } = words;
  const { solved, minute, rejected, pending, first, points } = cell;
  const told = [
    ...(solved ? [own.solvedAt(minute)] : []),
    ...(first ? [own.first] : []),
    ...(rejected > 0 ? [own.tried(rejected)] : []),
    ...(pending > 0 ? [own.pending(pending)] : []),
  ].join(', ');
  const shown = byPoints ? String(points) : solved ? `+${rejected > 0 ? rejected : ''}` : rejected > 0 ? `−${rejected}` : '';
  return (
    <span className={`cell ${solved ? 'good' : pending > 0 ? 'limit' : 'bad'} ${first ? 'first' : ''}`} title={told}>
      <span aria-hidden="true">
        {shown}
        {pending > 0 && ' ?'}
        {first && ' ★'}
      </span>
      <span className="unseen">{byPoints ? `${points} ${own.points} ${told}` : told}</span>
    </span>
  );
}
