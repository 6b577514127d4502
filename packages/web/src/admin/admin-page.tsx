import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { queueQuery } from '../api/admin.ts';
import { problemOf } from '../api/client.ts';
import { People } from '../people/people.tsx';
import { words } from '../strings/words.ts';
import { Abuse } from './abuse.tsx';
import { DeadLetters } from './dead-letters.tsx';
import { Doctor } from './doctor.tsx';
import { Keys } from './keys.tsx';
import { Overview } from './overview.tsx';
import '../problems/problems.css';
import './admin.css';

type Section = keyof typeof words.admin.sections;

const SECTIONS: Record<Section, () => ReactNode> = {
  overview: Overview,
  dead: DeadLetters,
  abuse: Abuse,
  keys: Keys,
  people: People,
  doctor: Doctor,
};

/** For whoever runs the service. */
export function AdminPage() {
  const { section = 'overview' } = useParams({ strict: false });
  const queue = useQuery(queueQuery);
  const { admin } = words;
  if (queue.error)
    return (
      <div className="prose" role="alert">
        <h1>{admin.forbidden}</h1>
        <p>{problemOf(queue.error)}</p>
        <p>{admin.forbiddenWhy}</p>
      </div>
    );
  const Shown = SECTIONS[section as Section] ?? Overview;
  return (
    <div className="page wide">
      <header>
        <h1>{admin.title}</h1>
        <nav className="tabs" aria-label={admin.title}>
          {(Object.keys(SECTIONS) as Section[]).map((one) => (
            <Link key={one} to="/admin/$section" params={{ section: one }} aria-current={one === section ? 'page' : undefined}>
              {admin.sections[one]}
              {one === 'dead' && queue.data && queue.data.dead + queue.data.quarantined > 0 && (
                <b className="figures"> {queue.data.dead + queue.data.quarantined}</b>
              )}
            </Link>
          ))}
        </nav>
      </header>
      <Shown />
    </div>
  );
}
