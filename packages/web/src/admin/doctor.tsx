import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { askDoctor, doctorQuery, type Examination, type Finding } from '../api/admin.ts';
import { problemOf } from '../api/client.ts';
import { visible } from '../playground/output/visible.ts';
import { words } from '../strings/words.ts';
import { Button } from '../ui/button.tsx';
import { Shape } from '../verdict/shape.tsx';
import type { Tone } from '../verdict/tone.ts';

const TONES: Readonly<Record<Finding['level'], Tone>> = { ok: 'good', warn: 'limit', fail: 'bad' };
/** A report takes some seconds; after so many nobody is going to answer. */
const PATIENCE_MS = 60_000;

/** What `cupel doctor` says on each machine: what is wrong first, with its cure. */
export function Doctor() {
  const [asked, setAsked] = useState<number>();
  const reports = useQuery(doctorQuery(asked !== undefined));
  const ask = useMutation({ mutationFn: askDoctor, onSuccess: () => setAsked(Date.now()) });
  const items = reports.data?.items ?? [];
  const newest = Math.max(0, ...items.map(({ at }) => Date.parse(at)));
  const given = asked !== undefined && (newest >= asked - 1_000 || reports.dataUpdatedAt > asked + PATIENCE_MS);
  if (given) setAsked(undefined);
  const { admin } = words;
  const problem = reports.error ?? ask.error;
  return (
    <>
      <div className="filters">
        <p className="doctor-why">{admin.doctorWhy}</p>
        <Button onClick={() => ask.mutate()} disabled={asked !== undefined || ask.isPending}>
          {asked === undefined ? admin.examine : admin.examining}
        </Button>
      </div>
      {problem && (
        <p className="note bad" role="alert">
          {problemOf(problem)}
        </p>
      )}
      <div aria-live="polite" className="letters">
        {reports.data && items.length === 0 && <p>{admin.noReports}</p>}
        {items.map((item) => (
          <Machine key={item.host} examination={item} />
        ))}
      </div>
    </>
  );
}

function Machine({ examination: { host, at, seconds, strict, findings } }: { readonly examination: Examination }) {
  const { admin } = words;
  const count = (level: Finding['level']) => findings.filter((finding) => finding.level === level).length;
  const bad = findings
    .filter(({ level }) => level !== 'ok')
    .sort((a, b) => Number(b.level === 'fail') - Number(a.level === 'fail'));
  const tone: Tone = strict ? 'good' : 'bad';
  return (
    <section aria-label={host}>
      <h2>
        <bdi>{visible(host)}</bdi>
      </h2>
      <p className={`state whole ${tone}`}>
        <Shape tone={tone} size={16} /> {strict ? admin.strictYes : admin.strictNo}
      </p>
      <p className="facts">
        <span>{admin.doctorCounts(count('ok'), count('warn'), count('fail'))}</span>
        <time dateTime={at}>{new Date(at).toLocaleString()}</time>
        <span>{admin.took(seconds)}</span>
      </p>
      {bad.length > 0 && <Findings findings={bad} />}
      <details className="test-detail">
        <summary>{admin.allWell(count('ok'))}</summary>
        <Findings findings={findings.filter(({ level }) => level === 'ok')} />
      </details>
    </section>
  );
}

function Findings({ findings }: { readonly findings: readonly Finding[] }) {
  const { admin } = words;
  return (
    <ul className="findings">
      {findings.map(({ area, name, level, found, cure }) => (
        <li key={`${area} ${name}`}>
          <span className={`state ${TONES[level]}`}>
            <Shape tone={TONES[level]} size={16} /> {admin.levels[level]}
          </span>
          <div className="because">
            <b>{visible(name)}</b> <span className="quiet">{admin.areas[area]}</span>
            <p>{visible(found)}</p>
            {cure !== undefined && (
              <p>
                <b>{admin.cure}</b> <Cure text={visible(cure)} />
              </p>
            )}
          </div>
        </li>
      ))}
    </ul>
  );
}

/** What stands between back quotes is to be typed. */
function Cure({ text }: { readonly text: string }) {
  return text.split('`').map((part, index) => {
    const key = `${index} ${part}`;
    return index % 2 === 1 ? <code key={key}>{part}</code> : <span key={key}>{part}</span>;
  });
}
